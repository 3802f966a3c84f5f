/** The workstation as a whole: which state it is in, the open database, the desk for each call. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { v7 } from 'uuid'
import { computerClock } from './clock.ts'
import { type Chore, type ChoreRunner, createChoreRunner } from './chores.ts'
import type { MailTransport } from './mail/transport.ts'
import { bringCodeLists } from './clinic/codes/codes.service.ts'
import { forgetDisposed } from './clinic/documents/compositions.service.ts'
import { renderDueDocuments } from './clinic/documents/documents.service.ts'
import { writeKeptFeeds } from './clinic/schedule/feed.service.ts'
import { sendDueMail } from './clinic/notifications/send-mail.service.ts'
import type { SetUp } from './clinic/settings/settings.input.ts'
import {
  isSetUp,
  readWorkstationSettings,
  setUpClinic,
} from './clinic/settings/settings.service.ts'
import { addMinutes } from './clinic/shared/days.ts'
import { ClinicError } from './clinic/shared/errors.ts'
import { minimumPassphraseLength } from './clinic/staff/staff.rules.ts'
import type { Language } from './clinic/shared/languages.ts'
import { type Actor, createDesk, type Desk, type DueWork, systemActor } from './db/desk.ts'
import { createKey, type KeyStore, keyGuard, unwrapKey } from './db/key.ts'
import { createHandles, type Handles } from './db/kysely.ts'
import { migrate, type Migrations, unfinishedCopy } from './db/migrate.ts'
import { asTrouble, DatabaseTrouble, openDatabase, type RawDatabase } from './db/open.ts'
import { forgetOldKeys, forgetPieces, unfinishedCopies } from './db/upkeep.ts'
import { type CommittedUnit, createWriter, type WriteRequest, type Writer } from './db/write.ts'
import type { PrintedForm } from './pdf/forms.ts'
import { FileGate } from './ipc/file-gate.ts'
import { LabLine } from './labs-listener/lab-line.ts'
import { ScanFolder } from './scans/scan-folder.ts'
import type { MdnsNetwork } from './sync/find-hubs.ts'
import { fetchUntilThere } from './sync/fetch-until-there.ts'
import { Hosting } from './sync/hosting.ts'
import type { HubHosting } from './sync/hosting-wire.ts'
import { readHub } from './sync/member.ts'
import { type JoinWish, Membership } from './sync/membership.ts'
import { forgetSnapshot, removeDatabase, nextDatabase, swapDatabase } from './sync/snapshot.ts'
import { Updates, type Updater } from './updates.ts'
import { createWorkerClient, type WorkerClient } from './worker/client.ts'
import type { Progress, WorkerDatabase } from './worker/jobs.ts'

export type WorkstationState =
  | { name: 'opening' }
  | { name: 'first-start'; needsDatabasePassphrase: boolean }
  | { name: 'database-passphrase'; wrong: boolean }
  | { name: 'making-demo'; progress: Progress }
  | { name: 'joining'; progress: Progress }
  | { name: 'ready'; demo: boolean }
  | { name: 'trouble'; trouble: string; folder: string }

export interface WorkstationParts {
  /** The profile's folder. */
  folder: string
  /** The worker thread's file. */
  workerEntry: string | URL
  keyStore: KeyStore | null
  now?: () => string
  newId?: () => string
  /** How long the chores wait after the start, so that the first screen has the computer to itself. */
  choresAfterMs?: number
  /** Replaces the SMTP transport: tests only. */
  mailTransport?: () => MailTransport
  /** Replaces the schema's migrations: tests only. */
  migrations?: Migrations
  /** Told of bugs, never of patients' data. */
  log: (event: string, error?: unknown) => void
  /** Shows a PDF to the person: the platform's viewer. */
  openFile?: (name: string, bytes: Uint8Array) => Promise<void>
  /** Asks for a place and stores a file there; false when the person thought better of it. */
  saveFile?: (name: string, bytes: Uint8Array) => Promise<boolean>
  /** Asks where a file of that name shall go; null when the person thought better of it. */
  choosePlace?: (name: string) => Promise<string | null>
  /** Opens the waiting-room screen, or brings it to the front. */
  openWaitingRoom?: () => void
  /** What runs the clinic's hub in a process of its own; told of is an end that nobody asked for. */
  loadHubHost?: (ended: (exitCode: number) => void) => HubHosting
  /** Replaces the network in which hubs call out their names: tests only. */
  mdns?: MdnsNetwork
  /** What fetches new versions; loaded only when a feed is set. */
  loadUpdater?: () => Promise<Updater>
}

