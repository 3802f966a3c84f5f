/** `npm run journey`: set-up, build, then the patient's journey through the real window. */
import { runOnNode24 } from './run/on-node24.mjs'

process.exitCode = await runOnNode24('tests/journey/run.ts', process.argv.slice(2))
