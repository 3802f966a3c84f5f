/** The exchange with the hub: says hello, sends what is new here, takes what is new there, comes back by itself. */
import type { CommittedUnit, RowChange } from '../db/write.ts'
import type { Handles } from '../db/kysely.ts'
import { schemaVersion } from '../db/migrate.ts'
import { asTrouble, DatabaseTrouble, type RawDatabase } from '../db/open.ts'
import { applyAnswer, applyStretch } from './apply.ts'
import { bringRest, isBringing } from './bring.ts'
import { ExtraFields } from './extra.ts'
import { readHeritage } from './heritage.ts'
import { HubRefusal } from './hub-refusal.ts'
import { sameBranches } from './branches.rules.ts'
import { noEpoch, readServed } from './member.ts'
import type { Link, OpenLink } from './link.ts'
import { setImmediate as turn } from 'node:timers/promises'
import { countUnsent, nextBatch, restamp, sendAgain } from './outbox.ts'
import { aloneStatus, type SyncStatus } from './status.ts'
import {
  batchOperations,
  type HelloAnswer,
  type HubErrorCode,
  type News,
  type Operation,
  type Ordered,
  protocolVersion,
  type PullAnswer,
  type PushAnswer,
  pushesAtOnce,
} from './wire.ts'

export interface SyncParts {
  raw: RawDatabase
  handles: Pick<Handles, 'transact'>
  deviceId: string
  openLink: OpenLink
  now: () => string
  newId: () => string
  /** Told of what came from the hub, after the commit. */
  committed: (unit: CommittedUnit) => void
  /**
   * The stream cannot be followed from here: a snapshot takes the place of the rows. What was
   * acknowledged after the number is sent once more; null: nothing is.
   */
  needsSnapshot: (sendAgainAfter: number | null) => void
  log: (event: string, error?: unknown) => void
  programVersion?: string
  /** Waits until the time is over or the signal is aborted; tests bring their own. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
  random?: () => number
}

/** A poke may be lost: this often the hub is asked all the same. */
const pollMs = 15_000

/** Waits before the next try grow to this. */
const longestWaitMs = 30_000
const shortestWaitMs = 500

/** A clock that is further off is told to the person. */
const clockToleranceMs = 2 * 60_000

/** Operations applied in one transaction, so that a catch-up does not hold up the window. */
const stretchOperations = 500

/** What was told unasked and not applied yet: with more than this it is quicker to ask for all of it. */
const mostNews = 20

/** The hub's own words for what waiting alone does not mend; it is looked at again all the same. */
const troubles: ReadonlySet<HubErrorCode> = new Set([
  'device-cloned',
  'clock-too-far',
  'protocol-not-spoken',
  'another-clinic',
  'too-large',
  'out-of-order',
  'disk-full',
])

/** Null for what waiting mends: a line that broke, a hub that is off. */
function troubleOf(error: unknown): SyncStatus['trouble'] {
  if (error instanceof HubRefusal) return troubles.has(error.code) ? error.code : null
  const found = asTrouble(error)
  return found instanceof DatabaseTrouble && found.code === 'disk-full' ? 'no-room-here' : null
}

/** A push whose answer is awaited. */
interface Sent {
  operations: Operation[]
  answer: Promise<PushAnswer>
}

interface LinkState {
  epoch: string
  cursor: number
  address: string
  fingerprint: string
  last_contact_at: string | null
}

/** How long to wait before try number `attempt`: doubling, and never all workstations at once. */
export function waitBefore(attempt: number, random: () => number): number {
  const whole = Math.min(longestWaitMs, shortestWaitMs * 2 ** attempt)
  return whole / 2 + (whole / 2) * random()
}

export class SyncClient {
  readonly #parts: SyncParts
  readonly #listeners = new Set<(status: SyncStatus) => void>()
  readonly #stop = new AbortController()
  #status: SyncStatus
  #link: Link | null = null
  /** Aborted to end the wait between two exchanges. */
  #rest = new AbortController()
  #running: Promise<void> | null = null
  #isWanted = false
  /** The hub is to be asked even though nothing new was heard of. */
  #isAskWanted = true
  #news: News[] = []
  /** On this line the hub has taken a push: from now on it knows which number follows. */
  #isTaken = false
  /** The hub's newest number that was heard of. */
  #heard = 0
  #attempt = 0
  /** Why the hub ended the last line. */
  #farewell: HubRefusal | null = null
  /** After a restore of the hub: what it surely has. */
  #sendAgainAfter: number | null = null

