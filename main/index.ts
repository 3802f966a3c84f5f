/** Boots the workstation: profile, window, database, services. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { enableCompileCache, flushCompileCache } from 'node:module'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { app, type BrowserWindow, dialog, Menu, protocol, shell } from 'electron'
import { logLine } from './clinic/shared/error-facts.ts'
import { isLanguage } from './clinic/shared/languages.ts'
import { setClockVariable } from './clock.ts'
import { createHubHost } from './electron/hub-host.ts'
import { systemKeyStore } from './electron/key-store.ts'
import { declareAppProtocol, serveAppProtocol, type ServeFile } from './electron/protocol.ts'
import { showToast } from './electron/toasts.ts'
import { openWaitingRoom } from './electron/waiting-room-window.ts'
import { builtParts, openWindow } from './electron/window.ts'
import type { Port } from './ipc/bridge.ts'
import type { Workstation } from './workstation.ts'

interface Options {
  profile: string | null
  demo: boolean
}

/** `--profile DIR` and `--demo`; Chromium's own switches pass by. */
function readOptions(words: readonly string[]): Options {
  const at = words.indexOf('--profile')
  const joined = words.find((word) => word.startsWith('--profile='))
  const profile = joined?.slice('--profile='.length) ?? (at === -1 ? null : (words[at + 1] ?? null))
  return { profile, demo: words.includes('--demo') }
}

// A clinic's books are not to be dated by whoever can set a variable.
if (app.isPackaged) delete process.env[setClockVariable]

const options = readOptions(process.argv.slice(1))
if (options.profile !== null) app.setPath('userData', options.profile)
// As root Chromium runs only with --no-sandbox, which a development launcher adds for root alone.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
declareAppProtocol()
Menu.setApplicationMenu(null)

let window: BrowserWindow | null = null
let waitingRoom: BrowserWindow | null = null

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    window?.restore()
    window?.focus()
  })
  void app.whenReady().then(start)
} else {
  process.stderr.write('polyclinic: this profile is already open\n')
  app.exit(3)
}

async function start(): Promise<void> {
  const parts = builtParts(__dirname)
  // Files come from the workstation, which is there later than the first page.
  let serveFile: ServeFile = async () => ({ status: 404, headers: {}, body: null })
  serveAppProtocol(parts.renderer, protocol, (word, range) => serveFile(word, range))
  const folder = app.getPath('userData')
  const waiting: Port[] = []
  let connect = (port: Port): void => {
    waiting.push(port)
  }
  const pageStarted = Promise.withResolvers<void>()
  window = openWindow({
    ...parts,
    connect: (port) => {
      connect(port)
      pageStarted.resolve()
    },
    onReady: () => {
      if (process.env['POLYCLINIC_PRINT_READY'] === '1') {
        process.stdout.write('polyclinic: window ready\n')
      }
    },
  })
  // Reading the services holds up this thread, which also hands the page its files: the page comes
  // first, and while its own process works through them this one makes services and database ready.
  // The screen shows the desk's queue: without the desk it has nothing to show.
  window.once('closed', () => waitingRoom?.close())
  window.webContents.once('did-stop-loading', () => pageStarted.resolve())
  await pageStarted.promise
  await wait(filesOnTheirWayMs)
  // Compiling takes as long as running; the profile keeps what came of it last time.
  enableCompileCache(join(folder, 'compile-cache'))
  const { startProgram } = await import('./program.ts')
  const program = startProgram({
    folder,
    workerEntry: parts.worker,
    keyStore: systemKeyStore(),
    log,
    showToast: (toast) => showToast(toast, () => window),
    openFile: (name, bytes) => openInViewer(folder, name, bytes),
    saveFile: saveWhereAsked,
    choosePlace,
    openWaitingRoom: () => showWaitingRoom(parts, program.connectWaitingRoom),
    loadHubHost: (ended) => createHubHost(parts.hub, ended),
    loadUpdater: async () => (await import('./electron/updates.ts')).electronUpdater(folder),
  })
  connect = program.connect
  serveFile = (word, range) => program.workstation.files.serve(word, range)
  for (const port of waiting) connect(port)
  closeInOrder(program.workstation)
  if (options.demo) await program.workstation.startDemo(systemLanguage())
  else await program.workstation.open()
  forgetShown(folder)
  setTimeout(flushCompileCache, whenIdleMs).unref()
}

/** One screen: opened, or brought to the front. */
function showWaitingRoom(
  parts: ReturnType<typeof builtParts>,
  connectScreen: (port: Port) => void,
): void {
  if (window === null || window.isDestroyed()) return
  if (waitingRoom !== null) return waitingRoom.show()
  const { waitingRoomPreload: preload, renderer, icon } = parts
  waitingRoom = openWaitingRoom({ preload, renderer, icon, connect: connectScreen }, window)
  waitingRoom.once('closed', () => {
    waitingRoom = null
  })
}

/** What the page asked for together with its port is handed over before the services are read. */
const filesOnTheirWayMs = 10

/** Long enough for the first screen to stand. */
const whenIdleMs = 5_000

/** Nothing that was accepted is cut off: the database closes after the step that is under way. */
function closeInOrder(workstation: Workstation): void {
  let closed = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void workstation
      .close()
      .catch((error: unknown) => log('closing failed', error))
      .finally(() => {
        closed = true
        // Not at once: while this event is still being told, Electron ignores another quit.
        setImmediate(() => app.quit())
      })
  })
}

function systemLanguage() {
  const tag = app.getPreferredSystemLanguages()[0] ?? 'en'
  if (isLanguage(tag)) return tag
  const base = tag.split('-')[0] ?? 'en'
  if (base === 'pt') return 'pt-BR'
  return isLanguage(base) ? base : 'en'
}

async function openInViewer(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  mkdirSync(shownFolder(folder), { recursive: true, mode: 0o700 })
  const path = join(shownFolder(folder), basename(name))
  writeFileSync(path, bytes, { mode: 0o600 })
  const problem = await shell.openPath(path)
  if (problem !== '') log('no viewer for the file')
}

const shownFolder = (folder: string) => join(folder, 'shown')

/** What a viewer was given lies there unencrypted, so it goes with the program's next start. */
function forgetShown(folder: string): void {
  try {
    rmSync(shownFolder(folder), { recursive: true, force: true })
  } catch (error) {
    // A viewer may hold a file of it open still; then the start after the next takes it.
    log('the shown files stay', error)
  }
}

async function saveWhereAsked(name: string, bytes: Uint8Array): Promise<boolean> {
  const path = await choosePlace(name)
  if (path === null) return false
  writeFileSync(path, bytes, { flush: true })
  return true
}

async function choosePlace(name: string): Promise<string | null> {
  const answer = await dialog.showSaveDialog({ defaultPath: name })
  return answer.canceled || answer.filePath === '' ? null : answer.filePath
}

/** One line an event on standard error. */
function log(event: string, error?: unknown): void {
  process.stderr.write(`polyclinic: ${logLine(event, error)}\n`)
}
