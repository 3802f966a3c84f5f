/** Packs the built application with electron-builder, when what went into it has changed. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { sourceHash } from '../build/build.mjs'
import { runInTheOpen } from '../run/command.mjs'
import { at, node24 } from '../run/paths.mjs'

const recipe = [
  'electron-builder.yml',
  'package.json',
  'scripts/package/after-pack.mjs',
  'scripts/package/fuses.mjs',
]
const stampFile = at('dist', 'package.json')
/** Where the unpacked application of this platform lies. */
export const unpacked = at(
  'dist',
  { darwin: 'mac', win32: 'win-unpacked' }[process.platform] ?? 'linux-unpacked',
)

function packageHash(electron) {
  const hash = createHash('sha256').update(sourceHash()).update(electron.version)
  for (const file of recipe) hash.update(readFileSync(at(...file.split('/'))))
  return hash.digest('hex')
}

function isFresh(hash) {
  if (!existsSync(stampFile) || !existsSync(unpacked)) return false
  return JSON.parse(readFileSync(stampFile, 'utf8')).packageHash === hash
}

/**
 * Makes the unpacked application in dist/ from a build that is there already.
 * @param {import('../setup/setup.mjs').Ready} ready
 * @returns {Promise<boolean>}
 */
export async function packageWhenStale({ electron, env }) {
  const hash = packageHash(electron)
  if (isFresh(hash)) return true
  const isMade = (await runBuilder(['--dir'], { electron, env })) === 0
  if (isMade) writeFileSync(stampFile, `${JSON.stringify({ packageHash: hash })}\n`)
  return isMade
}

/**
 * electron-builder over the runtime that was set up, so that it has nothing to fetch for `--dir`.
 * @returns {Promise<number>} its exit code
 */
export function runBuilder(words, { electron, env }) {
  const args = [
    at('node_modules', 'electron-builder', 'cli.js'),
    ...words,
    '--publish',
    'never',
    `-c.electronDist=${electron.dist}`,
    `-c.electronVersion=${electron.version}`,
  ]
  return runInTheOpen(node24, args, { env })
}