interface OpenClinic {
  raw: RawDatabase
  handles: Handles
  writer: Writer
  deviceId: string
  address: { path: string; key: Uint8Array }
  chores: Record<DueWork | 'pairs' | 'calendars' | 'upkeep', ChoreRunner>
}

const defaultChoresAfterMs = 4_000

/** How long after the last change of a patient the registry is compared. */
const comparedAfterMs = 1_500

/** How long after the last change of the schedule its calendar files are written. */
const calendarsAfterMs = 3_000

/** What a calendar file tells of. */
const inCalendars: ReadonlySet<string> = new Set([
  'appointment',
  'weeklyHours',
  'extraHours',
  'leave',
  'clinicDay',
  'practitioner',
  'location',
  'healthcareService',
])

/** What open screens are told when other pairs look alike than before. */
const pairsRow = { entity: 'patientDistinct', id: '', kind: 'fact' } as const

/** And when a list of codes can be searched. */
const codesRow = { entity: 'codeSystem', id: '', kind: 'patch' } as const

/** The names inside a profile's folder. */
const files = {
  database: 'clinic.db',
  key: 'key.json',
  copies: 'copies',
  snapshot: 'snapshot.sealed',
  demo: 'demo',
  /** Written last: a demo clinic without it was left half made. */
  demoFinished: 'finished',
}

/** Updates are looked for when the day's first screen has long been there. */
const firstLookMs = 15_000

export class Workstation {
  readonly #parts: WorkstationParts
  readonly #stateListeners = new Set<(state: WorkstationState) => void>()
  readonly #changeListeners = new Set<(unit: CommittedUnit) => void>()
  readonly #waitingRoomListeners = new Set<() => void>()
  readonly worker: WorkerClient
  readonly updates: Updates
  readonly membership: Membership
  readonly hosting: Hosting
  readonly labLine: LabLine
  /** What the window may fetch by address. */
  readonly files: FileGate
  readonly scanFolder: ScanFolder
  readonly now: () => string
  readonly newId: () => string
  #state: WorkstationState = { name: 'opening' }
  #open: OpenClinic | null = null
  /** The language of the demo clinic; null for the clinic of this profile itself. */
  #demo: Language | null = null
  #pairsTimer: NodeJS.Timeout | undefined
  #calendarsTimer: NodeJS.Timeout | undefined
  #begun = false
  #closing = false
  readonly #ending = new AbortController()

