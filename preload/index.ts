/** The one narrow bridge: hands the window's page the port to the services, and nothing else. */
import { ipcRenderer } from 'electron'

ipcRenderer.on('clinic-port', (event) => {
  const port = event.ports[0]
  if (port !== undefined) window.postMessage('clinic-port', window.location.origin, [port])
})

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'open-clinic-port') {
    ipcRenderer.send('open-clinic-port')
  }
})
