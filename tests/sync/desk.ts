/** One desk of a test: a file that stays, a program over it that may crash, and its line to the hub. */
import { rmSync } from 'node:fs'
import type { OpenLink } from '../../main/sync/link.ts'
import { SyncClient, type SyncParts } from '../../main/sync/sync-client.ts'
import { countedIdsOf, openStation, type Station, type StationFile } from './station.ts'

export class Desk {
  readonly file: StationFile
  readonly deviceId: string
  readonly newId: () => string
  readonly now: () => string
  station: Station
  #client: SyncClient | null = null

  /** `index` keeps its ids apart from other desks' ids. */
  constructor(index: number, file: StationFile, now: () => string) {
    this.file = file
    this.deviceId = file.deviceId
    this.newId = countedIdsOf(index + 1)
    this.now = now
    this.station = this.#open()
  }

  #open(): Station {
    return openStation(this.file, { now: this.now, newId: this.newId })
  }

  /** The exchange with the hub, which goes on for as long as nobody hangs up. */
  connect(openLink: OpenLink, own: Partial<SyncParts> = {}): SyncClient {
    const { raw, handles, committed } = this.station
    this.#client ??= new SyncClient({
      raw,
      handles,
      deviceId: this.deviceId,
      openLink,
      now: this.now,
      newId: this.newId,
      committed: (unit) => void committed.push(unit),
      needsSnapshot: () => {},
      log: () => {},
      random: () => 0.5,
      ...own,
    })
    return this.#client
  }

  async hangUp(): Promise<void> {
    await this.#client?.stop()
    this.#client = null
  }

  /** The program is gone from one moment to the next and is started again. */
  async crash(): Promise<void> {
    await this.whileClosed(async () => {})
  }

  /** After somebody else had the file, and the station here was closed for it. */
  async reopen(): Promise<void> {
    await this.hangUp()
    this.station = this.#open()
  }

  async whileClosed(work: () => Promise<void>): Promise<void> {
    await this.hangUp()
    this.station.raw.close()
    await work()
    this.station = this.#open()
  }

  /** Operations that the hub is not known to have. */
  get unsent(): number {
    const count = 'SELECT count(*) FROM outbox_operation WHERE acked_seq IS NULL'
    return Number(this.station.raw.prepare(count).pluck().get())
  }

  async leave(): Promise<void> {
    await this.hangUp()
    this.station.raw.close()
    for (const end of ['', '-wal', '-shm']) rmSync(this.file.path + end, { force: true })
  }
}
