/** The line to the hub: tRPC over a WebSocket, or over plain requests where no WebSocket gets through. */
import {
  createTRPCUntypedClient,
  createWSClient,
  httpLink,
  TRPCClientError,
  type TRPCUntypedClient,
  wsLink,
} from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { setTimeout as wait } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import { WebSocket } from 'ws'
import * as z from 'zod'
import { HubRefusal, isHubErrorCode } from './hub-refusal.ts'
import { createHubRequests, type HubRequests } from './hub-requests.ts'
import { connectPinned, type HubAddress } from './pinned-socket.ts'
import {
  fieldsSchema,
  helloAnswer,
  type HelloAnswer,
  type helloInput,
  type joinInput,
  largestBodyBytes,
  type Poke,
  pokeSchema,
  pullAnswer,
  type PullAnswer,
  type pullInput,
  pushAnswer,
  type PushAnswer,
  type pushInput,
} from './wire.ts'

export type Hello = z.input<typeof helloInput>
export type Push = z.input<typeof pushInput>
export type Pull = z.input<typeof pullInput>
export type Join = z.input<typeof joinInput>

/** What a workstation says to its hub; tests plug the hub's log in straight. */
export interface Link {
  /** These throw {@link HubRefusal}, or anything else when the hub cannot be reached. */
  hello(input: Hello): Promise<HelloAnswer>
  push(input: Push): Promise<PushAnswer>
  pull(input: Pull): Promise<PullAnswer>
  /** Told of the hub's newest number, and what is new; a link without a WebSocket tells nothing. */
  onPoke(listener: (poke: Poke) => void): void
  /** Told once, when the line is gone. */
  onDown(listener: (error: Error) => void): void
  close(): Promise<void>
}

export type OpenLink = () => Promise<Link>

/** Why the hub closes a WebSocket. */
const goodbyes: Partial<Record<number, HubRefusal>> = {
  4401: new HubRefusal('unknown-device'),
  4403: new HubRefusal('revoked'),
  1013: new HubRefusal('too-many-tries'),
}

/** Opens a line. Rejects with `WrongHub`, {@link HubRefusal} or what the network says. */
export async function openLink(hub: HubAddress): Promise<Link> {
  // Who is not there at all is not there for plain requests either.
  const socket = await connectPinned(hub)
  try {
    return await openSocketLink(hub, socket)
  } catch (error) {
    if (error instanceof HubRefusal) throw error
    return openRequestLink(hub)
  }
}

/** Spends the invitation's code: from then on the hub knows this workstation's certificate. */
export async function joinHub(hub: HubAddress, input: Join): Promise<HelloAnswer> {
  const requests = createHubRequests(hub)
  try {
    return helloAnswer.parse(await call(clientOver(requests, hub), 'mutation', 'join', input))
  } finally {
    requests.close()
  }
}

async function openSocketLink(hub: HubAddress, socket: TLSSocket): Promise<Link> {
  class PinnedSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, {
        createConnection: () => socket,
        maxPayload: largestBodyBytes * 4,
        perMessageDeflate: false,
      })
    }
  }
  const down = createDown()
  const opened = Promise.withResolvers<void>()
  const client = createWSClient({
    url: `${hub.address.replace(/^https/, 'wss')}/trpc`,
    // Node's ws speaks the browser's dialect; only the two types do not know of each other.
    WebSocket: PinnedSocket as never,
    // A new line is the caller's to open, with waits of its own.
    retryDelayMs: () => 3_600_000,
    onOpen: () => opened.resolve(),
    onClose: (cause) => {
      const reason = goodbyes[cause?.code ?? 0] ?? new Error('The line to the hub is gone')
      opened.reject(reason)
      down.tell(reason)
      void client.close()
    },
    onError: () => opened.reject(new Error('The hub takes no WebSocket')),
  })
  down.listen(() => socket.destroy())
  await opened.promise
  const trpc = createTRPCUntypedClient<AnyTRPCRouter>({ links: [wsLink({ client })] })
  return {
    ...callsOver(trpc, down),
    onPoke(listener) {
      trpc.subscription('changes', undefined, {
        onData: (told) => {
          const poke = pokeSchema.safeParse(told)
          if (poke.success) listener(poke.data)
        },
        onError: () => {},
      })
    },
    onDown: down.listen,
    async close() {
      down.silence()
      await client.close()
      socket.destroy()
    },
  }
}

