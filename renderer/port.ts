/** The window's one way to the services. */

/** Asks the preload script for this window's port; a page gets one each time it loads. */
export function openPort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== 'clinic-port' || port === undefined) return
      window.removeEventListener('message', receive)
      resolve(port)
    }
    window.addEventListener('message', receive)
    window.postMessage('open-clinic-port', window.location.origin)
  })
}
