/** The snapshot of a large clinic: made by a hub while others push, fetched and swapped in by a new workstation. */
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { v7 } from 'uuid'
import { migrate } from '../../main/db/migrate.ts'
import { openDatabase } from '../../main/db/open.ts'
import { openStore } from '../../main/hub/store.ts'
import { fingerprintOf, makeCertificate } from '../../main/sync/certificates.ts'
import { noEpoch } from '../../main/sync/member.ts'
import type { PostgresCluster } from '../helpers/postgres.ts'
import { startHubProcess } from '../helpers/hub-process.ts'
import { found, type Founded, foundedAt, testKey } from '../sync/founded.ts'
import { ms, seconds } from './booking-clinic.ts'
import { LightClient } from './light-client.ts'
import { mib, peakMibOf } from './memory.ts'
import { runScript } from './run-script.ts'
import { snapshotCostShape, type SnapshotWish } from './sync-snapshot-desk.ts'
import { fillRows } from './years-of-work.ts'

export interface SnapshotSize {
  patients: number
  appointments: number
}

export interface SnapshotFigures extends SnapshotSize {
  prepareMs: number
  downloadMs: number
  loadMs: number
  mib: number
  hubPeakMib: number | null
  deskPeakMib: number
  /** Of pushes of another workstation, one at a time, from the first to the last moment of it. */
  pushMs: number[]
  /** Rows that the workstation has in the end. */
  patientsThere: number
  appointmentsThere: number
}

/** As the guide shows it. */
export function snapshotTable(figures: SnapshotFigures): Record<string, string> {
  const pushes = figures.pushMs.toSorted((a, b) => a - b)
  const push = (part: number) => ms(pushes[Math.floor((pushes.length - 1) * part)] ?? Number.NaN)
  return {
    rows: `${figures.patientsThere} patients, ${figures.appointmentsThere} appointments`,
    'until the hub has written it down': seconds(figures.prepareMs),
    'until the workstation has fetched it': seconds(figures.downloadMs),
    'until it is swapped in': seconds(figures.loadMs),
    size: `${figures.mib.toFixed(1)} MiB`,
    'most memory of the hub': mib(figures.hubPeakMib),
    'most memory of the workstation': mib(figures.deskPeakMib),
    'pushes of others meanwhile': `${pushes.length}, p50 ${push(0.5)}, p95 ${push(0.95)}, slowest ${push(1)}`,
  }
}

const key = Buffer.from(testKey).toString('hex')

/** `cluster` null: the hub keeps a file. */
export async function measureSnapshot(
  cluster: PostgresCluster | null,
  size: SnapshotSize,
): Promise<SnapshotFigures> {
  const founded = await found(cluster, tmpdir())
  try {
    const storage = await founded.copyHub()
    const own = await fill(storage, founded, size)
    const hub = await startHubProcess({
      storage,
      key,
      clockOffMs: Date.parse(foundedAt) - Date.now(),
    })
    try {
      const { fingerprint, port } = hub
      const address = `https://127.0.0.1:${port}`
      const path = await emptyDesk(founded.folder, { address, fingerprint, ...own.joiner })
      const pushing = await pushAlong(port, own.writer)
      const wish: SnapshotWish = { hub: { address, fingerprint, ...own.joiner }, path, key }
      const taken = snapshotCostShape.parse(await runScript('sync-snapshot-desk.ts', wish))
      const pushMs = await pushing.stop()
      return {
        ...size,
        prepareMs: taken.prepareMs,
        downloadMs: taken.downloadMs,
        loadMs: taken.loadMs,
        mib: taken.bytes / 1024 / 1024,
        hubPeakMib: peakMibOf(hub.pid),
        deskPeakMib: taken.peakMib,
        pushMs,
        ...countThere(path),
      }
    } finally {
      await hub.kill()
    }
  } finally {
    await founded.close()
  }
}

/** The clinic in the hub's storage, and two more devices: one that joins, one that writes meanwhile. */
async function fill(storage: string, { house }: Founded, { patients, appointments }: SnapshotSize) {
  const now = () => foundedAt
  const store = await openStore(storage, { key: testKey, now, newId: v7 })
  try {
    await fillRows(store, house, { patients, bookings: Math.round(appointments / patients) })
    const joiner = await makeCertificate('New desk')
    const writer = await makeCertificate('Writing desk')
    for (const [prefix, { certificate }] of Object.entries({ Y: joiner, Z: writer })) {
      await store.devices.add({
        id: `desk-${prefix}`,
        name: `Desk ${prefix}`,
        prefix,
        fingerprint: fingerprintOf(certificate),
        branches: null,
        joinedAt: foundedAt,
        lastSeenAt: null,
        cursor: 0,
        revokedAt: null,
      })
    }
    return { joiner, writer: { ...writer, epoch: (await store.state()).epoch } }
  } finally {
    await store.close()
  }
}

/** The database of a workstation that has joined and has nothing yet. */
async function emptyDesk(folder: string, hub: SnapshotWish['hub']): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'new-desk.db')
  const raw = openDatabase({ path, key: testKey, mayCreate: true })
  await migrate(raw, null)
  raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run('desk-Y', 'Desk Y', 'Y', foundedAt)
  raw
    .prepare(
      `INSERT INTO hub_link (id, address, fingerprint, certificate, private_key, epoch, cursor, backup_seq)
       VALUES (1, ?, ?, ?, ?, ?, 0, 0)`,
    )
    .run(hub.address, hub.fingerprint, hub.certificate, hub.privateKey, noEpoch)
  raw.close()
  return path
}

/** Pushes one small change after the other until it is stopped; answers how long each took. */
async function pushAlong(
  port: number,
  writer: { certificate: string; privateKey: string; epoch: string },
): Promise<{ stop: () => Promise<number[]> }> {
  const client = await LightClient.open(port, writer)
  const tookMs: number[] = []
  let isOver = false
  const push = async (): Promise<void> => {
    for (let deviceSeq = 1; !isOver; deviceSeq += 1) {
      const id = `01900000-0000-7000-b000-${deviceSeq.toString(16).padStart(12, '0')}`
      const changes = { id, name: 'Note', position: deviceSeq, version: 1 }
      const startedAt = performance.now()
      await client.call('mutation', 'push', {
        epoch: writer.epoch,
        operations: [
          {
            deviceSeq,
            unitId: id,
            actorId: 'system',
            command: 'bench.push',
            entity: 'serviceCategory',
            rowId: id,
            kind: 'create',
            baseVersion: 0,
            changes: { ...changes, createdAt: foundedAt, updatedAt: foundedAt },
            clock: `${foundedAt}-0000-desk-Z`,
            schemaVersion: 1,
          },
        ],
      })
      tookMs.push(performance.now() - startedAt)
      await new Promise((resolve) => setTimeout(resolve, pushPauseMs))
    }
  }
  const pushed = push()
  return {
    async stop() {
      isOver = true
      await pushed
      client.close()
      return tookMs
    },
  }
}

const pushPauseMs = 50

function countThere(path: string) {
  const raw = openDatabase({ path, key: testKey, mayCreate: false })
  const count = (table: string) =>
    Number(raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
  const there = { patientsThere: count('patient'), appointmentsThere: count('appointment') }
  raw.close()
  return there
}