  constructor(parts: SyncParts) {
    this.#parts = parts
    const { address, fingerprint, last_contact_at: lastContactAt } = this.#readLink()
    const device = parts.raw.prepare<[], { name: string }>('SELECT name FROM device').get()
    this.#status = {
      ...aloneStatus,
      state: 'connecting',
      lastContactAt,
      hub: { address, fingerprint, deviceName: device?.name ?? '' },
      ...this.#counts(),
    }
  }

  start(): void {
    this.#isAskWanted = true
    this.#running ??= this.#loop()
  }

  /** Ends after the transaction that is under way. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#rest.abort()
    const link = this.#link
    this.#link = null
    await link?.close()
    await this.#running
  }

  status(): SyncStatus {
    return this.#status
  }

  onStatus(listener: (status: SyncStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The hub was found at another address. */
  moved(address: string): void {
    const { hub } = this.#status
    if (hub !== null) this.#tell({ hub: { ...hub, address } })
  }

  /** There is something to send, or a person wants it now. */
  wake(): void {
    this.#isAskWanted = true
    this.#stir()
  }

  #stir(): void {
    this.#isWanted = true
    if (!this.#rest.signal.aborted) this.#rest.abort()
  }

  /** A unit was committed here; what came from the hub wakes nobody. */
  noticed(unit: CommittedUnit): void {
    if (unit.command === 'sync.apply' || unit.rows.length === 0) return
    // Each row is one operation; they are counted anew with the next answer.
    this.#tell({ unsent: this.#status.unsent + unit.rows.length })
    // Out of reach the waits decide: each line that is written must not be a try of its own.
    if (this.#link !== null) this.#stir()
  }

  /** One whole exchange: what is here goes there, what is there comes here. */
  async step(): Promise<void> {
    this.#isAskWanted = true
    await this.#exchange()
  }

  async #exchange(): Promise<void> {
    const farewell = this.#farewell
    this.#farewell = null
    if (farewell !== null) throw farewell
    await this.#bring()
    const link = this.#link ?? (await this.#connect())
    const trouble = await this.#pushAll(link)
    await this.#takeNews()
    if (this.#isAskWanted || this.#heard > this.#readLink().cursor) {
      this.#isAskWanted = false
      await this.#pullAll(link)
    }
    if (trouble !== null) throw trouble
    this.#contacted({ state: 'in-sync', trouble: null, progress: null })
  }

