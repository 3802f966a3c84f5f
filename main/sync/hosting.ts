/** The hub that this workstation hosts in a process of its own, as its settings show it. */
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { ClinicError } from '../clinic/shared/errors.ts'
import type { Handles } from '../db/kysely.ts'
import type { RawDatabase } from '../db/open.ts'
import { hostedHubKey, type HubHosting, type InviteWish, type LimitWish } from './hosting-wire.ts'
import { readHub } from './member.ts'
import { writeInvitation } from './wire.ts'

export type HostReach = 'this-computer' | 'network'

export interface HostStatus {
  state: 'off' | 'starting' | 'on' | 'stopping' | 'trouble'
  address: string | null
  fingerprint: string | null
  port: number
  /** Who can reach it: this computer alone, or every one in its network. */
  reach: HostReach
  trouble: string | null
}

export interface HostedDevice {
  id: string
  name: string
  prefix: string
  joinedAt: string
  lastSeenAt: string | null
  revokedAt: string | null
  /** Ids of the rooms whose bookings it has; null for all. */
  branches: string[] | null
  isThis: boolean
}

export interface HostInvitation {
  /** What the QR code says. */
  invitation: string
  code: string
  expiresAt: string
}

export interface HostWish {
  port: number
  reach: HostReach
}

/** The database that is open, and where a hub's own may lie. */
export interface HostGround {
  raw: RawDatabase
  handles: Pick<Handles, 'transact'>
  deviceId: string
  folder: string
  key: Uint8Array
}

export interface HostingParts {
  /** What runs the process; null where there is nothing that could. */
  host: HubHosting | null
  /** Joins the hub that was just started. */
  join: (wish: { invitation: string; name: string }) => Promise<void>
  /** Reaches the own hub at another address. */
  follow: (address: string) => Promise<void>
  /** Asks where a file of that name shall go; null when the person thought better of it. */
  choosePlace: (name: string) => Promise<string | null>
  now: () => string
  log: (event: string, error?: unknown) => void
}

const off: HostStatus = {
  state: 'off',
  address: null,
  fingerprint: null,
  port: 47_600,
  reach: 'this-computer',
  trouble: null,
}

/** The workstation's setting that has the hub started with the program. */
const settingKey = 'hosting'
const settingSchema = z.object({ port: z.number(), reach: z.enum(['this-computer', 'network']) })

export class Hosting {
  readonly #parts: HostingParts
  readonly #listeners = new Set<(status: HostStatus) => void>()
  #ground: HostGround | null = null
  #status: HostStatus = off

  constructor(parts: HostingParts) {
    this.#parts = parts
  }

  status(): HostStatus {
    return this.#status
  }

  onStatus(listener: (status: HostStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A hub that was hosted when the program ended is hosted again. */
  attach(ground: HostGround): void {
    this.#ground = ground
    const wish = readWish(ground.raw)
    if (wish === null) return this.#tell(off)
    void this.#run(ground, wish).catch((error: unknown) => this.#parts.log('hosting', error))
  }

  /** The database closes: the hub ends, and is started with the next one that asks for it. */
  async detach(): Promise<void> {
    this.#ground = null
    if (this.#status.state !== 'off') await this.#parts.host?.stop()
    this.#tell(off)
  }

  /** The process ended unasked. */
  ended(exitCode: number): void {
    this.#tell({ ...this.#status, state: 'trouble', trouble: `exit-${exitCode}` })
  }

  /**
   * Starts the hub; a workstation that works alone becomes its first member. Refused with
   * `already-joined` when it belongs to another hub; a port that is taken shows in the status.
   */
  async start(wish: HostWish): Promise<void> {
    const ground = this.#require()
    const member = readHub(ground.raw)
    // Who was taken off a hub may begin one.
    const known = member?.revokedAt === null ? member : null
    await this.#run(ground, wish)
    const { state, fingerprint, port } = this.#status
    if (state !== 'on') return
    if (known !== null && known.fingerprint !== fingerprint) {
      await this.#end()
      throw new ClinicError('already-joined', {})
    }
    await ground.handles.transact(() => keepWish(ground.raw, wish))
    // By its own name for itself: the network's may change, and here it need not be there at all.
    const address = `https://127.0.0.1:${port}`
    if (known !== null) return this.#parts.follow(address)
    const { code } = await this.#host().invite({ minutes: 5, branches: null })
    const invitation = { address, fingerprint: fingerprint ?? '', code }
    try {
      await this.#parts.join({ invitation: writeInvitation(invitation), name: nameOf(ground.raw) })
    } catch (error) {
      if (!isOlderHub(error)) throw error
      await this.#putAside(ground)
      await this.start(wish)
    }
  }

  /** A hub that was hosted here before the clinic was with another one: kept, but not gone on with. */
  async #putAside({ folder }: HostGround): Promise<void> {
    await this.#end()
    const until = this.#parts.now().replaceAll(/[:.]/g, '-')
    renameSync(join(folder, 'hub'), join(folder, `hub-until-${until}`))
  }

  async #run({ folder, key, raw }: HostGround, { port, reach }: HostWish): Promise<void> {
    this.#tell({ ...off, port, reach, state: 'starting' })
    const told = await this.#host().start({
      folder: join(folder, 'hub'),
      key: hostedHubKey(key),
      host: reach === 'network' ? '0.0.0.0' : '127.0.0.1',
      port,
      name: nameOf(raw),
      clockAheadMs: Date.parse(this.#parts.now()) - Date.now(),
    })
    const { running, address, fingerprint, trouble } = told
    this.#tell({ state: running ? 'on' : 'trouble', address, fingerprint, port, reach, trouble })
  }

