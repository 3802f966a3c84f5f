/** Builds the workstation into out/: the window with vite, main, worker and preload with esbuild. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'
import { build as buildPage } from 'vite'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** Packages that stay in node_modules: native code, or data files read beside their own source. */
const external = ['electron', 'better-sqlite3', '@node-rs/argon2', 'electron-updater', 'pdfkit']
/** Fonts are looked up with require.resolve at run time, so their paths stay as they are written. */
const externalFiles = ['@expo-google-fonts/*']

/** One CommonJS file from one entry, with the ESM words for "where am I" kept working. */
async function bundleForElectron(entry, outfile) {
  await bundle({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    external: [...external, ...externalFiles],
    define: {
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
      'import.meta.url': 'importMetaUrl',
    },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    // Names of errors and functions are part of the log, so they stay.
    minify: false,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
  })
}

/** A preload script under the sandbox may require 'electron' and nothing of Node's own modules. */
async function bundlePreload() {
  await bundle({
    absWorkingDir: root,
    entryPoints: ['preload/index.ts'],
    outfile: 'out/preload/index.cjs',
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    external: ['electron'],
    logLevel: 'warning',
  })
}

async function build() {
  const startedAt = performance.now()
  for (const part of ['main', 'preload', 'renderer']) {
    rmSync(path.join(root, 'out', part), { recursive: true, force: true })
  }
  await Promise.all([
    bundleForElectron('main/index.ts', 'out/main/index.cjs'),
    bundleForElectron('main/worker/worker.ts', 'out/main/worker.cjs'),
    bundlePreload(),
    buildPage({ configFile: path.join(root, 'vite.config.ts'), logLevel: 'warn' }),
  ])
  console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
}

await build()
