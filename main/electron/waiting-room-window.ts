/** The waiting-room screen: a second window, on the second display if there is one, with its own door. */
import { BrowserWindow, screen, session } from 'electron'
import type { Port } from '../ipc/bridge.ts'
import { appOrigin } from './addresses.ts'
import { serveAppProtocol } from './protocol.ts'
import { guardWindow, handOutPorts } from './window.ts'

export interface WaitingRoomParts {
  preload: string
  renderer: string
  icon: string
  connect: (port: Port) => void
}

/** In memory, and nobody else's: what the application's page keeps is out of this window's reach. */
const partition = 'waiting-room'
let served = false

/** Opens the screen; full screen where there is a display beside the one that `beside` stands on. */
export function openWaitingRoom(parts: WaitingRoomParts, beside: BrowserWindow): BrowserWindow {
  const apart = session.fromPartition(partition)
  if (!served) serveAppProtocol(parts.renderer, apart.protocol)
  served = true
  const here = screen.getDisplayMatching(beside.getBounds())
  const other = screen.getAllDisplays().find(({ id }) => id !== here.id)
  const window = new BrowserWindow({
    ...(other?.bounds ?? { width: 1024, height: 640 }),
    fullscreen: other !== undefined,
    title: 'Polyclinic',
    icon: parts.icon,
    autoHideMenuBar: true,
    webPreferences: {
      preload: parts.preload,
      session: apart,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // Nobody touches this screen, and a call has to be heard all the same.
      autoplayPolicy: 'no-user-gesture-required',
      backgroundThrottling: false,
    },
  })
  const address = `${appOrigin}/waiting-room.html`
  guardWindow(window, address)
  handOutPorts(window, { ask: 'open-waiting-room-port', give: 'waiting-room-port' }, parts.connect)
  void window.loadURL(address)
  return window
}
