/** This workstation's membership of a hub: joining, leaving, the exchange while its database is open. */
import { ClinicError } from '../clinic/shared/errors.ts'
import type { Desk } from '../db/desk.ts'
import type { Handles } from '../db/kysely.ts'
import type { RawDatabase } from '../db/open.ts'
import type { CommittedUnit } from '../db/write.ts'
import { makeCertificate } from './certificates.ts'
import { FileExchange } from './files.ts'
import type { MdnsNetwork } from './find-hubs.ts'
import { HubRefusal } from './hub-refusal.ts'
import { codeConfirms, normalizeJoinCode } from './join-code.ts'
import type { OpenLink } from './link.ts'
import { becomeDevice, keepHub, leaveHub, moveHub, readHub } from './member.ts'
import { askFingerprint, connectPinned, type HubAddress, WrongHub } from './pinned-socket.ts'
import { dismissRefusal, listRefusals, type RefusedUnit, retryRefusal } from './refusals.ts'
import { aloneStatus, type SyncStatus } from './status.ts'
import { SyncClient } from './sync-client.ts'
import { type HelloAnswer, readInvitation, writeInvitation } from './wire.ts'

export interface FoundHub {
  name: string
  address: string
}

export interface JoinWish {
  invitation: string
  name: string
}

/** The database that is open. */
export interface OpenMember {
  raw: RawDatabase
  handles: Handles
  deviceId: string
}

export interface MembershipParts {
  now: () => string
  newId: () => string
  committed: (unit: CommittedUnit) => void
  log: (event: string, error?: unknown) => void
  /** Takes the clinic's rows from the hub in one piece; the database is closed and opened for it. */
  takeSnapshot: (sendAgainAfter: number | null) => void
  /** Opens the database anew, because the workstation is another device now. */
  reopen: () => Promise<void>
  /** Replaces the line to the hub: tests only. */
  openLink?: (hub: HubAddress) => ReturnType<OpenLink>
  /** Replaces the network in which hubs call out their names: tests only. */
  mdns?: MdnsNetwork | undefined
}

/** Rows that may name a file that the hub has not. */
const namesFiles: ReadonlySet<string> = new Set(['documentReference', 'patient'])

/** How long hubs are listened for. */
const listenMs = 1_500

export class Membership {
  readonly #parts: MembershipParts
  readonly #listeners = new Set<(status: SyncStatus) => void>()
  readonly #found = new Map<string, string>()
  #open: OpenMember | null = null
  #client: SyncClient | null = null
  #files: FileExchange | null = null
  #status: SyncStatus = aloneStatus

  constructor(parts: MembershipParts) {
    this.#parts = parts
  }

