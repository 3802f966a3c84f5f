/** `npm run bench:sync`: set-up, then the hub's figures, each against a bare log of the same run. */
import { runInTheOpen } from './run/command.mjs'
import { at, node24 } from './run/paths.mjs'
import { setUp } from './setup/setup.mjs'

const { env } = await setUp({ tests: true })
process.exitCode = await runInTheOpen(
  node24,
  [
    '--disable-warning=ExperimentalWarning',
    at('tests/bench/run-sync.ts'),
    ...process.argv.slice(2),
  ],
  { env },
)
