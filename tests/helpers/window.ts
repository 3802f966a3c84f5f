/** The built workstation in its real window, as a test or the journey drives it. */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import type { Language } from '../../main/clinic/shared/languages.ts'
import { setClockVariable } from '../../main/clock.ts'
import { at, root } from '../../scripts/run/paths.mjs'

/** A Tuesday: the demo clinic is made around it, so that a test meets the same day on any day. */
export const demoNow = '2026-11-24T10:20:00.000Z'

/** The smallest desk that the screens are drawn for. */
export const smallestDesk = { width: 1366, height: 768 }

export interface LaunchWish {
  /** The profile's folder. */
  profile: string
  /** More words for the program: `--demo`. */
  args?: string[]
  /** What the computer speaks; the window follows until someone signs in. */
  language?: Language
  /** The program's clock at its start, a UTC instant. */
  now?: string
  /** The page's size; null leaves the window as the program opens it. */
  size?: { width: number; height: number } | null
  /** More variables for the program. */
  env?: Record<string, string>
}

export interface OpenWindow {
  app: ElectronApplication
  page: Page
  /** What went wrong so far: the page's errors and the program's own lines on standard error. */
  problems: readonly string[]
  /** Ends the program as its user would. Throws when it does not end by itself. */
  close: () => Promise<void>
  /** Ends it as a power cut would. */
  kill: () => Promise<void>
}

/** Starts out/ on a profile and waits for the first screen's page. */
export async function launch(wish: LaunchWish): Promise<OpenWindow> {
  const app = await _electron.launch({
    executablePath: electronProgram(),
    args: [
      root,
      ...switches(wish.language ?? 'en'),
      '--profile',
      wish.profile,
      ...(wish.args ?? []),
    ],
    env: environment(wish),
    timeout: startTimeoutMs,
  })
  const program = app.process()
  const problems: string[] = []
  program.stderr?.on('data', (chunk: Buffer) => {
    for (const line of String(chunk).split('\n')) {
      if (line.startsWith('polyclinic: ')) problems.push(line)
    }
  })
  const page = await app.firstWindow({ timeout: startTimeoutMs })
  page.on('pageerror', (error) => problems.push(`page: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  })
  // Only now the services are there: while they are being read the program loses what it is asked.
  await page.waitForFunction(() => document.querySelector('#root > *') !== null, undefined, {
    timeout: startTimeoutMs,
  })
  if (wish.size !== null) await resize(app, wish.size ?? smallestDesk)
  return { app, page, problems, close: () => close(app, program), kill: () => kill(program) }
}

/** Sets the size of the page itself, without the frame. */
export async function resize(
  app: ElectronApplication,
  { width, height }: { width: number; height: number },
): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      for (const window of BrowserWindow.getAllWindows()) {
        window.setMinimumSize(1, 1)
        window.setContentSize(size.width, size.height)
      }
    },
    { width, height },
  )
}

const programs: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

export function electronProgram(): string {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? developmentDist()
  return path.join(dist, programs[process.platform] ?? 'electron')
}

/** Where set-up leaves the runtime: Electron's own download, else the pinned copy. */
function developmentDist(): string {
  const own = at('node_modules', 'electron', 'dist')
  return existsSync(path.join(own, 'version')) ? own : at('node_modules', '.electron-dist')
}

function switches(language: Language): string[] {
  return [
    // As root Chromium refuses its sandbox; anyone else is tested with it.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--lang=${language}`,
    // The same pixels on every machine, and no complaints about a bus that a bare one lacks.
    '--force-device-scale-factor=1',
    '--force-color-profile=srgb',
    '--log-level=3',
  ]
}

const systemTags = { en: 'en_GB', ru: 'ru_RU', 'pt-BR': 'pt_BR', fr: 'fr_FR' } satisfies Record<
  Language,
  string
>

function environment({ language = 'en', now = demoNow, env = {} }: LaunchWish) {
  const inherited: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    // LC_ALL would speak louder than LANG.
    if (value !== undefined && name !== 'LC_ALL') inherited[name] = value
  }
  const tag = systemTags[language]
  return {
    ...inherited,
    LANG: `${tag}.UTF-8`,
    LANGUAGE: tag,
    TZ: 'UTC',
    [setClockVariable]: now,
    ...env,
  }
}

/** A busy machine takes long to open a window; a broken program never does. */
const startTimeoutMs = 180_000

const closeTimeoutMs = 20_000

async function close(app: ElectronApplication, program: ChildProcess): Promise<void> {
  if (hasEnded(program)) return
  let tooLong: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    tooLong = setTimeout(() => resolve('late'), closeTimeoutMs)
  })
  const ended = await Promise.race([app.close(), late])
  clearTimeout(tooLong)
  if (ended === 'late') {
    program.kill('SIGKILL')
    throw new Error(`The program had not ended ${closeTimeoutMs} ms after its window was closed.`)
  }
}

async function kill(program: ChildProcess): Promise<void> {
  if (hasEnded(program)) return
  const gone = once(program, 'exit')
  program.kill('SIGKILL')
  await gone
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}
