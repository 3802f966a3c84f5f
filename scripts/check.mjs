/** `npm run check`: types, lint, format, dead code and the import rules. */
import { runChecks } from './checks/checks.mjs'
import { setUp } from './setup/setup.mjs'

const { env } = await setUp()
const { failed } = await runChecks(env)
process.exitCode = failed === 0 ? 0 : 1
