/** Calls that a test makes from inside the window's page, over a port of its own. */
import type { Page } from 'playwright-core'
import type { InputOf, ProcedurePath } from './procedures.ts'

/** Asks for a port as the page's own code does, makes one call, and answers what came back. */
export async function callFromPage<Path extends ProcedurePath>(
  page: Page,
  type: 'query' | 'mutation',
  path: Path,
  input: InputOf<Path>,
): Promise<{ kind: string; data?: unknown; error?: unknown }> {
  return page.evaluate(
    async (call) => {
      const port = await new Promise<MessagePort>((resolve) => {
        const receive = (event: MessageEvent) => {
          const [found] = event.ports
          if (event.data !== 'clinic-port' || found === undefined) return
          window.removeEventListener('message', receive)
          resolve(found)
        }
        window.addEventListener('message', receive)
        window.postMessage('open-clinic-port', window.location.origin)
      })
      const answer = new Promise<{ kind: string }>((resolve) => {
        port.addEventListener('message', (event) => resolve(event.data), { once: true })
      })
      port.start()
      port.postMessage({ kind: 'call', id: 1, key: crypto.randomUUID(), ...call })
      const told = await answer
      port.close()
      return told
    },
    { type, path: path as string, input: input as unknown },
  )
}
