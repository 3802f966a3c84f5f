/** What a workstation may ask of the hub; each call is checked against what its connection has proved. */
import { initTRPC, TRPCError, type TRPC_ERROR_CODE_KEY } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import {
  type Fields,
  helloInput,
  type HubErrorCode,
  joinInput,
  pullInput,
  pushInput,
} from '../sync/wire.ts'
import type { Devices } from './devices.ts'
import type { Feed } from './feed.ts'
import type { Connection } from './front-door.ts'
import { HubError } from './hub-error.ts'
import type { HubLimits } from './limits.ts'
import type { HubLog } from './log.service.ts'
import type { HubMetrics } from './metrics.ts'
import { verdict } from './flood.rules.ts'

/** The parts of a hub process that calls come to. */
export interface HubParts {
  log: HubLog
  devices: Devices
  feed: Feed
  metrics: HubMetrics
  limits: HubLimits
  /** A call's error that nobody foresaw. */
  failed: (procedure: string, error: unknown) => void
}

export interface HubContext {
  hub: HubParts
  connection: Connection
}

/** What travels in `data.hub` when a call is refused. */
export interface HubErrorShape {
  code: HubErrorCode
  data: Fields
}

/** A workstation needs one; a second while it finds out that the first is gone. */
const mostFeeds = 4

const trpc = initTRPC.context<HubContext>().create({
  isDev: false,
  errorFormatter({ shape, error }) {
    // Nothing of an error's own words: they may quote what was sent or stored.
    const { code, httpStatus } = shape.data
    const hub: HubErrorShape | null =
      error.cause instanceof HubError ? { code: error.cause.code, data: error.cause.data } : null
    return { ...shape, message: hub?.code ?? error.code, data: { code, httpStatus, hub } }
  },
})

/** Counts the call and holds a connection to so many at once; floods end here, with a code. */
const counted = trpc.procedure.use(async ({ ctx, path, next }) => {
  const { hub, connection } = ctx
  const { limits, metrics } = hub
  const rate = { burst: limits.burst, perSecond: limits.callsPerSecond }
  if (connection.waiting >= limits.waitingCalls || verdict(connection.bucket, rate) !== 'pass') {
    metrics.called(path, 'flood', 0)
    throw refused(new HubError('too-many-tries'))
  }
  const startedAtMs = performance.now()
  connection.waiting += 1
  const result = await next()
  connection.waiting -= 1
  const cause = result.ok ? undefined : (result.error.cause ?? result.error)
  const outcome = result.ok ? 'ok' : cause instanceof HubError ? cause.code : codeOf(result.error)
  metrics.called(path, outcome, (performance.now() - startedAtMs) / 1000)
  if (result.ok) return result
  if (cause instanceof HubError) throw refused(cause)
  if (result.error.code === 'INTERNAL_SERVER_ERROR') hub.failed(path, cause)
  return result
})

/** Only for a device that the hub knows by its certificate, and that was not revoked. */
const member = counted.use(async ({ ctx, next }) => {
  const device = ctx.connection.device ?? (await ctx.hub.devices.recognizeAnew(ctx.connection))
  return next({ ctx: { ...ctx, device } })
})

export const hubRouter = trpc.router({
  join: counted
    .input(joinInput)
    .mutation(({ ctx, input }) => ctx.hub.devices.join(ctx.connection, input)),

  hello: member
    .input(helloInput)
    .mutation(({ ctx, input }) => ctx.hub.log.hello(ctx.device, input)),

  push: member.input(pushInput).mutation(async ({ ctx, input }) => {
    const answer = await ctx.hub.log.push(ctx.device, input)
    for (const { outcome } of answer.outcomes) ctx.hub.metrics.decided(outcome, 1)
    return answer
  }),

  pull: member.input(pullInput).query(({ ctx, input }) => ctx.hub.log.pull(ctx.device, input)),

  changes: member.subscription(async function* ({ ctx, signal }) {
    const { hub, connection } = ctx
    if (connection.following >= mostFeeds) throw refused(new HubError('too-many-tries'))
    connection.following += 1
    try {
      for await (const told of hub.feed.follow(signal)) {
        const { head: seq } = told.standing
        const news = mayTell(hub, connection)
          ? hub.log.news(connection.device ?? ctx.device, told)
          : null
        yield news === null ? { seq } : { seq, news }
      }
    } finally {
      connection.following -= 1
    }
  }),
})

/** Thousands are only told that there is something; nor does one get more who does not read what it has got. */
function mayTell({ feed, limits }: HubParts, { socket }: Connection): boolean {
  return feed.followers <= limits.toldFollowers && socket.writableLength <= limits.unreadNewsBytes
}

const transportCodes: Record<HubErrorCode, TRPC_ERROR_CODE_KEY> = {
  'unknown-device': 'UNAUTHORIZED',
  revoked: 'FORBIDDEN',
  'wrong-code': 'FORBIDDEN',
  'too-many-tries': 'TOO_MANY_REQUESTS',
  'epoch-changed': 'PRECONDITION_FAILED',
  'snapshot-needed': 'PRECONDITION_FAILED',
  'device-cloned': 'CONFLICT',
  'clock-too-far': 'PRECONDITION_FAILED',
  'protocol-not-spoken': 'PRECONDITION_FAILED',
  'another-clinic': 'CONFLICT',
  'too-large': 'PAYLOAD_TOO_LARGE',
  'out-of-order': 'CONFLICT',
  'not-found': 'NOT_FOUND',
  'disk-full': 'SERVICE_UNAVAILABLE',
}

function refused(error: HubError): TRPCError {
  return new TRPCError({ code: transportCodes[error.code], message: error.code, cause: error })
}

/** The same in HTTP's numbers, for what is not a call. */
export const httpStatus = (code: HubErrorCode) =>
  getHTTPStatusCodeFromError(refused(new HubError(code)))

const codeOf = (error: TRPCError) => error.code.toLowerCase()
