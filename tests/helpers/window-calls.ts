/** The calls of the window's page: a test's own, over a port of its own, and the page's, to wait for. */
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

/** One call; a refusal fails the test in its own words. */
export async function ask<Path extends ProcedurePath>(
  page: Page,
  type: 'query' | 'mutation',
  procedure: Path,
  input: InputOf<Path>,
): Promise<unknown> {
  const answer = await callFromPage(page, type, procedure, input)
  if (answer.kind === 'error') throw new Error(`${procedure}: ${JSON.stringify(answer.error)}`)
  return answer.data
}

/**
 * Keeps count of the calls that the page waits for, from now on; `atRest` needs it. Subscriptions do
 * not count, because they are never answered for good.
 */
export async function countCalls(page: Page): Promise<void> {
  await page.evaluate(() => {
    const waiting = new Map<MessagePort, Set<number>>()
    const idOf = (message: unknown): number | null => {
      if (typeof message !== 'object' || message === null || !('id' in message)) return null
      return typeof message.id === 'number' ? message.id : null
    }
    const isCall = (message: unknown): boolean =>
      typeof message === 'object' &&
      message !== null &&
      'type' in message &&
      message.type !== 'subscription'
    const follow = (port: MessagePort): Set<number> => {
      const found = waiting.get(port)
      if (found !== undefined) return found
      const ids = new Set<number>()
      waiting.set(port, ids)
      port.addEventListener('message', ({ data }) => ids.delete(idOf(data) ?? -1))
      return ids
    }
    MessagePort.prototype.postMessage = new Proxy(MessagePort.prototype.postMessage, {
      apply(send, port: MessagePort, said: [unknown]) {
        const [message] = said
        const id = idOf(message)
        if (id !== null && isCall(message)) follow(port).add(id)
        else if (id !== null) follow(port).delete(id)
        return Reflect.apply(send, port, said)
      },
    })
    const isWaiting = () => [...waiting.values()].some((ids) => ids.size > 0)
    Object.assign(window, { isWaiting, calmFrames: 0 })
  })
}

/** All answers are there, all that comes with them is drawn, and nothing moves any more. */
export async function atRest(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { calmFrames: 0 }).calmFrames)
  await page.waitForFunction(() => {
    const isCalm =
      Reflect.get(window, 'isWaiting')() === false &&
      document.querySelector('[aria-busy="true"], .mantine-Skeleton-root') === null &&
      document.fonts.status === 'loaded' &&
      !document.getAnimations().some(({ playState, effect }) => {
        return playState === 'running' && effect?.getComputedTiming().endTime !== Infinity
      })
    // What an answer changes is drawn a moment after it, and may ask for more.
    const frames = isCalm ? Number(Reflect.get(window, 'calmFrames')) + 1 : 0
    Reflect.set(window, 'calmFrames', frames)
    return frames > 3
  })
}