  /** A clinic that comes with all its rows has them in the outbox before the hub hears of it. */
  async #bring(): Promise<void> {
    const { raw, handles } = this.#parts
    if (!isBringing(raw)) return
    this.#tell({ state: 'sending' })
    await bringRest({ raw, handles, signal: this.#stop.signal })
    if (this.#stop.signal.aborted) throw new Error('stopped')
    this.#tell(this.#counts())
  }

  async #loop(): Promise<void> {
    const { raw, handles } = this.#parts
    let isFilled = false
    while (!this.#stop.signal.aborted) {
      this.#isWanted = false
      try {
        if (!isFilled) await handles.transact(() => new ExtraFields(raw).fill())
        isFilled = true
        await this.#exchange()
        this.#attempt = 0
        if (!this.#isWanted) await this.#pause(pollMs)
        // Nobody woke it: it is time to ask.
        if (!this.#isWanted) this.#isAskWanted = true
      } catch (error) {
        this.#isAskWanted = true
        if (this.#stop.signal.aborted || !(await this.#recover(error))) return
      }
    }
  }

  /** What to do about an exchange that failed; false when there is nothing more to do here. */
  async #recover(error: unknown): Promise<boolean> {
    const code = error instanceof HubRefusal ? error.code : null
    this.#isWanted = false
    if (code === 'snapshot-needed') {
      this.#tell({ state: 'receiving' })
      await this.#hangUp()
      this.#parts.needsSnapshot(this.#sendAgainAfter)
      return false
    }
    if (code === 'revoked' || code === 'unknown-device') {
      await this.#hangUp()
      await this.#noteRevoked()
      this.#tell({ state: 'revoked', trouble: code })
      return false
    }
    const trouble = troubleOf(error)
    const isTrouble = trouble !== null
    if (!isTrouble) {
      if (code === null) this.#parts.log('the hub is out of reach', error)
      await this.#hangUp()
    }
    this.#tell({
      state: isTrouble ? 'trouble' : 'offline',
      trouble,
      progress: null,
      unsent: countUnsent(this.#parts.raw),
    })
    const waitMs = waitBefore(this.#attempt, this.#parts.random ?? Math.random)
    this.#attempt += 1
    await this.#pause(isTrouble ? pollMs : waitMs)
    // A clock that was put right is noticed at the next hello.
    if (isTrouble) await this.#hangUp()
    return true
  }

  /** Asked for at the next start; where it cannot be written the hub says it again. */
  async #noteRevoked(): Promise<void> {
    const { raw, handles, now, log } = this.#parts
    try {
      await handles.transact(() => {
        raw.prepare('UPDATE hub_link SET revoked_at = ?').run(now())
      })
    } catch (error) {
      log('noting that the hub shut this workstation out', error)
    }
  }

  async #hangUp(): Promise<void> {
    const link = this.#link
    this.#link = null
    await link?.close()
  }

  async #pause(ms: number): Promise<void> {
    this.#rest = new AbortController()
    if (this.#isWanted || this.#stop.signal.aborted) return
    await (this.#parts.wait ?? waitFor)(ms, this.#rest.signal)
  }

  async #connect(): Promise<Link> {
    if (this.#status.state !== 'offline') this.#tell({ state: 'connecting' })
    const link = await this.#parts.openLink()
    if (this.#stop.signal.aborted) {
      await link.close()
      throw new Error('stopped')
    }
    try {
      await this.#greet(link)
    } catch (error) {
      await link.close()
      throw error
    }
    this.#link = link
    link.onDown((reason) => {
      if (this.#link !== link) return
      this.#link = null
      if (reason instanceof HubRefusal) this.#farewell = reason
      // Told at once, and tried again at once: most lines are back before anybody looks.
      this.#parts.log('the line to the hub is gone', reason)
      this.wake()
    })
    link.onPoke(({ seq, news }) => {
      if (this.#link !== link || seq <= this.#readLink().cursor) return
      this.#heard = Math.max(this.#heard, seq)
      if (news !== null && this.#news.length < mostNews) this.#news.push(news)
      this.#stir()
    })
    return link
  }

  async #greet(link: Link): Promise<void> {
    const { raw, now } = this.#parts
    const { epoch, cursor } = this.#readLink()
    const clinic = raw.prepare<[], { id: string }>('SELECT id FROM organization').get()
    const heritage = readHeritage(raw)
    const answer = await link.hello({
      protocol: protocolVersion,
      schemaVersion,
      programVersion: this.#parts.programVersion ?? '',
      now: now(),
      clinicId: clinic?.id ?? null,
      epoch: epoch === noEpoch ? null : epoch,
      cursor,
      ...(heritage === null ? {} : { heritage }),
    })
    await this.#parts.handles.transact(() => {
      raw.prepare('UPDATE hub_link SET last_contact_at = ?').run(now())
    })
    const clockOffMs = Date.parse(now()) - Date.parse(answer.now)
    this.#contacted({ clockOffMs })
    this.#heard = answer.head
    this.#news = []
    this.#isTaken = false
    this.#isAskWanted = true
    if (Math.abs(clockOffMs) <= clockToleranceMs) await this.#restamp()
    if (answer.epoch !== epoch) await this.#enterEpoch(answer)
    const isOtherPart = !sameBranches(answer.branches, readServed(raw))
    if (this.#readLink().cursor < answer.compactedTo || isOtherPart) {
      throw new HubRefusal('snapshot-needed')
    }
  }

  /** Operations written under a clock that was far ahead are given readings of the right one. */
  async #restamp(): Promise<void> {
    const { raw, handles, deviceId, now } = this.#parts
    const count = await handles.transact(() => restamp(raw, deviceId, now()))
    if (count > 0)
      this.#parts.log(`gave ${count} operations the time of a clock that was put right`)
  }

  /** The hub was restored: what its backup had not is sent once more. */
  async #enterEpoch({ epoch, restored }: HelloAnswer): Promise<void> {
    const { raw, handles } = this.#parts
    const link = this.#readLink()
    const keptTo = restored?.epoch === link.epoch ? restored.seq : null
    if (keptTo === null || link.cursor > keptTo) {
      // Of a hub that was just joined all that was acknowledged is in its snapshot.
      this.#sendAgainAfter = link.epoch === noEpoch ? null : (keptTo ?? 0)
      throw new HubRefusal('snapshot-needed')
    }
    await handles.transact(() => {
      sendAgain(raw, keptTo)
      raw.prepare('UPDATE hub_link SET epoch = ?').run(epoch)
    })
  }

