/** `npm start`: set-up, build when sources changed, and the workstation with the words given. */
import { buildWhenStale } from './build/build.mjs'
import { runInTheOpen } from './run/command.mjs'
import { displayIsMissing, withDisplay } from './run/display.mjs'
import { root } from './run/paths.mjs'
import { setUp } from './setup/setup.mjs'

/** Chromium refuses to start its sandbox as root; only there, and only here, is it given up. */
function sandboxSwitches() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  console.log('Started as root: the window runs without Chromium’s sandbox (--no-sandbox).')
  return ['--no-sandbox']
}

/** A machine without a display has no desktop bus either, of which Chromium would complain at length. */
const quietSwitches = () => (displayIsMissing() ? ['--log-level=3'] : [])

async function start(words) {
  const { electron, env } = await setUp()
  if (!(await buildWhenStale(env))) return 1
  const args = [...sandboxSwitches(), ...quietSwitches(), root, ...words]
  return await withDisplay(env, (shown) => runInTheOpen(electron.executable, args, { env: shown }))
}

process.exitCode = await start(process.argv.slice(2))
