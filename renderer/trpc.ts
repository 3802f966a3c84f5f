/** The window's side of the bridge: a terminating tRPC link over one MessagePort. */
import { createTRPCClient, TRPCClientError, type TRPCLink } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import type { AppRouter } from '../main/ipc/app-router.ts'

interface Waiting {
  next: (data: unknown) => void
  fail: (error: unknown) => void
  complete: () => void
  once: boolean
}

/**
 * The way over one port. Every call carries an idempotency key: the one in its context
 * (`{ context: { key } }`, for a repeated try) or a fresh one.
 */
export function portLink<Router extends AnyTRPCRouter>(port: MessagePort): TRPCLink<Router> {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  port.addEventListener('message', (event: MessageEvent) => {
    const answer: { id: number; kind: string; data?: unknown; error?: unknown } = event.data
    const call = waiting.get(answer.id)
    if (call === undefined) return
    if (answer.kind === 'next') return call.next(answer.data)
    waiting.delete(answer.id)
    if (answer.kind === 'error') return call.fail(answer.error)
    if (call.once) call.next(answer.data)
    call.complete()
  })
  port.start()

  return () =>
    ({ op }) =>
      observable((observer) => {
        // A call that was stopped ends for who waits for it; the answer of a stopped one never comes.
        const abandon = () =>
          observer.error(TRPCClientError.from(new DOMException('Stopped', 'AbortError')))
        if (op.signal?.aborted === true) return abandon()
        lastId += 1
        const id = lastId
        const key = typeof op.context['key'] === 'string' ? op.context['key'] : crypto.randomUUID()
        waiting.set(id, {
          once: op.type !== 'subscription',
          next: (data) => observer.next({ result: { type: 'data', data } }),
          // The router's own error shape travels whole: code, message and the clinic's data.
          fail: (error) => observer.error(TRPCClientError.from({ error } as never)),
          complete: () => observer.complete(),
        })
        port.postMessage({ kind: 'call', id, type: op.type, path: op.path, key, input: op.input })
        const stop = () => {
          if (!waiting.delete(id)) return
          port.postMessage({ kind: 'stop', id })
        }
        const aborted = () => {
          stop()
          abandon()
        }
        op.signal?.addEventListener('abort', aborted, { once: true })
        return () => {
          op.signal?.removeEventListener('abort', aborted)
          stop()
        }
      })
}

export function createClinicClient(port: MessagePort) {
  return createTRPCClient<AppRouter>({ links: [portLink(port)] })
}

export type ClinicClient = ReturnType<typeof createClinicClient>

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()
