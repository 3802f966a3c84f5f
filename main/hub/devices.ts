/** Who belongs to the hub: invitations, joining by them, and being shut out. */
import { createHash, randomBytes } from 'node:crypto'
import { makeJoinCode, normalizeJoinCode } from '../sync/join-code.ts'
import { type HelloAnswer, type Invitation, type joinInput, protocolVersion } from '../sync/wire.ts'
import type * as z from 'zod'
import type { Connection } from './front-door.ts'
import { HubError } from './hub-error.ts'
import type { HubLog } from './log.service.ts'
import type { Logger } from './logs.ts'
import { freePrefix } from './prefixes.rules.ts'
import type { DeviceLimit, DeviceRecord, HubStore } from './store.ts'
import type { Tries } from './tries.ts'

export type GivenInvitation = Invitation & { expiresAt: string }

export interface Devices {
  /** Whose certificate it is; null for a stranger's and for a revoked one. */
  recognize(fingerprint: string): Promise<DeviceRecord | null>
  /**
   * The connection's device, looked up once more when it was a stranger's: it may have joined by
   * another connection. Throws `unknown-device` or `revoked`.
   */
  recognizeAnew(connection: Connection): Promise<DeviceRecord>
  /** Throws `unknown-device` (no certificate shown), `revoked`, `too-many-tries`, `wrong-code`. */
  join(connection: Connection, input: z.infer<typeof joinInput>): Promise<HelloAnswer>
  invite(wish: InvitationWish): Promise<GivenInvitation>
  list(): Promise<DeviceRecord[]>
  revokedIds(): Promise<string[]>
  revoke(deviceId: string): Promise<boolean>
  /** False when nobody has the id. */
  limit(deviceId: string, branches: readonly string[] | null): Promise<boolean>
  limited(): Promise<DeviceLimit[]>
}

export interface InvitationWish {
  minutes: number
  address: string
  /** Ids of the locations whose bookings the workstation will have; null for all. */
  branches: string[] | null
}

interface DevicesOptions {
  store: HubStore
  history: HubLog
  log: Logger
  now: () => string
  newId: () => string
  /** The hub's own certificate's. */
  fingerprint: string
  tries: Tries
  joined: (connection: Connection, device: DeviceRecord) => void
}

export function createDevices(options: DevicesOptions): Devices {
  const { store, log, now, joined } = options

  async function recognize(fingerprint: string): Promise<DeviceRecord | null> {
    const device = await store.devices.findByFingerprint(fingerprint)
    return device === null || device.revokedAt !== null ? null : device
  }

  return {
    recognize,
    async recognizeAnew(connection) {
      if (connection.device !== null) return connection.device
      const { fingerprint } = connection
      if (fingerprint === null) throw new HubError('unknown-device')
      const device = await store.devices.findByFingerprint(fingerprint)
      if (device === null) throw new HubError('unknown-device')
      if (device.revokedAt !== null) throw new HubError('revoked')
      joined(connection, device)
      return device
    },
    async join(connection, input) {
      const device = await join(options, connection, input)
      joined(connection, device)
      return options.history.hello(device, {
        protocol: protocolVersion,
        schemaVersion: 1,
        programVersion: '',
        now: now(),
        clinicId: null,
        epoch: null,
        cursor: 0,
      })
    },
    invite: (wish) => giveInvitation(options, wish),
    list: () => store.devices.list(),
    revokedIds: () => store.devices.revokedIds(),
    async revoke(deviceId) {
      const isKnown = await store.devices.revoke(deviceId, now())
      if (isKnown) log.info('revoked a device', { deviceId })
      return isKnown
    },
    async limit(deviceId, branches) {
      const isKnown = await store.devices.limit(deviceId, branches)
      if (isKnown) log.info('changed the branches of a device', { deviceId })
      return isKnown
    },
    limited: () => store.devices.limited(),
  }
}

async function join(
  { store, log, now, newId, tries }: DevicesOptions,
  { fingerprint, address }: Connection,
  input: z.infer<typeof joinInput>,
): Promise<DeviceRecord> {
  if (fingerprint === null) throw new HubError('unknown-device')
  const known = await store.devices.findByFingerprint(fingerprint)
  if (known?.revokedAt != null) throw new HubError('revoked')
  // It has joined and did not hear the answer: whoever holds the key is the one who joined.
  if (known !== null) return known
  if (!tries.mayTry(address)) throw new HubError('too-many-tries')
  const code = await store.codes.spend(hashOf(input.code), now())
  if (code === null) {
    tries.wrong(address)
    log.warn('a wrong code', { address })
    throw new HubError('wrong-code')
  }
  const { branches } = code
  const device = await addDevice(store, { input, fingerprint, branches, at: now(), newId })
  log.info('a device joined', { deviceId: device.id, prefix: device.prefix })
  return device
}

interface Joining {
  input: z.infer<typeof joinInput>
  fingerprint: string
  branches: string[] | null
  at: string
  newId: () => string
}

/** Two who join at the same moment may choose the same prefix: the second one chooses again. */
async function addDevice(store: HubStore, joining: Joining, triesLeft = 5): Promise<DeviceRecord> {
  const others = await store.devices.list()
  const former = others.find(
    ({ id, revokedAt }) => id === joining.input.deviceId && revokedAt !== null,
  )
  try {
    if (former !== undefined) return await takeBack(store, former, joining)
    const { heritage } = await store.state()
    const device = newDevice(others, heritage?.prefixes ?? [], joining)
    await store.devices.add(device)
    return device
  } catch (error) {
    if (triesLeft === 0) throw error
    return addDevice(store, joining, triesLeft - 1)
  }
}

/** Shut out once and invited again, with a new certificate: its numbers go on where they were. */
async function takeBack(
  store: HubStore,
  former: DeviceRecord,
  { input, fingerprint, branches, at }: Joining,
): Promise<DeviceRecord> {
  const { name } = input
  const device = { ...former, name, fingerprint, branches, lastSeenAt: at, revokedAt: null }
  await store.devices.update(device)
  return device
}

/** It keeps its own id and prefix where nobody else has them: its numbers are printed already. */
function newDevice(
  others: DeviceRecord[],
  printed: readonly string[],
  { input, fingerprint, branches, at, newId }: Joining,
): DeviceRecord {
  const isFreeId = !others.some(({ id }) => id === input.deviceId)
  const prefixes = new Set(others.map(({ prefix }) => prefix))
  const wished = input.prefix ?? ''
  const isOwn = wished !== '' && !prefixes.has(wished)
  return {
    id: input.deviceId !== null && isFreeId ? input.deviceId : newId(),
    name: input.name,
    prefix: isOwn ? wished : freePrefix(new Set([...prefixes, ...printed])),
    fingerprint,
    branches,
    joinedAt: at,
    lastSeenAt: at,
    cursor: 0,
    revokedAt: null,
  }
}

/** A one-time code for this hub; only its hash is kept. */
export async function giveInvitation(
  { store, now, fingerprint }: Pick<DevicesOptions, 'store' | 'now' | 'fingerprint'>,
  { minutes, address, branches }: InvitationWish,
): Promise<GivenInvitation> {
  const code = await makeJoinCode(fingerprint, randomBytes)
  const expiresAt = new Date(Date.parse(now()) + minutes * 60_000).toISOString()
  await store.codes.add(hashOf(code), { expiresAt, branches })
  return { address, fingerprint, code, expiresAt }
}

function hashOf(code: string): string {
  return createHash('sha256').update(normalizeJoinCode(code)).digest('hex')
}