  /** Sends batch after batch; answers a refusal that must not keep what is there from coming here. */
  async #pushAll(link: Link): Promise<HubRefusal | null> {
    const { handles } = this.#parts
    const underWay: Sent[] = []
    try {
      for (;;) {
        this.#sendMore(link, underWay)
        const [first] = underWay
        if (first === undefined) return null
        const answer = await first.answer
        underWay.shift()
        this.#isTaken = true
        const { moved, rows } = await handles.transact(() => applyAnswer(this.#parts, answer))
        const last = answer.outcomes.at(-1)?.seq ?? 0
        this.#heard = Math.max(this.#heard, last)
        this.#told(first.operations, rows)
        if (moved < last) await this.#pullAll(link)
      }
    } catch (error) {
      // What was sent behind it does not follow any more: the hub refuses that too, and it is sent again.
      await Promise.allSettled(underWay.map(({ answer }) => answer))
      if (error instanceof HubRefusal && troubles.has(error.code)) return error
      throw error
    }
  }

  /**
   * Sends as many batches as may be on their way. Only one until the hub has taken one: before that it
   * takes any number for the first, and must not see the second batch without the first one.
   */
  #sendMore(link: Link, underWay: Sent[]): void {
    while (underWay.length < (this.#isTaken ? pushesAtOnce : 1)) {
      const { epoch } = this.#readLink()
      const onItsWay = underWay.at(-1)?.operations.at(-1)?.deviceSeq ?? null
      const operations = nextBatch(this.#parts.raw, batchOperations, onItsWay)
      if (operations.length === 0) return
      this.#tell({ state: 'sending' })
      const answer = link.push({ epoch, operations })
      // It is heard when its turn comes; until then it is nobody's unheard failure.
      answer.catch(() => {})
      underWay.push({ operations, answer })
    }
  }

  /** Applies what was told unasked, as far as it follows what is here; the rest is asked for. */
  async #takeNews(): Promise<void> {
    for (const news of this.#news.splice(0)) {
      const { epoch, cursor } = this.#readLink()
      const follows = news.epoch === epoch && news.after <= cursor && news.cursor > cursor
      if (follows) await this.#apply(news)
    }
  }

  /**
   * A booking that the hub has is no longer provisional: screens that show it read it again, and with
   * it what became known late, such as the task of one that had lost its time.
   */
  #told(operations: readonly { entity: string; rowId: string }[], late: RowChange[]): void {
    this.#contacted({ unsent: countUnsent(this.#parts.raw) })
    const taken = operations
      .filter(({ entity }) => entity === 'appointment')
      .map(({ rowId }) => ({ entity: 'appointment' as const, id: rowId, kind: 'patch' as const }))
    const rows = [...taken, ...late]
    if (rows.length === 0) return
    this.#parts.committed({ unitId: this.#parts.newId(), command: 'sync.apply', rows })
  }