  constructor(parts: WorkstationParts) {
    this.#parts = parts
    this.now = parts.now ?? computerClock()
    this.newId = parts.newId ?? v7
    this.worker = createWorkerClient(parts.workerEntry, (unit) => this.#committed(unit))
    const { loadUpdater, log } = parts
    this.membership = new Membership({
      now: this.now,
      newId: this.newId,
      log,
      committed: (unit) => this.#committed(unit),
      takeSnapshot: (sendAgainAfter) => void this.#takeSnapshot(sendAgainAfter),
      reopen: () => this.#reopen(),
      mdns: parts.mdns,
    })
    this.labLine = new LabLine({ now: this.now, log })
    this.files = new FileGate(() => this.desk(systemActor, null))
    this.scanFolder = new ScanFolder({ log })
    this.hosting = new Hosting({
      host: parts.loadHubHost?.((exitCode) => this.hosting.ended(exitCode)) ?? null,
      join: (wish) => this.membership.join(wish),
      follow: (address) => this.membership.followHosted(address),
      choosePlace: async (name) => (await parts.choosePlace?.(name)) ?? null,
      now: this.now,
      log,
    })
    this.updates = new Updates({
      readFeed: async () => {
        const isOpen = this.#state.name === 'ready' && !this.#closing
        if (loadUpdater === undefined || !isOpen) return null
        return (await readWorkstationSettings(this.desk(systemActor, null))).updateFeed
      },
      loadUpdater: loadUpdater ?? (() => Promise.reject(new Error('nothing fetches updates'))),
      now: this.now,
      log,
    })
  }

  get state(): WorkstationState {
    return this.#state
  }

  onState(listener: (state: WorkstationState) => void): () => void {
    this.#stateListeners.add(listener)
    return () => this.#stateListeners.delete(listener)
  }

  /** Told of every committed unit of work, from this thread and from the worker. */
  onCommit(listener: (unit: CommittedUnit) => void): () => void {
    this.#changeListeners.add(listener)
    return () => this.#changeListeners.delete(listener)
  }

  /** Told when this workstation's settings of the waiting-room screen may have changed. */
  onWaitingRoom(listener: () => void): () => void {
    this.#waitingRoomListeners.add(listener)
    return () => this.#waitingRoomListeners.delete(listener)
  }

  waitingRoomChanged(): void {
    for (const listener of this.#waitingRoomListeners) listener()
  }

  openWaitingRoom(): void {
    this.#parts.openWaitingRoom?.()
  }

  /** Opens what the profile holds, or ends in the state that says what is needed. */
  async open(): Promise<void> {
    this.#begun = true
    await this.#guarded(async () => {
      await this.#shut()
      const folder = this.#folder()
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const guard = keyGuard(join(folder, files.key))
      const hasDatabase = existsSync(join(folder, files.database))
      if (guard === 'none') {
        if (hasDatabase) throw new DatabaseTrouble('missing-key', 'a database without its key file')
        return this.#firstStart()
      }
      if (guard === 'passphrase')
        return this.#setState({ name: 'database-passphrase', wrong: false })
      await this.#openWith(await this.#unwrap(null), hasDatabase)
    })
  }

  /** Tries once more after trouble; does nothing in any other state. */
  async openAgain(): Promise<void> {
    if (this.#state.name !== 'trouble') return
    if (this.#demo === null) await this.open()
    else await this.#openDemo(this.#demo)
  }

  /** The passphrase that opens the database where the computer has no key store; heard only when asked for. */
  async giveDatabasePassphrase(passphrase: string): Promise<void> {
    if (this.#state.name !== 'database-passphrase') return
    await this.#guarded(async () => {
      const hasDatabase = existsSync(join(this.#folder(), files.database))
      try {
        await this.#openWith(await this.#unwrap(passphrase), hasDatabase)
      } catch (error) {
        if (!(error instanceof DatabaseTrouble) || error.code !== 'wrong-key') throw error
        this.#setState({ name: 'database-passphrase', wrong: true })
      }
    })
  }

  /**
   * The first start of a real clinic: key, database, clinic, first administrator. Refused with
   * `already-set-up` in any other state, with `weak-passphrase` where the database needs one, and
   * with `database-trouble` when key or database cannot be written; the state then says why.
   */
  async setUp(wish: SetUp): Promise<{ administratorId: string }> {
    if (this.#state.name !== 'first-start') throw new ClinicError('already-set-up', {})
    const { databasePassphrase, ...clinic } = wish
    if (this.#open === null) await this.#createDatabase(databasePassphrase)
    this.#setState({ name: 'opening' })
    try {
      const told = await setUpClinic(this.desk(systemActor, null), clinic)
      this.#becomeReady()
      return told
    } catch (error) {
      this.#firstStart()
      throw error
    }
  }

  /**
   * The first start as a further workstation of a clinic that has a hub: its snapshot becomes this
   * profile's clinic. Refused with `already-set-up` in any other state, and as the hub refuses it.
   */
  async joinAsNew(wish: JoinWish & { databasePassphrase: string | null }): Promise<void> {
    if (this.#state.name !== 'first-start') throw new ClinicError('already-set-up', {})
    if (this.#open === null) await this.#createDatabase(wish.databasePassphrase)
    this.#setState({ name: 'joining', progress: { phase: 'connect', done: 0, total: 1 } })
    try {
      await this.membership.joinEmpty(this.#require(), wish)
    } catch (error) {
      this.#firstStart()
      throw error
    }
    await this.#takeSnapshot(null)
  }

  /**
   * Puts the hub's snapshot in the place of the rows. The clinic goes on while it is fetched, and waits
   * while it is built and swapped in; whoever is cut off begins again with what was fetched.
   */
  async #takeSnapshot(sendAgainAfter: number | null): Promise<void> {
    const open = this.#open
    const hub = open === null ? null : readHub(open.raw)
    if (open === null || hub === null) return
    const isFirst = this.#state.name !== 'ready'
    const path = join(this.#folder(), files.snapshot)
    const show = (progress: Progress) => this.#setState({ name: 'joining', progress })
    await this.#guarded(async () => {
      const stamp = await fetchUntilThere({
        hub,
        path,
        key: open.address.key,
        onProgress: isFirst ? show : (progress) => this.membership.showProgress(progress),
        signal: this.#ending.signal,
        log: this.#parts.log,
      })
      show({ phase: 'load', done: 0, total: 1 })
      await this.#shut()
      const { address: database } = open
      const load = { snapshotPath: path, stamp, database, sendAgainAfter }
      await this.worker.run('load-snapshot', load, { onProgress: show })
      show({ phase: 'swap', done: 1, total: 1 })
      swapDatabase(database.path)
      forgetSnapshot(path)
      await this.#openWith(database.key, true)
    })
  }

  /** Opens the same database once more. */
  async #reopen(): Promise<void> {
    await this.#guarded(async () => {
      const { key } = this.#require().address
      await this.#shut()
      await this.#openWith(key, true)
    })
  }

  async #createDatabase(passphrase: string | null): Promise<void> {
    const store = this.#parts.keyStore
    if (store === null && passphrase === null) {
      throw new ClinicError('weak-passphrase', { minimumLength: minimumPassphraseLength })
    }
    const guard =
      store === null
        ? { kind: 'passphrase' as const, passphrase: passphrase ?? '' }
        : { kind: 'os' as const, store }
    this.#setState({ name: 'opening' })
    await this.#guarded(async () => {
      await this.#openDatabase(await createKey(join(this.#folder(), files.key), guard), true)
    })
    const { state } = this
    if (state.name === 'trouble') {
      throw new ClinicError('database-trouble', { trouble: state.trouble })
    }
  }

