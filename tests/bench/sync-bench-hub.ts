/** A hub's storage for the sync figures: a clinic of so many doctors in it, and as many devices as are wanted. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { createHubLog } from '../../main/hub/log.service.ts'
import { type DeviceRecord, type HubStore, openStore } from '../../main/hub/store.ts'
import type { Row } from '../../main/sync/merge.rules.ts'
import { batchOperations, type Operation } from '../../main/sync/wire.ts'
import { type PostgresCluster, startPostgres } from '../helpers/postgres.ts'
import { schemaVersion } from '../../main/db/migrate.ts'

export interface BenchHouse {
  doctorIds: string[]
  patientId: string
  serviceId: string
  /** A receptionist. */
  actorId: string
  opensAt: string
}

export interface BenchHub {
  /** `file:…` or `postgres://…` */
  storage: string
  /** 64 hex digits. */
  key: string
  house: BenchHouse
  store: HubStore
  founder: DeviceRecord
  addDevices(fingerprints: readonly string[]): Promise<void>
  appointments(): Promise<Row[]>
  close(): Promise<void>
}

/** With `storage: 'postgres'` a cluster of its own that waits for the disk, as a clinic's does. */
export async function openBenchHub(
  storage: 'sqlite' | 'postgres',
  doctors: number,
): Promise<BenchHub> {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-bench-'))
  const key = randomBytes(32)
  const cluster: PostgresCluster | null =
    storage === 'postgres' ? await startPostgres({ durable: true }) : null
  const address = cluster === null ? `file:${join(folder, 'hub.db')}` : await cluster.newDatabase()
  const now = () => new Date().toISOString()
  const store = await openStore(address, { key, now, newId: v7 })
  const founder = deviceOf('founder', 'F', 'f'.repeat(64))
  await store.devices.add(founder)
  const house = await furnish(store, founder, doctors)
  return {
    storage: address,
    key: key.toString('hex'),
    house,
    store,
    founder,
    async addDevices(fingerprints) {
      for (const [index, fingerprint] of fingerprints.entries()) {
        await store.devices.add(deviceOf(v7(), `X${index}`, fingerprint))
      }
    },
    appointments: () => appointmentsOf(store),
    async close() {
      await store.close()
      await cluster?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function deviceOf(id: string, prefix: string, fingerprint: string): DeviceRecord {
  return {
    id,
    name: 'Desk',
    prefix,
    fingerprint,
    branches: null,
    joinedAt: new Date(Date.now() + 1000).toISOString(),
    lastSeenAt: null,
    cursor: 0,
    revokedAt: null,
  }
}

async function furnish(
  store: HubStore,
  founder: DeviceRecord,
  doctors: number,
): Promise<BenchHouse> {
  const log = createHubLog(store, { now: () => new Date().toISOString(), newId: v7 })
  const { epoch } = await store.state()
  const operations: Operation[] = []
  const add = (entity: string, fields: Row): string => {
    const id = v7()
    const now = new Date(Date.now() - 60_000).toISOString()
    operations.push({
      deviceSeq: operations.length + 1,
      unitId: id,
      actorId: 'system',
      command: 'bench.furnish',
      entity,
      rowId: id,
      kind: 'create',
      baseVersion: 0,
      changes: { ...fields, id, version: 1, createdAt: now, updatedAt: now },
      clock: `${now}-0000-${founder.id}`,
      schemaVersion,
    })
    return id
  }
  const person = { given: 'Anna', language: 'en' }
  add('organization', {
    name: 'Three Whales',
    country: 'RU',
    language: 'ru',
    currency: 'RUB',
    timeZone: 'Europe/Moscow',
  })
  const categoryId = add('serviceCategory', { name: 'Visits', position: 1 })
  const serviceId = add('healthcareService', {
    categoryId,
    code: 'V-1',
    name: 'Visit',
    durationMinutes: 30,
    priceMinor: 250_000,
  })
  const actorId = add('practitioner', { ...person, family: 'Desk', roles: '["receptionist"]' })
  const doctorIds = Array.from({ length: doctors }, (_, index) =>
    add('practitioner', { ...person, family: `Doctor ${index}`, roles: '["doctor"]' }),
  )
  const patientId = add('patient', {
    ...person,
    family: 'Patient',
    sex: 'female',
    phones: '[]',
  })
  for (let from = 0; from < operations.length; from += batchOperations) {
    const batch = operations.slice(from, from + batchOperations)
    await log.push(founder, { epoch, operations: batch })
  }
  await log.close()
  return { doctorIds, patientId, serviceId, actorId, opensAt: '2027-01-04T06:00:00.000Z' }
}

async function appointmentsOf(store: HubStore): Promise<Row[]> {
  const piece = 5000
  return store.read(async (tx) => {
    const all: Row[] = []
    for (let after = ''; ;) {
      const found = await tx.rows('appointment', after, piece)
      all.push(...found.map(({ body }) => JSON.parse(body)))
      if (found.length < piece) return all
      after = found.at(-1)?.rowId ?? ''
    }
  })
}