async function openRequestLink(hub: HubAddress): Promise<Link> {
  const requests = createHubRequests(hub)
  const down = createDown()
  const trpc = clientOver(requests, hub)
  return {
    ...callsOver(trpc, down),
    onPoke() {},
    onDown: down.listen,
    async close() {
      down.silence()
      requests.close()
    },
  }
}

interface Down {
  tell(error: Error): void
  listen(listener: (error: Error) => void): void
  silence(): void
  /** Rejects when the line goes, so that no call waits for an answer that cannot come. */
  readonly gone: Promise<never>
}

function createDown(): Down {
  let listeners: ((error: Error) => void)[] = []
  const gone = Promise.withResolvers<never>()
  gone.promise.catch(() => {})
  return {
    tell(error) {
      gone.reject(error)
      for (const listener of listeners) listener(error)
      listeners = []
    },
    listen(listener) {
      listeners.push(listener)
    },
    silence() {
      gone.reject(new Error('The line was closed'))
      listeners = []
    },
    gone: gone.promise,
  }
}

function callsOver(trpc: TRPCUntypedClient<AnyTRPCRouter>, down: Down) {
  async function asked<Answer>(
    schema: z.ZodType<Answer>,
    kind: 'query' | 'mutation',
    path: string,
    input: unknown,
  ): Promise<Answer> {
    try {
      return schema.parse(await Promise.race([call(trpc, kind, path, input), down.gone]))
    } catch (error) {
      if (error instanceof HubRefusal || error instanceof z.ZodError) throw error
      // A line that goes says why a moment after the call that it broke.
      return Promise.race([down.gone, wait(lastWordsMs).then(() => Promise.reject(error))])
    }
  }
  return {
    hello: (input: Hello) => asked(helloAnswer, 'mutation', 'hello', input),
    push: (input: Push) => asked(pushAnswer, 'mutation', 'push', input),
    pull: (input: Pull) => asked(pullAnswer, 'query', 'pull', input),
  }
}

const lastWordsMs = 250

/** Longer than the hub takes for the largest batch on the slowest disk. */
const patienceMs = 60_000

async function call(
  trpc: TRPCUntypedClient<AnyTRPCRouter>,
  kind: 'query' | 'mutation',
  path: string,
  input: unknown,
): Promise<unknown> {
  try {
    return await trpc[kind](path, input, { signal: AbortSignal.timeout(patienceMs) })
  } catch (error) {
    throw refusalIn(error) ?? error
  }
}

const refusedShape = z.object({ hub: z.object({ code: z.string(), data: fieldsSchema }) })

function refusalIn(error: unknown): HubRefusal | null {
  if (!(error instanceof TRPCClientError)) return null
  const shape = refusedShape.safeParse(error.data)
  if (!shape.success || !isHubErrorCode(shape.data.hub.code)) return null
  return new HubRefusal(shape.data.hub.code, shape.data.hub.data)
}

function clientOver(requests: HubRequests, hub: HubAddress): TRPCUntypedClient<AnyTRPCRouter> {
  const fetchPinned = async (url: unknown, init?: { method?: string; body?: unknown }) => {
    const { pathname, search } = new URL(String(url))
    const { status, body } = await requests.send({
      method: init?.method ?? 'GET',
      path: `${pathname}${search}`,
      headers: { 'content-type': 'application/json' },
      ...(typeof init?.body === 'string' ? { body: init.body } : {}),
    })
    return new Response(new Uint8Array(body), { status })
  }
  return createTRPCUntypedClient<AnyTRPCRouter>({
    links: [httpLink({ url: `${hub.address}/trpc`, fetch: fetchPinned })],
  })
}