  /**
   * Opens the demo clinic of this profile, making it first when there is none. Refused with
   * `already-set-up` once this profile's own clinic is open or waits for its passphrase.
   */
  async startDemo(language: Language): Promise<void> {
    if (this.#begun && this.#state.name !== 'first-start') {
      throw new ClinicError('already-set-up', {})
    }
    this.#begun = true
    this.#setState({ name: 'opening' })
    await this.#openDemo(language)
  }

  async #openDemo(language: Language): Promise<void> {
    await this.#guarded(async () => {
      await this.#shut()
      this.#demo = language
      const folder = this.#folder()
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const finished = join(folder, files.demoFinished)
      if (existsSync(finished)) await this.#openDatabase(await this.#unwrap(null), false)
      else {
        await this.#makeDemo(language)
        writeFileSync(finished, this.now())
      }
      this.#becomeReady()
    })
  }

  async #makeDemo(language: Language): Promise<void> {
    const folder = this.#folder()
    // A demo clinic that was left half made holds nobody's work.
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const onProgress = (progress: Progress) => this.#setState({ name: 'making-demo', progress })
    onProgress({ phase: 'work', done: 0, total: 1 })
    const key = await createKey(join(folder, files.key), { kind: 'demo' })
    await this.#openDatabase(key, true)
    const database = this.#require().address
    await this.worker.run('make-demo', { language, now: this.now() }, { database, onProgress })
  }

  /** A desk for one call. Refused with `not-ready` while no database is open. */
  desk(actor: Actor, request: WriteRequest | null): Desk {
    const open = this.#open
    const ready = (): OpenClinic => open ?? this.#require()
    return createDesk(
      {
        deviceId: open?.deviceId ?? '',
        now: this.now,
        newId: this.newId,
        get read() {
          return ready().handles.read
        },
        get writer() {
          return ready().writer
        },
        wake: (work) => this.#open?.chores[work].wake(),
        fetchFile: async (sha256) => {
          if (!this.membership.isMember()) return 'alone'
          return (await this.membership.fetchFile(sha256)) ? 'here' : 'not-yet'
        },
      },
      actor,
      request,
    )
  }

  /** The database that a worker's job may open. */
  workerDatabase(): WorkerDatabase {
    return this.#require().address
  }

  /** Copies the open database, encrypted with the same key, in the worker. */
  async copyDatabaseTo(path: string): Promise<void> {
    await this.worker.run('copy-database', { path }, { database: this.workerDatabase() })
  }

  /**
   * Copies the database, and beside it the file with its wrapped key, to where the person says; null
   * when they thought better of it. Refused with `copy-failed` when it cannot be written there.
   */
  async copyDatabaseWhereAsked(): Promise<string | null> {
    const name = `polyclinic-${this.now().slice(0, 10)}.db`
    const path = (await this.#parts.choosePlace?.(name)) ?? null
    if (path === null) return null
    // A copy takes the place of the file that was chosen: that must not be the clinic itself.
    if (dirname(resolve(path)) === resolve(this.#folder())) {
      throw new ClinicError('copy-failed', { reason: 'own-folder' })
    }
    try {
      await this.copyDatabaseTo(path)
      copyFileSync(join(this.#folder(), files.key), `${path}.key.json`)
    } catch (error) {
      this.#parts.log('copying the database failed', error)
      throw new ClinicError('copy-failed', { reason: 'not-written' })
    }
    return path
  }

  async openFile(name: string, bytes: Uint8Array): Promise<void> {
    await this.#parts.openFile?.(name, bytes)
  }

  /** Asks where a file of that name shall go; null when the person thought better of it. */
  async choosePlace(name: string): Promise<string | null> {
    return (await this.#parts.choosePlace?.(name)) ?? null
  }

  /** Writes the calendar files that are kept current. */
  writeCalendars(): void {
    this.#open?.chores.calendars.wake()
  }

  async saveFile(name: string, bytes: Uint8Array): Promise<boolean> {
    return (await this.#parts.saveFile?.(name, bytes)) ?? false
  }

  /** Ends the chores after the step they are in, then closes the file. */
  async close(): Promise<void> {
    this.#closing = true
    this.#ending.abort()
    this.updates.stop()
    const open = this.#open
    this.#open = null
    await this.membership.detach()
    await this.hosting.detach()
    await this.labLine.detach()
    await this.scanFolder.stop()
    if (open !== null) await stopChores(open)
    await this.worker.close()
    if (open !== null) await closeDatabase(open)
  }

  /** Leaves the database that is open, for another one or for another try. */
  async #shut(): Promise<void> {
    const open = this.#open
    this.#open = null
    if (open === null) return
    await this.membership.detach()
    await this.hosting.detach()
    await this.labLine.detach()
    await this.scanFolder.stop()
    await stopChores(open)
    await closeDatabase(open)
  }

  #folder(): string {
    return this.#demo === null ? this.#parts.folder : join(this.#parts.folder, files.demo)
  }

  async #unwrap(passphrase: string | null): Promise<Uint8Array> {
    return unwrapKey(join(this.#folder(), files.key), { store: this.#parts.keyStore, passphrase })
  }

  async #openWith(key: Uint8Array, hasDatabase: boolean): Promise<void> {
    await this.#openDatabase(key, !hasDatabase)
    if (await isSetUp(this.desk(systemActor, null))) return this.#becomeReady()
    if (readHub(this.#require().raw) === null) return this.#firstStart()
    // Joined and cut off before its rows were here.
    this.#setState({ name: 'joining', progress: { phase: 'connect', done: 0, total: 1 } })
    void this.#takeSnapshot(null)
  }

  async #openDatabase(key: Uint8Array, mayCreate: boolean): Promise<void> {
    this.#setStateUnlessDemo({ name: 'opening' })
    const folder = this.#folder()
    const path = join(folder, files.database)
    removeDatabase(nextDatabase(path))
    let raw: RawDatabase
    try {
      raw = openDatabase({ path, key, mayCreate })
    } catch (error) {
      const trouble = asTrouble(error)
      // The key was checked against its file before: what does not open with it is damaged.
      if (trouble instanceof DatabaseTrouble && trouble.code === 'wrong-key') {
        throw new DatabaseTrouble('damaged', trouble.detail)
      }
      throw trouble
    }
    try {
      const address = { path, key }
      await migrate(raw, () => this.#copyBeforeUpdate(address), this.#parts.migrations)
      if (this.#closing) throw new Error('the program ended while the database was opened')
      this.#open = this.#assemble(raw, address)
    } catch (error) {
      raw.close()
      throw asTrouble(error)
    }
  }

  /**
   * Copies the database in the worker, so that the window is answered meanwhile; nobody writes to it
   * before it is open. Throws {@link DatabaseTrouble}: `disk-full`, `damaged` or `copy-failed`.
   */
  async #copyBeforeUpdate(database: WorkerDatabase): Promise<void> {
    const copies = join(this.#folder(), files.copies)
    const stamp = this.now().replaceAll(/[:.]/g, '-')
    try {
      mkdirSync(copies, { recursive: true, mode: 0o700 })
      removeUnfinished(copies)
      const path = join(copies, `before-update-${stamp}.db`)
      await this.worker.run('copy-database', { path }, { database })
    } catch (error) {
      const trouble = asTrouble(error)
      if (trouble instanceof DatabaseTrouble && saysItself.has(trouble.code)) throw trouble
      throw new DatabaseTrouble('copy-failed', trouble.message)
    }
  }

  #assemble(raw: RawDatabase, address: OpenClinic['address']): OpenClinic {
    const handles = createHandles(raw)
    const { now, newId } = this
    const deviceId = ensureDevice(raw, now(), newId)
    const committed = (unit: CommittedUnit) => this.#committed(unit)
    const writer = createWriter({ raw, root: handles.root, deviceId, now, newId, committed })
    const chore = (name: string, work: Chore) =>
      createChoreRunner(work, now, (error) => this.#parts.log(`chore ${name}`, error))
    const desk = () => this.desk(systemActor, null)
    // Asked before anything is copied: what is under way later is none of it.
    const leftovers = unfinishedCopies(raw)
    return {
      raw,
      handles,
      writer,
      deviceId,
      address,
      chores: {
        mail: chore('mail', (stop) => sendDueMail(desk(), this.#parts.mailTransport, stop)),
        documents: chore('documents', (stop) => {
          const render = (form: PrintedForm) => this.worker.run('render-form', { form })
          return renderDueDocuments(desk(), render, stop.soon)
        }),
        codes: chore('codes', ({ soon }) => this.#keepCodes(desk(), address, soon)),
        pairs: chore('pairs', async ({ soon }) => {
          await this.#keepPairs(address, soon)
          return null
        }),
        calendars: chore('calendars', async () => {
          await writeKeptFeeds(desk(), (error) => this.#parts.log('a calendar file stays', error))
          // Its days move on, also when nothing is written.
          return nextDay(now())
        }),
        upkeep: chore('upkeep', async ({ soon }) => {
          for (const fileId of leftovers.splice(0)) {
            while (!soon.aborted && (await forgetPieces(handles.root, fileId)));
          }
          await forgetDisposed(desk())
          const hasMore = await forgetOldKeys(handles.root, now())
          return hasMore ? now() : nextDay(now())
        }),
      },
    }
  }

  #becomeReady(): void {
    this.#setState({ name: 'ready', demo: this.#demo !== null })
    void this.#openScreens().catch((error: unknown) =>
      this.#parts.log('opening the waiting-room screen failed', error),
    )
    const open = this.#require()
    this.hosting.attach({ ...open, folder: this.#folder(), key: open.address.key })
    this.membership.attach(open)
    void this.labLine.attach(() => this.desk(systemActor, null))
    void this.followScanFolder().catch((error: unknown) =>
      this.#parts.log('watching the scan folder failed', error),
    )
    const chores = Object.values(this.#open?.chores ?? {})
    const wakeAll = () => {
      for (const chore of chores) chore.wake()
    }
    // One that was stopped meanwhile does not hear it; what is ordered meanwhile wakes its own.
    setTimeout(wakeAll, this.#parts.choresAfterMs ?? defaultChoresAfterMs).unref()
    setTimeout(() => void this.updates.look(), firstLookMs).unref()
  }

  /** Watches the folder that this workstation's settings name. */
  async followScanFolder(): Promise<void> {
    const { scanFolder } = await readWorkstationSettings(this.desk(systemActor, null))
    await this.scanFolder.follow(scanFolder)
  }

  /** The screens that this workstation's settings open with the program. */
  async #openScreens(): Promise<void> {
    const { waitingRoomAtStart } = await readWorkstationSettings(this.desk(systemActor, null))
    if (waitingRoomAtStart) this.openWaitingRoom()
  }

  #firstStart(): void {
    const needsDatabasePassphrase = this.#parts.keyStore === null && this.#open === null
    this.#setState({ name: 'first-start', needsDatabasePassphrase })
  }

  #require(): OpenClinic {
    if (this.#open === null) throw new ClinicError('not-ready', {})
    return this.#open
  }

  #committed(unit: CommittedUnit): void {
    this.membership.noticed(unit)
    this.#tell(unit)
    if (unit.rows.some(({ entity }) => inCalendars.has(entity))) {
      clearTimeout(this.#calendarsTimer)
      this.#calendarsTimer = setTimeout(() => this.writeCalendars(), calendarsAfterMs)
      this.#calendarsTimer.unref()
    }
    if (!unit.rows.some(({ entity }) => entity === 'patient')) return
    // An import commits dozens of times a second: who came is compared when it is over.
    clearTimeout(this.#pairsTimer)
    this.#pairsTimer = setTimeout(() => this.#open?.chores.pairs.wake(), comparedAfterMs)
    this.#pairsTimer.unref()
  }

  #tell(unit: CommittedUnit): void {
    if (unit.rows.some(({ entity }) => entity === 'codeSystem')) this.#open?.chores.codes.wake()
    for (const listener of this.#changeListeners) listener(unit)
  }

  /** Reads lists of codes into this desk's index, once their files are here; answers when to look again. */
  async #keepCodes(desk: Desk, database: WorkerDatabase, signal: AbortSignal) {
    const { isDue, isWhole } = await bringCodeLists(desk)
    if (!isDue) return null
    try {
      const any = await this.worker.run('index-codes', null, { database, signal })
      if (any) this.#tell({ unitId: this.newId(), command: 'codes.index', rows: [codesRow] })
    } catch (error) {
      if (!signal.aborted) throw error
    }
    return isWhole ? null : addMinutes(this.now(), 1)
  }

  /** Compares patients in the worker; the lists of pairs that are open somewhere are read again. */
  async #keepPairs(database: WorkerDatabase, signal: AbortSignal): Promise<void> {
    try {
      const any = await this.worker.run('keep-pairs', null, { database, signal })
      if (any) this.#tell({ unitId: this.newId(), command: 'patients.findPairs', rows: [pairsRow] })
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  #setState(state: WorkstationState): void {
    this.#state = state
    for (const listener of this.#stateListeners) listener(state)
  }

  #setStateUnlessDemo(state: WorkstationState): void {
    if (this.#state.name !== 'making-demo') this.#setState(state)
  }

  /** A database that cannot be used becomes a screen that says what to do. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      // What was cut off by the program's end is no trouble of the database's.
      if (this.#closing) return
      const trouble = asTrouble(error)
      this.#parts.log('opening failed', trouble)
      const code = trouble instanceof DatabaseTrouble ? trouble.code : 'unknown'
      this.#setState({ name: 'trouble', trouble: code, folder: this.#folder() })
    }
  }
}

/** What hinders a copy and is plain without saying that it was one. */
const saysItself: ReadonlySet<string> = new Set(['disk-full', 'damaged'])

/** What a copy that was cut off by the program's end has left; it may be as large as the clinic. */
function removeUnfinished(copies: string): void {
  for (const name of readdirSync(copies)) {
    if (name.endsWith(unfinishedCopy)) rmSync(join(copies, name), { force: true })
  }
}

async function stopChores({ chores }: OpenClinic): Promise<void> {
  await Promise.all(Object.values(chores).map((chore) => chore.stop()))
}

async function closeDatabase({ raw, handles }: OpenClinic): Promise<void> {
  await handles.idle()
  raw.pragma('optimize')
  raw.close()
}

function nextDay(instant: string): string {
  return Temporal.Instant.from(instant).add({ hours: 24 }).toString({ fractionalSecondDigits: 3 })
}

/** This workstation's identity, made once for each database file. */
function ensureDevice(raw: RawDatabase, now: string, newId: () => string): string {
  const known = raw.prepare<[], { id: string }>('SELECT id FROM device').get()
  if (known !== undefined) return known.id
  const id = newId()
  raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run(id, 'Front desk', 'A', now)
  return id
}
