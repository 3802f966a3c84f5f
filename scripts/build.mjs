/** `npm run build`: the workstation as plain files in out/. */
import { buildWhenStale } from './build/build.mjs'
import { setUp } from './setup/setup.mjs'

const { env } = await setUp()
process.exitCode = (await buildWhenStale(env)) ? 0 : 1
