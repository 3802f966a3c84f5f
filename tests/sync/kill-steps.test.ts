/** `kill -9` at each step: of the hub, of a workstation, of PostgreSQL. What was acknowledged stays, what was not is sent again, and nothing is there twice. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createHubLog, type HubLog } from '../../main/hub/log.service.ts'
import { startHub } from '../../main/hub/server.ts'
import { type HubStore, openStore } from '../../main/hub/store.ts'
import { FileExchange } from '../../main/sync/files.ts'
import { fileChunkBytes } from '../../main/sync/wire.ts'
import { atStep, type HubStep } from '../helpers/at-step.ts'
import { temporaryFolder } from '../helpers/clinic-file.ts'
import { type HubProcess, startHubProcess } from '../helpers/hub-process.ts'
import { type PostgresCluster, postgresProblem, startPostgres } from '../helpers/postgres.ts'
import { Desk } from './desk.ts'
import { type DeskStep, exchangeSteps, fileSteps, snapshotSteps } from './desk-steps.ts'
import { type Founded, found, foundedAt, testKey } from './founded.ts'
import { hubRows } from './hub-at-hand.ts'
import { exchangeUntilThere, hubOf, lineTo } from './line.ts'
import { differences, rowsOf } from './rows.ts'
import { takeSnapshot } from './snapshot-at-hand.ts'
import { bookSome } from './work.ts'

const now = () => foundedAt
const hexKey = Buffer.from(testKey).toString('hex')
/** The hub's clock, which is the machine's, stands where the desks' clocks stand. */
const clockOffMs = Date.parse(foundedAt) - Date.now()
/** Other processes have to come up, beside whatever else the machine does. */
vi.setConfig({ testTimeout: 120_000 })

const pushSteps = ['received', 'deciding', 'in-transaction', 'committed'] as const

interface Desks {
  a: Desk
  b: Desk
}

function openDesks(founded: Founded): Desks {
  const desks = {
    a: new Desk(0, founded.copyDesk(0), now),
    b: new Desk(1, founded.copyDesk(1), now),
  }
  onTestFinished(() => Promise.all([desks.a.leave(), desks.b.leave()]).then(() => {}))
  return desks
}

/** A hub in a process of its own, until it gets to the step. */
async function startDying(storage: string, diesAt: HubStep): Promise<HubProcess> {
  const hub = await startHubProcess({ storage, key: hexKey, clockOffMs, diesAt })
  onTestFinished(() => hub.kill())
  return hub
}

interface Serving {
  store: HubStore
  log: HubLog
  port: number
  fingerprint: string
}

/** A hub in this process, after another one over the same storage has ended. */
async function serve(storage: string, within = (store: HubStore) => store): Promise<Serving> {
  const store = await openStore(storage, { key: testKey, now, newId: v7 })
  const server = await startHub({ store: within(store), host: '127.0.0.1', port: 0, now })
  onTestFinished(async () => {
    await server.stop()
    await store.close()
  })
  const port = Number(new URL(server.address).port)
  const log = createHubLog(store, { now, newId: v7 })
  return { store, log, port, fingerprint: server.fingerprint }
}

/** Both desks and the storage have the same rows; so many bookings, each in the log once. */
async function expectTogether({ a, b }: Desks, hub: Serving, booked: number): Promise<void> {
  for (const desk of [a, b, a]) await exchangeUntilThere(desk, lineTo(desk, hub.port, hub))
  const rows = await hubRows(hub.store)
  const log = await hub.store.operations(0, 100_000)
  expect(differences('a', rowsOf(a.station.raw), rows)).toEqual([])
  expect(differences('b', rowsOf(b.station.raw), rows)).toEqual([])
  const bookings = [...rows.keys()].filter((key) => key.startsWith('appointment '))
  expect(bookings).toHaveLength(booked)
  const numbers = log.map(({ deviceId, deviceSeq }) => `${deviceId}:${deviceSeq}`)
  expect(new Set(numbers).size).toBe(numbers.length)
  expect(a.unsent).toBe(0)
}

/** Exchanges with a hub that is not there any more before it has answered. */
async function exchangeInVain(desk: Desk, hub: { port: number; fingerprint: string }) {
  const client = desk.connect(lineTo(desk, hub.port, hub))
  await expect(client.step()).rejects.toBeInstanceOf(Error)
  await desk.hangUp()
}

