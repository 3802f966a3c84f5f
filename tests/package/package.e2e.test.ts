/** The packed application: made anew when stale, looked into, and started as a user would. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { fusesFor } from '../../scripts/package/fuses.mjs'
import { unpacked } from '../../scripts/package/package.mjs'
import { at } from '../../scripts/run/paths.mjs'

const executable = path.join(unpacked, 'polyclinic')
const resources = path.join(unpacked, 'resources')
const archive = path.join(resources, 'app.asar')

// The package is looked at where its name for the platform is known.
describe.runIf(process.platform === 'linux')('the packed application', () => {
  beforeAll(() => {
    execFileSync(process.execPath, [at('scripts', 'package.mjs')], { stdio: 'inherit' })
  }, 600_000)

  it('holds the built parts and what they need at run time', () => {
    const files = new Set(listPackage(archive, { isPack: false }))
    for (const file of [
      '/package.json',
      '/out/main/index.cjs',
      '/out/main/program.cjs',
      '/out/main/worker.cjs',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
      '/resources/icons/256.png',
      '/node_modules/better-sqlite3/package.json',
      '/node_modules/@node-rs/argon2/package.json',
      '/node_modules/pdfkit/package.json',
      '/node_modules/electron-updater/package.json',
    ]) {
      expect(files).toContain(file)
    }
  })

  it('holds no development files', () => {
    const files = listPackage(archive, { isPack: false })
    const development = files.filter((file) =>
      [
        /^\/(main|preload|renderer|migrations|tests|scripts|docs|\.ci)(\/|$)/,
        /\.(ts|tsx|map|md|c|cc|cpp|h|gyp)$/,
        /\/(test|tests|__tests__|docs|examples?|coverage)(\/|$)/,
        /^\/(package-lock\.json|tsconfig\.json|vite\.config|electron-builder)/,
        /\/\.[^/]+$/,
        /^\/node_modules\/(typescript|vite|vitest|electron|electron-builder|esbuild|react|knip)(\/|$)/,
      ].some((pattern) => pattern.test(file)),
    )
    expect(development).toEqual([])
  })

  it('holds nothing twice: what is bundled has no package beside it', () => {
    const files = listPackage(archive, { isPack: false })
    const bundled = ['zod', 'kysely', '@trpc', 'i18next', 'ws', 'temporal-polyfill']
    expect(files.filter((file) => bundled.includes(file.split('/')[2] ?? ''))).toEqual([])
  })

  it('holds of the typeface only the weights that are printed, and native code for this platform', () => {
    const files = listPackage(archive, { isPack: false })
    const fonts = files.filter((file) => file.endsWith('.ttf')).map((file) => path.basename(file))
    expect(fonts.toSorted()).toEqual(['NotoSans_400Regular.ttf', 'NotoSans_600SemiBold.ttf'])
    const native = files.filter((file) => file.endsWith('.node')).map((file) => path.basename(file))
    expect(native).toContain(`linux-${process.arch}.node`)
    expect(native.filter((name) => !name.includes(`linux-${process.arch}`))).toEqual([])
  })

  it('has no default application of Electron’s beside it', () => {
    expect(existsSync(path.join(resources, 'default_app.asar'))).toBe(false)
    expect(readdirSync(resources).toSorted()).toEqual(['app.asar', 'app.asar.unpacked'])
  })

  it('has its fuses burnt as they should be', async () => {
    const wire = await getCurrentFuseWire(executable)
    const states = new Map(Object.entries(wire))
    for (const [fuse, isOn] of Object.entries(fusesFor('linux'))) {
      const name = FuseV1Options[Number(fuse)] ?? fuse
      expect([name, states.get(fuse)]).toEqual([name, isOn ? '1'.charCodeAt(0) : '0'.charCodeAt(0)])
    }
  })

  it('cannot be used as a plain Node', async () => {
    const script = 'process.stdout.write("ran as node"); process.exit(0)'
    const run = await startPackage(['-e', script], { ELECTRON_RUN_AS_NODE: '1' })
    expect(run.stdout).not.toContain('ran as node')
    expect(run.stdout).toContain('polyclinic: window ready')
  })

  it('opens its window on a new profile and ends cleanly', async () => {
    const run = await startPackage([])
    expect(run.stdout).toContain('polyclinic: window ready')
    expect(run.code).toBe(0)
    expect(statSync(run.profile).isDirectory()).toBe(true)
    expect(readdirSync(run.profile)).not.toEqual([])
  })
})

interface Run {
  profile: string
  stdout: string
  code: number | null
}

/** Starts what was packed on a profile of its own, and asks it to end once its window is there. */
function startPackage(words: string[], more: NodeJS.ProcessEnv = {}): Promise<Run> {
  const profile = mkdtempSync(path.join(tmpdir(), 'polyclinic-package-'))
  onTestFinished(() => rmSync(profile, { recursive: true, force: true }))
  // A user never runs it as root; the tests of a bare machine do.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const { ELECTRON_OVERRIDE_DIST_PATH: _development, ...inherited } = process.env
  const child = spawn(executable, [...asRoot, '--profile', profile, ...words], {
    env: { ...inherited, POLYCLINIC_PRINT_READY: '1', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve) => {
    let stdout = ''
    const tooLong = setTimeout(() => child.kill('SIGKILL'), 60_000)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const wasReady = stdout.includes('polyclinic: window ready')
      stdout += text
      if (!wasReady && stdout.includes('polyclinic: window ready')) child.kill('SIGTERM')
    })
    child.stderr.resume()
    child.on('close', (code) => {
      clearTimeout(tooLong)
      resolve({ profile, stdout, code })
    })
  })
}
