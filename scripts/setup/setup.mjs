/** All the set-up that is missing, and nothing when all is there. Node's built-ins alone, Node 20 on. */
import { at, lockFile, node24 } from '../run/paths.mjs'
import { setUpElectron } from './electron-runtime.mjs'
import { withLock } from './lock.mjs'
import { setUpPackages } from './packages.mjs'
import { SetupError } from './setup-error.mjs'
import { setUpSystemPackages } from './system-packages.mjs'
import path from 'node:path'

/**
 * @typedef {object} Ready
 * @property {import('./electron-runtime.mjs').ElectronRuntime} electron
 * @property {NodeJS.ProcessEnv} env with Node 24 first on the path and Electron's place set
 */

/**
 * Brings the machine to where the app, or the tests, can run. Ends the process with 1 and says
 * what to type when a person has to do a part.
 * @param {{ tests?: boolean }} [purpose]
 * @returns {Promise<Ready>}
 */
export async function setUp(purpose = {}) {
  return await orSayWhatToType(async () => {
    await setUpPackages()
    const electron = await setUpElectron()
    await setUpSystemPackages(purpose)
    return { electron, env: environment(electron) }
  })
}

/** The packages alone: a hub runs on machines that have no use for windows. */
export async function setUpForHub() {
  await orSayWhatToType(setUpPackages)
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function orSayWhatToType(work) {
  try {
    // Two commands at once on a fresh tree must not install over each other.
    return await withLock(lockFile, work)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(
      `Set-up stopped. ${error.message}\nType this, then try again:\n  ${error.lineToType}`,
    )
    process.exit(1)
  }
}

function environment(electron) {
  const folders = [path.dirname(node24), at('node_modules', '.bin'), process.env.PATH]
  const env = {
    ...process.env,
    PATH: folders.join(path.delimiter),
    ELECTRON_OVERRIDE_DIST_PATH: electron.dist,
  }
  // It would turn every Electron below into a plain Node.
  delete env.ELECTRON_RUN_AS_NODE
  return env
}