function hubSuite(given: () => Founded): void {
  test.each(pushSteps)('a hub that is killed at “%s” of a push loses nothing', async (step) => {
    const founded = given()
    const desks = openDesks(founded)
    const storage = await founded.copyHub()
    const booked = await bookSome(desks.a.station, founded.house, 5)
    const unsent = desks.a.unsent
    const dying = await startDying(storage, step)
    await exchangeInVain(desks.a, dying)
    expect(await dying.ended()).toBe('SIGKILL')
    expect(desks.a.unsent).toBe(unsent)
    await expectTogether(desks, await serve(storage), booked)
  })

  test('a hub that is killed while it writes a backup keeps the one before, and writes the next', async () => {
    const founded = given()
    const desks = openDesks(founded)
    const storage = await founded.copyHub()
    const path = join(temporaryFolder(), 'hub.backup')
    const hub = await serve(storage)
    const { seq } = await hub.log.backup(path)
    const booked = await bookSome(desks.a.station, founded.house, 5)
    await exchangeUntilThere(desks.a, lineTo(desks.a, hub.port, hub))

    const dying = await startDying(storage, 'writing-a-backup')
    await expect(dying.backup(path)).rejects.toThrow('the hub has ended')
    expect(await dying.ended()).toBe('SIGKILL')
    expect(existsSync(`${path}.new`)).toBe(true)
    const other = await openStore(await founded.emptyHub(), { key: testKey, now, newId: v7 })
    expect((await createHubLog(other, { now, newId: v7 }).restore(path)).seq).toBe(seq)
    await other.close()

    expect((await hub.log.backup(path)).seq).toBeGreaterThan(seq)
    expect(existsSync(`${path}.new`)).toBe(false)
    await expectTogether(desks, hub, booked)
  })

  test('a hub that is killed while it is restored is still empty, and is restored again', async () => {
    const founded = given()
    const desks = openDesks(founded)
    const path = join(temporaryFolder(), 'hub.backup')
    const before = await serve(await founded.copyHub())
    await before.log.backup(path)
    const booked = await bookSome(desks.a.station, founded.house, 5)
    await exchangeUntilThere(desks.a, lineTo(desks.a, before.port, before))
    await desks.a.hangUp()

    const storage = await founded.emptyHub()
    const dying = await startDying(storage, 'restoring')
    await expect(dying.restore(path)).rejects.toThrow('the hub has ended')
    expect(await dying.ended()).toBe('SIGKILL')
    const hub = await serve(storage)
    expect(await hub.store.state()).toMatchObject({ head: 0, clinicId: null, restored: null })
    expect(await hub.store.devices.list()).toEqual([])
    await hub.log.restore(path)
    // What was acknowledged after the backup lies in the desk alone, and comes back with a snapshot.
    await takeSnapshot(hub, desks.a)
    await expectTogether(desks, hub, booked)
  })
}

describe('over a file', () => {
  let founded: Founded

  beforeAll(async () => {
    founded = await found(null)
  })

  afterAll(async () => {
    await founded.close()
  })

  hubSuite(() => founded)

  test.each(exchangeSteps)(
    'a workstation that is killed at “%s” goes on from there',
    async (step) => {
      const desks = openDesks(founded)
      const hub = await serve(await founded.copyHub())
      // Something to send, and something to take.
      await bookSome(desks.b.station, founded.house, 5)
      await exchangeUntilThere(desks.b, lineTo(desks.b, hub.port, hub))
      const booked = 5 + (await bookSome(desks.a.station, founded.house, 5, 20))
      await desks.a.whileClosed(() => dieAt(desks.a, hub, step))
      await expectTogether(desks, hub, booked)
    },
  )

  test.each(fileSteps)(
    'a workstation that is killed at “%s” has it whole the next time',
    async (step) => {
      const { a } = openDesks(founded)
      const hub = await serve(await founded.copyHub())
      const bytes = Buffer.alloc(fileChunkBytes + 77, step)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const isFetched = step === 'fetching-a-file'
      if (isFetched) {
        await hub.store.files.putChunk(sha256, 0, bytes.subarray(0, fileChunkBytes))
        await hub.store.files.putChunk(sha256, 1, bytes.subarray(fileChunkBytes))
        await hub.store.files.finish(sha256, bytes.length)
      } else keepFile(a, sha256, bytes)
      await a.whileClosed(() => dieAt(a, hub, step, { sha256 }))
      const { raw, handles } = a.station
      const kept = raw.prepare('SELECT bytes FROM stored_file WHERE sha256 = ?').pluck()
      if (isFetched) expect(kept.get(sha256)).toBeUndefined()
      else expect(await hub.store.files.size(sha256)).toBeNull()

      const files = new FileExchange({
        raw,
        handles,
        hub: hubOf(a, hub.port, hub),
        now,
        log: () => {},
      })
      if (isFetched) expect(await files.fetch(sha256)).toBe(true)
      else await files.sendMissing()
      await files.stop()
      expect(kept.get(sha256)).toEqual(bytes)
      expect(await hub.store.files.size(sha256)).toBe(bytes.length)
    },
  )

  test.each(snapshotSteps)(
    'a workstation that is killed at “%s” of a snapshot has the old rows or the new ones',
    async (step) => {
      const { a } = openDesks(founded)
      const path = join(temporaryFolder(), 'hub.backup')
      const before = await serve(await founded.copyHub())
      await before.log.backup(path)
      const booked = await bookSome(a.station, founded.house, 5)
      await exchangeUntilThere(a, lineTo(a, before.port, before))

      // What was acknowledged is gone from the hub, and lies in this desk alone.
      const storage = await founded.emptyHub()
      const empty = await openStore(storage, { key: testKey, now, newId: v7 })
      const { seq } = await createHubLog(empty, { now, newId: v7 }).restore(path)
      await empty.close()
      const hub = await serve(storage)
      await a.whileClosed(() => dieAt(a, hub, step, { sendAgainAfter: seq }))
      expect(bookingsAt(a)).toBe(booked)
      const tried = await exchangeUntilThere(a, lineTo(a, hub.port, hub), 1).catch(
        (error: unknown) => error,
      )
      if (step === 'swapped') expect(tried).toBeUndefined()
      else expect(tried).toMatchObject({ code: 'snapshot-needed' })
      if (step !== 'swapped') await takeSnapshot(hub, a)
      await exchangeUntilThere(a, lineTo(a, hub.port, hub))
      expect(differences('a', rowsOf(a.station.raw), await hubRows(hub.store))).toEqual([])
      expect(bookingsAt(a)).toBe(booked)
      expect(a.unsent).toBe(0)
    },
  )
})

