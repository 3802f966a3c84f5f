/** One hub process over a storage: the port, the calls, the news and an end that loses nothing. */
import { setTimeout as wait } from 'node:timers/promises'
import { v7 } from 'uuid'
import type { MdnsNetwork } from '../sync/find-hubs.ts'
import { addressOf } from './addresses.ts'
import { createDevices, type GivenInvitation } from './devices.ts'
import { createFeed } from './feed.ts'
import { createFrontDoor, type FrontDoor } from './front-door.ts'
import { createFileRequests } from './http-files.ts'
import { type Requests, serveRequests } from './http.ts'
import { ensureIdentity, type HubIdentity } from './identity.ts'
import { defaultLimits, type HubLimits } from './limits.ts'
import { createHubLog } from './log.service.ts'
import { type Logger, silentLog } from './logs.ts'
import { announce } from './mdns.ts'
import { createMetrics, openAdminDoor } from './metrics.ts'
import { watchRevocations } from './revocations.ts'
import { removeSnapshotLeftovers } from './snapshot-leftovers.ts'
import type { HubParts } from './router.ts'
import { serveSockets, type Sockets } from './sockets.ts'
import type { DeviceRecord, HubStore } from './store.ts'
import { createTries } from './tries.ts'

export interface HubStart {
  /** Opened by the caller, who closes it after `stop`. */
  store: HubStore
  host: string
  /** 0 for any that is free. */
  port: number
  /** Where /health and /metrics are answered; absent: nowhere. */
  admin?: { host: string; port: number }
  /** What invitations say, where it is not this machine's own address. */
  publicAddress?: string
  /** What it is called in the network; absent: it is not announced. */
  announcedAs?: string
  /** Replaces the network in which it is announced: tests only. */
  mdns?: MdnsNetwork
  now?: () => string
  newId?: () => string
  log?: Logger
  limits?: Partial<HubLimits>
}

export interface HubServer {
  /** `https://127.0.0.1:47600` */
  address: string
  fingerprint: string
  /** `http://127.0.0.1:47601`, with /health and /metrics. */
  adminAddress: string | null
  /** A one-time code that holds for so many minutes, by default 15; for a device of all branches, unless some are named. */
  invite(minutes?: number, branches?: string[] | null): Promise<GivenInvitation>
  devices(): Promise<DeviceRecord[]>
  /** Shuts the device out; false when there is none such. */
  revoke(deviceId: string): Promise<boolean>
  /** It serves these branches alone from now on, or all for null; false when there is none such. */
  limit(deviceId: string, branches: readonly string[] | null): Promise<boolean>
  /** Lets nothing new in, answers what was accepted, and ends. */
  stop(): Promise<void>
}

/** Starts a hub process. Throws when the port is taken or the storage fails. */
export async function startHub(start: HubStart): Promise<HubServer> {
  const { store, host, log = silentLog } = start
  await removeSnapshotLeftovers().catch((error: unknown) =>
    log.error('removing what an earlier hub left failed', error),
  )
  const identity = await ensureIdentity(store)
  const { hub, door, requests, sockets } = assemble(start, identity)
  const { devices, feed, limits } = hub
  const bound = await door.listen(host, start.port)
  const address = start.publicAddress ?? addressOf(host, bound.port)
  const admin = await openAdmin(start, hub)
  const revocations = watchRevocations({
    door,
    revokedIds: () => devices.revokedIds(),
    limited: () => devices.limited(),
    log,
    everyMs: limits.revocationMs,
  })
  const stopPokes = store.onPoke(() => {
    feed.poke()
    revocations.look()
  })
  const announcement = announceHub(start, bound.port, identity.fingerprint)
  log.info('started', { host, port: bound.port, fingerprint: identity.fingerprint })

  return {
    address,
    fingerprint: identity.fingerprint,
    adminAddress: admin?.address ?? null,
    invite: (minutes = 15, branches = null) => devices.invite({ minutes, address, branches }),
    devices: () => devices.list(),
    async revoke(deviceId) {
      const isKnown = await devices.revoke(deviceId)
      await revocations.lookNow()
      return isKnown
    },
    async limit(deviceId, branches) {
      const isKnown = await devices.limit(deviceId, branches)
      await revocations.lookNow()
      return isKnown
    },
    async stop() {
      await announcement?.stop()
      await finish({ door, requests, sockets }, limits)
      revocations.stop()
      stopPokes()
      feed.stop()
      admin?.stop()
      await hub.log.close()
      log.info('stopped')
    },
  }
}

/** The parts of the process, wired to each other. */
function assemble({ store, log = silentLog, ...options }: HubStart, identity: HubIdentity) {
  const now = options.now ?? (() => new Date().toISOString())
  const newId = options.newId ?? v7
  const limits = { ...defaultLimits, ...options.limits }
  const nowMs = () => performance.now()
  const failed = (what: string, error: unknown) => log.error(`${what} failed`, error)
  const history = createHubLog(store, { now, newId })
  const feed = createFeed({
    limits,
    standing: () => history.standing(),
    failed: (error) => failed('reading the newest number', error),
  })
  const metrics = createMetrics({
    connections: () => ({ ...door.counts() }),
    followers: () => feed.followers,
  })
  const devices = createDevices({
    store,
    history,
    log,
    now,
    newId,
    fingerprint: identity.fingerprint,
    tries: createTries(limits, nowMs),
    joined: (connection, device) => door.joined(connection, device),
  })
  const door: FrontDoor = createFrontDoor({
    identity,
    limits,
    nowMs,
    recognize: (fingerprint) => devices.recognize(fingerprint),
    turnedAway: (why) => metrics.turnedAway(why),
  })
  const hub: HubParts = { log: history, devices, feed, metrics, limits, failed }
  const files = createFileRequests({ hub, files: store.files })
  const requests = serveRequests(door, { hub, files, nowMs })
  const sockets = serveSockets(door, { hub, nowMs })
  return { hub, door, requests, sockets }
}

function openAdmin({ admin }: HubStart, { log, metrics }: HubParts) {
  if (admin === undefined) return null
  return openAdminDoor(admin, {
    metrics,
    health: async () => ({ head: (await log.standing()).head }),
  })
}

function announceHub({ announcedAs, mdns, log = silentLog }: HubStart, port: number, pin: string) {
  if (announcedAs === undefined) return null
  const onError = (error: Error) => log.error('announcing in the network failed', error)
  const network = mdns === undefined ? {} : { network: mdns }
  return announce({ name: announcedAs, port, fingerprint: pin, onError, ...network })
}

/** Nothing new comes in, what came in is answered, then the lines are cut. */
async function finish(
  { door, requests, sockets }: { door: FrontDoor; requests: Requests; sockets: Sockets },
  limits: HubLimits,
): Promise<void> {
  door.shut()
  requests.refuseAll()
  sockets.pause()
  const untilMs = performance.now() + limits.stopMs
  const isBusy = () =>
    requests.underWay > 0 || [...door.connections].some(({ waiting }) => waiting > 0)
  // A turn of its own for what was read before the pause and is not counted yet.
  await wait(5)
  while (isBusy() && performance.now() < untilMs) await wait(5)
  sockets.close()
  const goneMs = performance.now() + goodbyesMs
  while (door.connections.size > 0 && performance.now() < goneMs) await wait(5)
  door.cutAll()
}

/** For workstations to hear that they may come back. */
const goodbyesMs = 400
