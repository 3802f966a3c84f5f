import { runOnNode24 } from './run/on-node24.mjs'
process.exitCode = await runOnNode24(process.argv[2], process.argv.slice(3))
