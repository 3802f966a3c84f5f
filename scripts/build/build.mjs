/** Builds into out/ when the sources are not those of the last build. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runInTheOpen } from '../run/command.mjs'
import { at, node24, root } from '../run/paths.mjs'

const sources = [
  'main',
  'migrations',
  'preload',
  'renderer',
  'resources',
  'scripts/build',
  'package-lock.json',
  'vite.config.ts',
]
const stampFile = at('out', 'build.json')
const results = [
  'main/index.cjs',
  'main/program.cjs',
  'main/worker.cjs',
  'main/hub.cjs',
  'preload/index.cjs',
  'preload/waiting-room.cjs',
  'renderer/index.html',
  'renderer/waiting-room.html',
]

/** Every file below a path, in one order on every machine. */
function filesBelow(relative) {
  const entries = readdirSync(path.join(root, relative), { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .toSorted()
}

/** One hash over names and contents: a checkout changes times without changing sources. */
export function sourceHash() {
  const hash = createHash('sha256')
  for (const source of sources) {
    const files = path.extname(source) === '' ? filesBelow(source) : [source]
    for (const file of files) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)))
  }
  return hash.digest('hex')
}

function isFresh(hash) {
  if (!existsSync(stampFile) || !results.every((file) => existsSync(at('out', file)))) return false
  return JSON.parse(readFileSync(stampFile, 'utf8')).sourceHash === hash
}

/**
 * @param {NodeJS.ProcessEnv} env from set-up
 * @returns {Promise<boolean>} whether out/ now holds a build of the sources as they are
 */
export async function buildWhenStale(env) {
  const hash = sourceHash()
  if (isFresh(hash)) return true
  const code = await runInTheOpen(node24, [at('scripts', 'build', 'bundle.mjs')], { env })
  if (code !== 0) return false
  writeFileSync(stampFile, `${JSON.stringify({ sourceHash: hash })}\n`)
  return true
}
