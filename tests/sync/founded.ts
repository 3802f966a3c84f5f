/** Where every random run begins: a hub and desks that have joined it, made once and copied for each run. */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applyStretch } from '../../main/sync/apply.ts'
import { acknowledge, nextBatch } from '../../main/sync/outbox.ts'
import { type Certificate, fingerprintOf, makeCertificate } from '../../main/sync/certificates.ts'
import { migrate } from '../../main/db/migrate.ts'
import { openDatabase } from '../../main/db/open.ts'
import type { PostgresCluster } from '../helpers/postgres.ts'
import { createRecycler, keepContents } from './recycler.ts'
import { foundClinic } from './found-clinic.ts'
import { type HubAtHand, openHubAtHand } from './hub-at-hand.ts'
import { countedIdsOf, openStation, type Station, type StationFile } from './station.ts'
import type { House } from './work.ts'

export const foundedAt = '2026-11-16T05:00:00.000Z'
export const deskNames = ['a', 'b', 'c', 'd', 'e'] as const

/** Thousands of commits that nobody's disk has to wait for: a crash of the program does not need one. */
const quickPlace = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** 32 bytes; nothing here is worth hiding, but the cipher is the product's. */
export const testKey = new Uint8Array(32).fill(7)

export interface Founded {
  house: House
  folder: string
  /** The address of a fresh copy of the founded hub's storage. */
  copyHub(): Promise<string>
  /** The address of a storage that has never been used. */
  emptyHub(): Promise<string>
  /** A fresh copy of a desk's file. */
  copyDesk(index: number): StationFile
  close(): Promise<void>
}

/** `cluster` null: the hub keeps a file. Figures want a `place` on the disk. */
export async function found(
  cluster: PostgresCluster | null,
  place: string = quickPlace,
): Promise<Founded> {
  const folder = mkdtempSync(join(place, 'polyclinic-sync-'))
  const address = cluster === null ? `file:${join(folder, 'hub.db')}` : await cluster.newDatabase()
  const parts = { now: () => foundedAt, newId: countedIdsOf(0xfff) }
  const hub = await openHubAtHand({ address, key: testKey, ...parts })
  await hub.store.saveIdentity(await makeCertificate('Hub'))
  const house = await foundDesks(folder, hub)
  await hub.close()
  if (cluster !== null) await keepContents(address)
  let copies = 0
  const recycler = cluster === null ? null : createRecycler(cluster, address)
  return {
    house,
    folder,
    async copyHub() {
      copies += 1
      if (recycler !== null) return recycler.copy()
      const path = join(folder, `hub-${copies}.db`)
      copyFileSync(join(folder, 'hub.db'), path)
      return `file:${path}`
    },
    async emptyHub() {
      copies += 1
      return recycler === null ? `file:${join(folder, `hub-${copies}.db`)}` : recycler.empty()
    },
    copyDesk(index) {
      const deviceId = deviceIdOf(index)
      copies += 1
      const copy = join(folder, `${deviceId}-${copies}.db`)
      copyFileSync(join(folder, `${deviceId}.db`), copy)
      return { path: copy, key: testKey, deviceId }
    },
    async close() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function deviceIdOf(index: number): string {
  return `desk-${deskNames[index] ?? index}`
}

/** The first desk brings the clinic; the others start from the same rows as the hub has. */
async function foundDesks(folder: string, hub: HubAtHand): Promise<House> {
  mkdirSync(folder, { recursive: true })
  const newId = countedIdsOf(0xffe)
  const now = () => foundedAt
  const fileOf = (index: number): StationFile => {
    const deviceId = deviceIdOf(index)
    return { path: join(folder, `${deviceId}.db`), key: testKey, deviceId }
  }
  await migrateNew(fileOf(0))
  const first = openStation(fileOf(0), { now, newId })
  const device = { name: 'Desk', created_at: foundedAt }
  first.raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run(deviceIdOf(0), device.name, 'A', device.created_at)
  const house = await foundClinic(first.system)
  const own = await Promise.all(deskNames.map((name) => makeCertificate(`Desk ${name}`)))
  for (const [index, name] of deskNames.entries()) {
    await hub.store.devices.add({
      id: deviceIdOf(index),
      name: `Desk ${name}`,
      prefix: name.toUpperCase(),
      fingerprint: fingerprintOf(own[index]?.certificate ?? ''),
      branches: null,
      // What was written before it joined is the clinic's history.
      joinedAt: foundedAt.replace('05:00', '05:01'),
      lastSeenAt: null,
      cursor: 0,
      revokedAt: null,
    })
  }
  const { epoch } = await hub.store.state()
  linkTo(first, epoch)
  showOwn(first, own[0])
  await sendAll(first, hub, deviceIdOf(0), epoch)
  first.raw.pragma('wal_checkpoint(TRUNCATE)')
  first.raw.close()
  for (let index = 1; index < deskNames.length; index += 1) {
    copyFileSync(fileOf(0).path, fileOf(index).path)
    const other = openStation(fileOf(index), { now, newId })
    other.raw
      .prepare('UPDATE device SET id = ?, prefix = ?')
      .run(deviceIdOf(index), deskNames[index]?.toUpperCase())
    showOwn(other, own[index])
    other.raw.exec(
      `DELETE FROM outbox_operation; DELETE FROM number_series; DELETE FROM idempotency_key;
       DELETE FROM sqlite_sequence WHERE name = 'outbox_operation'`,
    )
    other.raw.pragma('wal_checkpoint(TRUNCATE)')
    other.raw.close()
  }
  return house
}

async function migrateNew(file: StationFile): Promise<void> {
  const raw = openDatabase({ ...file, mayCreate: true })
  await migrate(raw, null)
  raw.close()
}

function linkTo(station: Station, epoch: string): void {
  station.raw
    .prepare(
      `INSERT INTO hub_link (id, address, fingerprint, certificate, private_key, epoch, cursor, backup_seq)
       VALUES (1, 'https://127.0.0.1:1', ?, '', '', ?, 0, 0)`,
    )
    .run('0'.repeat(64), epoch)
}

/** The certificate by which the hub knows the desk. */
function showOwn({ raw }: Station, own: Certificate | undefined): void {
  raw
    .prepare('UPDATE hub_link SET certificate = ?, private_key = ?')
    .run(own?.certificate, own?.privateKey)
}

async function sendAll(
  station: Station,
  hub: HubAtHand,
  deviceId: string,
  epoch: string,
): Promise<void> {
  const device = await hub.device(deviceId)
  for (;;) {
    const operations = nextBatch(station.raw)
    if (operations.length === 0) break
    const answer = await hub.log.push(device, { epoch, operations })
    const refused = answer.outcomes.filter(({ outcome }) => outcome !== 'accepted')
    if (refused.length > 0) throw new Error(`refused at the founding: ${JSON.stringify(refused)}`)
    await station.handles.transact(() => acknowledge(station.raw, answer, cursorOf(station)))
  }
  const pulled = await hub.log.pull(device, { epoch, cursor: cursorOf(station), limit: 1000 })
  const parts = { raw: station.raw, deviceId, now: () => foundedAt, newId: countedIdsOf(0xffd) }
  await station.handles.transact(() => applyStretch(parts, pulled))
}

export function cursorOf(station: Pick<Station, 'raw'>): number {
  return Number(station.raw.prepare('SELECT cursor FROM hub_link').pluck().get() ?? 0)
}