  /** Ends it for good: the members wait until it, or another one, is there again. */
  async stop(): Promise<void> {
    const ground = this.#ground
    await this.#end()
    if (ground !== null) await ground.handles.transact(() => keepWish(ground.raw, null))
  }

  async #end(): Promise<void> {
    if (this.#status.state === 'off') return
    this.#tell({ ...this.#status, state: 'stopping' })
    await this.#parts.host?.stop()
    this.#tell({ ...off, port: this.#status.port, reach: this.#status.reach })
  }

  async invite(wish: InviteWish): Promise<HostInvitation> {
    const { expiresAt, ...invitation } = await this.#running().invite(wish)
    return { invitation: writeInvitation(invitation), code: invitation.code, expiresAt }
  }

  async devices(): Promise<HostedDevice[]> {
    if (this.#status.state !== 'on') return []
    const devices = await this.#running().devices()
    return devices.map((device) => ({ ...device, isThis: device.id === this.#ground?.deviceId }))
  }

  async revoke(deviceId: string): Promise<void> {
    requireDevice(deviceId, await this.#running().revoke(deviceId))
  }

  /** From now on the workstation has the bookings of these rooms alone, or of all for null. */
  async limit(wish: LimitWish): Promise<void> {
    requireDevice(wish.deviceId, await this.#running().limit(wish))
  }

  /**
   * Copies all that the hub holds to where the person says, encrypted by the passphrase if there is one;
   * null without a place. Refused with `copy-failed`.
   */
  async backup(passphrase: string | null): Promise<{ path: string } | null> {
    if (this.#status.state !== 'on') return null
    const name = `polyclinic-hub-${this.#parts.now().slice(0, 10)}.backup`
    const path = await this.#parts.choosePlace(name)
    if (path === null) return null
    try {
      await this.#running().backup(path, passphrase)
    } catch (error) {
      this.#parts.log('copying the hub failed', error)
      throw new ClinicError('copy-failed', { reason: 'not-written' })
    }
    return { path }
  }

  #host(): HubHosting {
    if (this.#parts.host === null) throw new ClinicError('hub-unreachable', {})
    return this.#parts.host
  }

  #running(): HubHosting {
    if (this.#status.state !== 'on') throw new ClinicError('hub-unreachable', {})
    return this.#host()
  }

  #require(): HostGround {
    if (this.#ground === null) throw new ClinicError('not-ready', {})
    return this.#ground
  }

  #tell(status: HostStatus): void {
    this.#status = status
    for (const listener of this.#listeners) listener(status)
  }
}

function requireDevice(id: string, isKnown: boolean): void {
  if (!isKnown) throw new ClinicError('not-found', { entity: 'device', id })
}

function isOlderHub(error: unknown): boolean {
  if (!(error instanceof ClinicError) || error.code !== 'hub-refused') return false
  return JSON.stringify(error.data) === JSON.stringify({ code: 'other-history' })
}

function nameOf(raw: RawDatabase): string {
  return raw.prepare<[], { name: string }>('SELECT name FROM device').get()?.name ?? ''
}

function readWish(raw: RawDatabase): HostWish | null {
  const kept = raw
    .prepare<[string], { value: string }>('SELECT value FROM workstation_setting WHERE key = ?')
    .get(settingKey)
  const wish = settingSchema.safeParse(JSON.parse(kept?.value ?? 'null'))
  return wish.success ? wish.data : null
}

function keepWish(raw: RawDatabase, wish: HostWish | null): void {
  raw
    .prepare(
      'INSERT INTO workstation_setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    )
    .run(settingKey, JSON.stringify(wish))
}