/** A paper of one patient, as a workstation has it that printed it. */
function keepFile({ station: { raw } }: Desk, sha256: string, bytes: Uint8Array): void {
  raw
    .prepare(`INSERT INTO stored_file (sha256, media_type, size_bytes, bytes, stored_at)
         VALUES (?, 'application/pdf', ?, ?, ?)`)
    .run(sha256, bytes.length, bytes, foundedAt)
  raw
    .prepare(
      `INSERT INTO document_reference (id, kind, subject_id, patient_id, number, language, state, sha256, version, created_at, updated_at)
       SELECT 'paper', 'invoice', 'subject', id, 'A-1', 'ru', 'ready', ?, 1, ?, ? FROM patient LIMIT 1`,
    )
    .run(sha256, foundedAt, foundedAt)
}

function bookingsAt({ station }: Desk): number {
  return Number(station.raw.prepare('SELECT count(*) FROM appointment').pluck().get())
}

/** Another process has the desk's file, and is killed at the step. */
async function dieAt(
  { file }: Desk,
  { port, fingerprint }: Serving,
  step: DeskStep,
  { sendAgainAfter, sha256 }: { sendAgainAfter?: number; sha256?: string } = {},
): Promise<void> {
  const script = fileURLToPath(new URL('./dying-desk.ts', import.meta.url))
  const { path, deviceId } = file
  const given = { path, deviceId, key: hexKey, port, fingerprint, step, sendAgainAfter, sha256 }
  const words = ['--disable-warning=ExperimentalWarning', script, JSON.stringify(given)]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
}

describe.skipIf(postgresProblem !== null)('over PostgreSQL', () => {
  let cluster: PostgresCluster
  let founded: Founded

  beforeAll(async () => {
    cluster = await startPostgres()
    founded = await found(cluster)
  })

  afterAll(async () => {
    await founded.close()
    await cluster.stop()
  })

  // A hub's steps are the same over either storage; `npm run test:sync` takes the time to see it.
  if (process.env['POLYCLINIC_SYNC_RUNS'] !== undefined) hubSuite(() => founded)

  test.each(pushSteps)(
    'a PostgreSQL that is killed at “%s” of a push loses nothing',
    async (step) => {
      const desks = openDesks(founded)
      const dying = (store: HubStore) => atStep(store, step, () => cluster.kill())
      const hub = await serve(await founded.copyHub(), dying)
      const booked = await bookSome(desks.a.station, founded.house, 5)
      const unsent = desks.a.unsent
      // What is committed is answered still, and nothing can be read after it.
      await exchangeInVain(desks.a, hub)
      // The commit goes out with what is written: which of the two comes first is PostgreSQL's to say.
      const left = {
        received: [unsent],
        deciding: [unsent],
        'in-transaction': [0, unsent],
        committed: [0],
      }
      expect(left[step]).toContain(desks.a.unsent)
      await cluster.start()
      await expectTogether(desks, hub, booked)
    },
  )
})
