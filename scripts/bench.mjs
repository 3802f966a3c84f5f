/** `npm run bench`: set-up, build, then the figures, each against a baseline of the same run. */
import { runOnNode24 } from './run/on-node24.mjs'

process.exitCode = await runOnNode24('tests/bench/run.ts', process.argv.slice(2))