  /** Follows the hub of the database that was opened, if it has one. */
  attach(open: OpenMember): void {
    this.#open = open
    const hub = readHub(open.raw)
    if (hub === null) return this.#tell(aloneStatus)
    const { now, newId, committed, log } = this.#parts
    this.#files = new FileExchange({ ...open, hub, now, log })
    const files = this.#files
    this.#client = new SyncClient({
      ...open,
      now,
      newId,
      log,
      committed: (unit) => {
        committed(unit)
        this.#files?.wake()
      },
      openLink: this.#linkTo(open, hub),
      needsSnapshot: (sendAgainAfter) => this.#parts.takeSnapshot(sendAgainAfter),
    })
    this.#client.onStatus((status) => this.#tell(status))
    this.#tell(this.#client.status())
    if (hub.revokedAt !== null) return this.#tell({ ...this.#status, state: 'revoked' })
    this.#client.start()
    files.wake()
  }

  /** Where the hub was last, or where it calls out to be. Read late: who works alone starts sooner. */
  #linkTo(open: OpenMember, hub: HubAddress): OpenLink {
    const { openLink: openLinkFor, mdns, log } = this.#parts
    let seeking: Promise<OpenLink> | null = null
    return async () => {
      seeking ??= Promise.all([import('./link.ts'), import('./moved-hub.ts')]).then(
        ([{ openLink }, { createSeeker }]) =>
          createSeeker({
            hub,
            open: openLinkFor ?? openLink,
            moved: (address) => void this.#moved(open, address),
            nowMs: () => performance.now(),
            network: mdns,
            log,
          }),
      )
      return (await seeking)()
    }
  }

  /** The hub answers at another address than before, with the certificate that is known. */
  async #moved(open: OpenMember, address: string): Promise<void> {
    await open.handles.transact(() => moveHub(open.raw, address))
    this.#client?.moved(address)
    const hub = readHub(open.raw)
    const files = this.#files
    if (hub === null || this.#open !== open) return
    const { now, log } = this.#parts
    this.#files = new FileExchange({ ...open, hub, now, log })
    this.#files.wake()
    await files?.stop()
  }

  /**
   * Follows the hub to an address that a person typed, once it has shown its certificate there. Refused
   * with `not-joined`, `hub-unreachable`, and as `wrong-pin` when somebody else answers.
   */
  async changeAddress(address: string): Promise<void> {
    const open = this.#require()
    const hub = readHub(open.raw)
    if (hub === null) throw new ClinicError('not-joined', {})
    try {
      const socket = await connectPinned({ ...hub, address })
      socket.destroy()
    } catch (error) {
      if (error instanceof WrongHub) throw new ClinicError('hub-refused', { code: 'wrong-pin' })
      this.#parts.log('trying another address of the hub', error)
      throw new ClinicError('hub-unreachable', {})
    }
    await this.#follow(open, address)
  }

  /** The hub that this computer hosts itself was started at another port. */
  async followHosted(address: string): Promise<void> {
    const open = this.#require()
    if (readHub(open.raw)?.address !== address) await this.#follow(open, address)
  }

  async #follow(open: OpenMember, address: string): Promise<void> {
    await this.detach()
    await open.handles.transact(() => moveHub(open.raw, address))
    this.attach(open)
  }

  /** Ends the exchange after the transaction that is under way. */
  async detach(): Promise<void> {
    const client = this.#client
    const files = this.#files
    this.#client = null
    this.#files = null
    this.#open = null
    await client?.stop()
    await files?.stop()
  }

  /** A unit was committed on this workstation. */
  noticed(unit: CommittedUnit): void {
    this.#client?.noticed(unit)
    if (unit.rows.some(({ entity }) => namesFiles.has(entity))) this.#files?.wake()
  }

  status(): SyncStatus {
    return this.#status
  }

  onStatus(listener: (status: SyncStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Fetches a file that another workstation has; false when it cannot be had now. */
  async fetchFile(sha256: string): Promise<boolean> {
    return (await this.#files?.fetch(sha256)) ?? false
  }

  isMember(): boolean {
    return this.#client !== null
  }

  /** How far a snapshot has come while the clinic goes on. */
  showProgress({ done, total }: { done: number; total: number }): void {
    this.#tell({ ...this.#status, state: 'receiving', progress: { done, total } })
  }

  /** Hubs that call out their name; whoever answers has proved nothing. */
  async find(): Promise<FoundHub[]> {
    const found = new Map<string, FoundHub>()
    const { findHubs } = await import('./find-hubs.ts')
    const listening = findHubs({
      onFound: ({ name, address, fingerprint }) => {
        found.set(address, { name, address })
        this.#found.set(address, fingerprint)
      },
      onError: (error) => this.#parts.log('looking for hubs', error),
    })
    await new Promise((resolve) => setTimeout(resolve, listenMs))
    listening.stop()
    return [...found.values()]
  }

  /** Refused with `hub-unreachable`, and as `wrong-code` when the code is not of the hub that answers. */
  async invitationFor(wish: { address: string; code: string }): Promise<{ invitation: string }> {
    const { address } = wish
    const code = normalizeJoinCode(wish.code)
    const fingerprint = this.#found.get(address) ?? (await this.#askFingerprint(address))
    if (!(await codeConfirms(code, fingerprint))) {
      throw new ClinicError('hub-refused', { code: 'wrong-code' })
    }
    return { invitation: writeInvitation({ address, fingerprint, code }) }
  }

  async #askFingerprint(address: string): Promise<string> {
    try {
      return await askFingerprint(address)
    } catch (error) {
      this.#parts.log('asking a hub who it is', error)
      throw new ClinicError('hub-unreachable', {})
    }
  }

  /**
   * Brings this clinic to a hub, or comes back to the clinic's own. Refused with `already-joined`,
   * `hub-unreachable`, and as the hub refuses it.
   */
  async join(wish: JoinWish): Promise<void> {
    const open = this.#require()
    const known = readHub(open.raw)
    if (known !== null && known.revokedAt === null) throw new ClinicError('already-joined', {})
    const joined = await this.#ask(open, wish, true)
    const own = open.raw.prepare<[], { id: string }>('SELECT id FROM organization').get()
    const { clinicId } = joined.answer
    if (clinicId !== null && clinicId !== own?.id) {
      throw new ClinicError('hub-refused', { code: 'another-clinic' })
    }
    await this.#become(open, joined)
    if (joined.answer.deviceId !== open.deviceId) return this.#parts.reopen()
    await this.detach()
    this.attach(open)
  }

  /**
   * Makes the empty database of a first start a member; its rows come with the snapshot. Refused as
   * `join`, and with `not-found` when the hub has no clinic yet.
   */
  async joinEmpty(open: OpenMember, wish: JoinWish): Promise<void> {
    const joined = await this.#ask(open, wish, false)
    if (joined.answer.clinicId === null) throw new ClinicError('hub-refused', { code: 'not-found' })
    await this.#become(open, joined)
  }

  async #ask(open: OpenMember, { invitation, name }: JoinWish, hasClinic: boolean) {
    const read = readInvitation(invitation)
    if (read === null) throw new ClinicError('hub-refused', { code: 'wrong-code' })
    const { address, fingerprint } = read
    const hub = { address, fingerprint, ...(await makeCertificate(name)) }
    const device = open.raw.prepare<[], { prefix: string }>('SELECT prefix FROM device').get()
    const own = { deviceId: open.deviceId, prefix: device?.prefix ?? null }
    const stranger = { deviceId: null, prefix: null }
    const { joinHub } = await import('./link.ts')
    try {
      const code = normalizeJoinCode(read.code)
      const answer = await joinHub(hub, { code, name, ...(hasClinic ? own : stranger) })
      return { hub, answer, name }
    } catch (error) {
      if (error instanceof HubRefusal) throw new ClinicError('hub-refused', { code: error.code })
      this.#parts.log('joining', error)
      if (isOfWrongHub(error)) throw new ClinicError('hub-refused', { code: 'wrong-pin' })
      throw new ClinicError('hub-unreachable', {})
    }
  }

  async #become(
    { raw, handles }: OpenMember,
    { hub, answer, name }: { hub: HubAddress; answer: HelloAnswer; name: string },
  ): Promise<void> {
    await handles.transact(() => {
      becomeDevice(raw, { id: answer.deviceId, prefix: answer.prefix, name })
      keepHub(raw, hub, answer, this.#parts.now())
    })
  }

  /** Works alone from now on; the hub is told nothing, and can be joined again. */
  async leave(): Promise<void> {
    const open = this.#open
    if (open === null) return
    await this.detach()
    await open.handles.transact(() => leaveHub(open.raw))
    this.attach(open)
  }

  /** Tries at once instead of waiting for the next time. */
  async tryNow(): Promise<void> {
    this.#client?.wake()
  }

  async refusals(): Promise<RefusedUnit[]> {
    return listRefusals(this.#require().raw)
  }

  async dismissRefusal(unitId: string): Promise<void> {
    const { raw, handles } = this.#require()
    await handles.transact(() => dismissRefusal(raw, unitId, this.#parts.now()))
    this.#client?.recount()
  }

  async retryRefusal(desk: Desk, unitId: string): Promise<void> {
    await retryRefusal(this.#require().raw, desk, unitId)
    this.#client?.recount()
  }

  #require(): OpenMember {
    if (this.#open === null) throw new ClinicError('not-ready', {})
    return this.#open
  }

  #tell(status: SyncStatus): void {
    this.#status = status
    for (const listener of this.#listeners) listener(status)
  }
}

/** Whether somebody answered who is not the hub that invited; the line wraps what the socket said. */
function isOfWrongHub(error: unknown): boolean {
  if (error instanceof WrongHub) return true
  return error instanceof Error && error.cause !== undefined && isOfWrongHub(error.cause)
}
