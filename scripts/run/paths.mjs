/** Where things lie in the work tree; every script asks here. */
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the work tree. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')

/** An absolute path from parts below the root. */
export const at = (...parts) => path.join(root, ...parts)

/** Set-up's own notes of what it has done; they go with node_modules, as what they tell of does. */
export const stampFolder = at('node_modules', '.polyclinic')

/** Held while set-up works; outside of node_modules, which installing removes. */
export const lockFile = at('.set-up.lock')

/** The Node 24 that packages bring; app, tests and tools run on it, whatever runs the scripts. */
export const node24 = at(
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)
