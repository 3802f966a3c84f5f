/** The renderer's one door: tRPC over a MessagePort, one port a window. */
import {
  type AnyTRPCRouter,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCError,
} from '@trpc/server'
import * as z from 'zod'
import { ClinicError } from '../clinic/shared/errors.ts'
import { asRefusal, type Context } from './procedure.ts'

/** What Electron's MessagePortMain and Node's MessagePort have in common, once adapted. */
export interface Port {
  post(message: unknown): void
  listen(onMessage: (message: unknown) => void, onClose: () => void): void
}

const incoming = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    id: z.number().int(),
    type: z.enum(['query', 'mutation', 'subscription']),
    path: z.string().max(200),
    key: z.string().min(1).max(200),
    input: z.unknown(),
  }),
  z.object({ kind: z.literal('stop'), id: z.number().int() }),
])

type Call = Extract<z.infer<typeof incoming>, { kind: 'call' }>

/** What the window gets back for a call. */
export type Answer =
  | { id: number; kind: 'result'; data: unknown }
  | { id: number; kind: 'next'; data: unknown }
  | { id: number; kind: 'complete' }
  | { id: number; kind: 'error'; error: unknown }

export interface BridgeParts {
  router: AnyTRPCRouter
  context: (requestKey: string) => Context
  /** A bug's error, without its input: inputs hold patients' data. */
  logBug: (path: string, error: unknown) => void
}

/** Serves a port until it closes; then every running call of it is aborted. */
export function serveBridge(port: Port, parts: BridgeParts): void {
  const running = new Map<number, AbortController>()
  port.listen(
    (message) => {
      const parsed = incoming.safeParse(message)
      if (!parsed.success) return
      if (parsed.data.kind === 'stop') running.get(parsed.data.id)?.abort()
      else void answer(parsed.data)
    },
    () => {
      for (const controller of running.values()) controller.abort()
    },
  )

  async function answer(call: Call): Promise<void> {
    const controller = new AbortController()
    const context = parts.context(call.key)
    running.set(call.id, controller)
    try {
      const result: unknown = await callTRPCProcedure({
        router: parts.router,
        path: call.path,
        getRawInput: async () => call.input,
        ctx: context,
        type: call.type,
        signal: controller.signal,
        batchIndex: 0,
      })
      if (call.type === 'subscription') await stream(call.id, result, controller.signal)
      else post({ id: call.id, kind: 'result', data: result })
    } catch (thrown) {
      const error = asRefusal(getTRPCErrorFromUnknown(thrown))
      const bug = bugIn(error)
      if (bug !== null) parts.logBug(call.path, bug)
      const shape = getTRPCErrorShape({
        config: parts.router._def._config,
        error,
        type: call.type,
        path: call.path,
        input: undefined,
        ctx: context,
      })
      post({ id: call.id, kind: 'error', error: shape })
    } finally {
      running.delete(call.id)
    }
  }

  async function stream(id: number, result: unknown, signal: AbortSignal): Promise<void> {
    if (!isAsyncIterable(result)) throw new Error('A subscription must be an async generator')
    // Leaving the loop ends the generator; one that waits is woken by its own use of the signal.
    for await (const data of result) {
      if (signal.aborted) return
      post({ id, kind: 'next', data })
    }
    if (!signal.aborted) post({ id, kind: 'complete' })
  }

  function post(answerMessage: Answer): void {
    port.post(answerMessage)
  }
}

/** What the log should hear of: a bug, or the database failing under a call. A refusal is neither. */
function bugIn(error: TRPCError): unknown {
  if (error.cause instanceof ClinicError) return error.cause.cause ?? null
  return error.code === 'INTERNAL_SERVER_ERROR' ? (error.cause ?? error) : null
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