  async #pullAll(link: Link): Promise<void> {
    let total: number | null = null
    for (;;) {
      const { epoch, cursor } = this.#readLink()
      const branches = readServed(this.#parts.raw)
      const answer = await link.pull({ epoch, cursor, limit: batchOperations, branches })
      total ??= answer.head - cursor
      const isLong = total > batchOperations
      if (answer.operations.length > 0) this.#tell({ state: 'receiving' })
      await this.#apply(answer)
      const done = total - (answer.head - answer.cursor)
      this.#contacted({ progress: isLong ? { done: Math.max(0, done), total } : null })
      if (answer.cursor >= answer.head || answer.cursor <= cursor) return
    }
  }

  async #apply({ operations, cursor, backupSeq }: Omit<PullAnswer, 'head'>): Promise<void> {
    const { handles, committed } = this.#parts
    const stretches = cutAtUnits(operations, stretchOperations)
    for (const [at, stretch] of stretches.entries()) {
      const reaches = at === stretches.length - 1 ? cursor : (stretch.at(-1)?.seq ?? cursor)
      if (this.#stop.signal.aborted) throw new Error('stopped')
      // Whoever waits for this thread has a turn between two stretches.
      if (at > 0) await turn()
      const unit = await handles.transact(() =>
        applyStretch(this.#parts, { operations: stretch, cursor: reaches, backupSeq }),
      )
      if (unit.rows.length > 0) committed(unit)
    }
    if (operations.length > 0) this.#tell(this.#counts())
  }

  #counts(): Pick<SyncStatus, 'unsent' | 'toDecide'> {
    const { raw } = this.#parts
    const toDecide = raw
      .prepare('SELECT count(DISTINCT unit_id) FROM sync_refusal WHERE dismissed_at IS NULL')
      .pluck()
      .get()
    return { unsent: countUnsent(raw), toDecide: Number(toDecide) }
  }

  /** Somebody decided on what was refused. */
  recount(): void {
    this.#tell(this.#counts())
  }

  #readLink(): LinkState {
    const link = this.#parts.raw
      .prepare<[], LinkState>(
        'SELECT epoch, cursor, address, fingerprint, last_contact_at FROM hub_link',
      )
      .get()
    if (link === undefined) throw new Error('This workstation belongs to no hub')
    return link
  }

  #contacted(change: Partial<SyncStatus>): void {
    this.#tell({ ...change, lastContactAt: this.#parts.now() })
  }

  #tell(change: Partial<SyncStatus>): void {
    const next = { ...this.#status, ...change }
    const isSame = JSON.stringify(next) === JSON.stringify(this.#status)
    this.#status = next
    if (!isSame) for (const listener of this.#listeners) listener(next)
  }
}

/** Stretches of at least so many operations, none of which cuts a unit of work; at least one, which may be empty. */
export function cutAtUnits(operations: readonly Ordered[], size: number): Ordered[][] {
  const stretches: Ordered[][] = [[]]
  for (const operation of operations) {
    const current = stretches.at(-1) ?? []
    const isNewUnit = current.at(-1)?.unitId !== operation.unitId
    if (current.length >= size && isNewUnit) stretches.push([operation])
    else current.push(operation)
  }
  return stretches
}

/** Waits until the time is over or the signal is aborted. */
export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
