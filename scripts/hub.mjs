/** `npm run hub`: the packages, then the hub on plain Node 24 with the words given; no window, no build. */
import { runInTheOpen } from './run/command.mjs'
import { at, node24 } from './run/paths.mjs'
import { setUpForHub } from './setup/setup.mjs'

await setUpForHub()
process.exitCode = await runInTheOpen(node24, [
  '--disable-warning=ExperimentalWarning',
  at('main', 'hub', 'index.ts'),
  ...process.argv.slice(2),
])
