/** The waiting-room window's bridge: hands its page the port to its own door, and nothing else. */
import { ipcRenderer } from 'electron'

ipcRenderer.on('waiting-room-port', (event) => {
  const port = event.ports[0]
  if (port !== undefined) window.postMessage('clinic-port', window.location.origin, [port])
})

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'open-clinic-port') {
    ipcRenderer.send('open-waiting-room-port')
  }
})
