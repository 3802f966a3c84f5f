/** The window: sandboxed, isolated, going nowhere, and given one port to the services. */
import { join } from 'node:path'
import {
  BrowserWindow,
  ipcMain,
  type IpcMainEvent,
  MessageChannelMain,
  type Session as WebSession,
} from 'electron'
import type { Port } from '../ipc/bridge.ts'
import { appOrigin, isOwnAddress } from './addresses.ts'

export interface WindowParts {
  preload: string
  icon: string
  /** Called with a new port each time the window's page asks for one. */
  connect: (port: Port) => void
  onReady: () => void
}

/** Opens the main window; it shows itself once the first screen is painted. */
export function openWindow(parts: WindowParts): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Polyclinic',
    icon: parts.icon,
    autoHideMenuBar: true,
    webPreferences: {
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  guardWindow(window, `${appOrigin}/`)
  handOutPorts(window, { ask: 'open-clinic-port', give: 'clinic-port' }, parts.connect)
  window.once('ready-to-show', () => {
    window.show()
    parts.onReady()
  })
  void window.loadURL(`${appOrigin}/`)
  return window
}

/** Keeps a window at its own `address` and everything from it: other pages, downloads, devices. */
export function guardWindow(window: BrowserWindow, address: string): void {
  refuseToLeave(window, address)
  refusePermissions(window.webContents.session)
}

function refuseToLeave(window: BrowserWindow, own: string): void {
  const contents = window.webContents
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  // Frames inside the page as well, and a file that is dropped onto the window.
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  // An empty page is gone to without anyone being asked: from there the way leads back.
  contents.on('did-navigate', (_event, address) => {
    if (!isOwnAddress(address)) void window.loadURL(own)
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  // Files are stored by the program, where the person said, never by the page.
  contents.session.on('will-download', (event) => event.preventDefault())
}

function refusePermissions(session: WebSession): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
}

/**
 * A page gets a port only when it is this window's main frame and came from the application. Each
 * window has channels of its own, so that none can ask for another's door.
 */
export function handOutPorts(
  window: BrowserWindow,
  channels: { ask: string; give: string },
  connect: (port: Port) => void,
): void {
  const listener = (event: IpcMainEvent) => {
    if (event.sender !== window.webContents) return
    const frame = event.senderFrame
    if (frame === null || frame !== window.webContents.mainFrame) return
    if (!isOwnAddress(frame.url)) return
    const { port1, port2 } = new MessageChannelMain()
    connect({
      post: (message) => port1.postMessage(message),
      listen(onMessage, onClose) {
        port1.on('message', (message) => onMessage(message.data))
        port1.on('close', onClose)
        port1.start()
      },
    })
    frame.postMessage(channels.give, null, [port2])
  }
  ipcMain.on(channels.ask, listener)
  window.on('closed', () => ipcMain.off(channels.ask, listener))
}

/** Where the built parts lie, beside the bundled main file. */
export function builtParts(mainFolder: string) {
  return {
    preload: join(mainFolder, '..', 'preload', 'index.cjs'),
    waitingRoomPreload: join(mainFolder, '..', 'preload', 'waiting-room.cjs'),
    renderer: join(mainFolder, '..', 'renderer'),
    worker: join(mainFolder, 'worker.cjs'),
    hub: join(mainFolder, 'hub.cjs'),
    icon: join(mainFolder, '..', '..', 'resources', 'icons', '256.png'),
  }
}
