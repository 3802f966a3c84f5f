/** Builds the workstation into out/: the window with vite, main, worker and preload with esbuild. */
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build as bundle } from 'esbuild'
import { build as buildPage } from 'vite'
import { at, root } from '../run/paths.mjs'

/** Built here first and moved when all is done, so that out/ never holds half a build. */
const staging = at('out', `building-${process.pid}`)

/** Packages that stay in node_modules: native code, or data files read beside their own source. */
const external = ['electron', 'better-sqlite3', '@node-rs/argon2', 'electron-updater', 'pdfkit']
/** Packages that are read when they are first needed: nothing that the start has to wait for. */
const late = ['nodemailer', 'selfsigned', 'bonjour-service']
/** Fonts are looked up with require.resolve at run time, so their paths stay as they are written. */
const externalFiles = ['@expo-google-fonts/*']

/** The services are a file of their own: the window is on its way before they are read. */
const programApart = {
  name: 'program-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/program\.ts$/ }, () => ({
      path: './program.cjs',
      external: true,
    }))
  },
}

/** One CommonJS file from one entry, with the ESM words for "where am I" kept working. */
async function bundleForElectron(entry, result) {
  await bundle({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: path.join(staging, result),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    external: [...external, ...late, ...externalFiles],
    plugins: [programApart],
    // A late import is a require: Node would read all of a file first, only to list its exports.
    supported: { 'dynamic-import': false },
    define: {
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
      'import.meta.url': 'importMetaUrl',
    },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    // Half as long to read at the start. Names of errors and functions are part of the log: they stay.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
  })
}

/** A preload script under the sandbox may require 'electron' and nothing of Node's own modules. */
async function bundlePreload(name) {
  await bundle({
    absWorkingDir: root,
    entryPoints: [`preload/${name}.ts`],
    outfile: path.join(staging, 'preload', `${name}.cjs`),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    external: ['electron'],
    logLevel: 'warning',
  })
}

/** esbuild has printed its errors already (they carry its warnings too); the rest is said here. */
function tell(reason) {
  if (!(reason instanceof Error && 'warnings' in reason)) console.error(reason)
  return false
}

/** Waits for every part even when one fails: the folder cannot be cleared under the others. */
async function buildAll() {
  const parts = await Promise.allSettled([
    bundleForElectron('main/index.ts', 'main/index.cjs'),
    bundleForElectron('main/program.ts', 'main/program.cjs'),
    bundleForElectron('main/worker/worker.ts', 'main/worker.cjs'),
    bundleForElectron('main/hub/hosted.ts', 'main/hub.cjs'),
    bundlePreload('index'),
    bundlePreload('waiting-room'),
    buildPage({
      configFile: at('vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: path.join(staging, 'renderer'), emptyOutDir: true },
    }),
  ])
  return parts.every((part) => part.status === 'fulfilled' || tell(part.reason))
}

function moveIntoPlace() {
  for (const part of ['main', 'preload', 'renderer']) {
    rmSync(at('out', part), { recursive: true, force: true })
    renameSync(path.join(staging, part), at('out', part))
  }
}

const startedAt = performance.now()
mkdirSync(staging, { recursive: true })
try {
  if (await buildAll()) {
    moveIntoPlace()
    console.log(`Built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`)
  } else {
    process.exitCode = 1
  }
} finally {
  rmSync(staging, { recursive: true, force: true })
}
