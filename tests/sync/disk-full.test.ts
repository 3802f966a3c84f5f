/** A full disk, at the hub over both storages and at a workstation: told by a code, nothing half written, and on it goes when there is room. */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createHubLog } from '../../main/hub/log.service.ts'
import { type HubServer, startHub } from '../../main/hub/server.ts'
import { type HubStore, openStore } from '../../main/hub/store.ts'
import { fetchUntilThere } from '../../main/sync/fetch-until-there.ts'
import { createHubRequests } from '../../main/sync/hub-requests.ts'
import { loadSnapshot } from '../../main/sync/snapshot.ts'
import { fileChunkBytes } from '../../main/sync/wire.ts'
import { type PostgresCluster, postgresProblem, startPostgres } from '../helpers/postgres.ts'
import { openSmallDisk, type SmallDisk, smallDiskProblem } from '../helpers/small-disk.ts'
import { Desk } from './desk.ts'
import { type Founded, found, foundedAt, testKey } from './founded.ts'
import { hubRows } from './hub-at-hand.ts'
import { exchangeUntilThere, hubOf, lineTo } from './line.ts'
import { differences, rowsOf } from './rows.ts'
import { bookSome } from './work.ts'

const now = () => foundedAt
/** Long enough for a machine that has much else to do. */
const patience = { timeout: 60_000, interval: 20 }
/** The program's waits, so short that nobody has to sit through them. */
const own = {
  wait: (_ms: number, signal: AbortSignal) => wait(20, undefined, { signal }).catch(() => {}),
}

/** A disk that goes with the test, after all that the test opens on it later. */
function smallDisk(mebibytes: number): SmallDisk {
  const disk = openSmallDisk(mebibytes)
  onTestFinished(() => disk.close())
  return disk
}

interface Scene {
  store: HubStore
  hub: HubServer
  port: number
  a: Desk
  b: Desk
}

async function openScene(
  founded: Founded,
  storage: string,
  a = founded.copyDesk(0),
): Promise<Scene> {
  const store = await openStore(storage, { key: testKey, now, newId: v7 })
  const hub = await startHub({ store, host: '127.0.0.1', port: 0, now, newId: v7 })
  const scene = {
    store,
    hub,
    port: Number(new URL(hub.address).port),
    a: new Desk(0, a, now),
    b: new Desk(1, founded.copyDesk(1), now),
  }
  onTestFinished(async () => {
    await Promise.all([scene.a.leave(), scene.b.leave()])
    await hub.stop()
    await store.close()
  })
  return scene
}

async function expectTogether({ store, hub, port, a, b }: Scene): Promise<void> {
  for (const desk of [a, b, a]) await exchangeUntilThere(desk, lineTo(desk, port, hub))
  const rows = await hubRows(store)
  expect(differences('a', rowsOf(a.station.raw), rows)).toEqual([])
  expect(differences('b', rowsOf(b.station.raw), rows)).toEqual([])
}

/** What must hold at a hub whose disk is full, whichever storage it has; then there is room. */
async function fillAndMakeRoom(founded: Founded, scene: Scene, disk: SmallDisk): Promise<void> {
  const { store, hub, port, a, b } = scene
  await bookSome(b.station, founded.house, 4)
  await exchangeUntilThere(b, lineTo(b, port, hub))
  const before = { state: await store.state(), rows: await hubRows(store) }

  disk.fill()
  const booked = await bookSome(a.station, founded.house, 300, 100)
  const unsent = a.unsent
  const client = a.connect(lineTo(a, port, hub), own)
  client.start()
  await vi.waitFor(
    () => expect(client.status()).toMatchObject({ state: 'trouble', trouble: 'disk-full', unsent }),
    patience,
  )
  expect(a.unsent).toBe(unsent)
  // Nothing half written, and what others wrote comes all the same.
  expect(await store.state()).toEqual(before.state)
  expect(differences('hub', await hubRows(store), before.rows)).toEqual([])
  const counted = a.station.raw.prepare('SELECT count(*) FROM appointment').pluck()
  expect(counted.get()).toBe(booked + 4)

  // By itself: nobody asks for a try.
  disk.makeRoom()
  await vi.waitFor(
    () => expect(client.status()).toMatchObject({ state: 'in-sync', trouble: null, unsent: 0 }),
    patience,
  )
  await a.hangUp()
  await expectTogether(scene)
}

describe.skipIf(smallDiskProblem !== null)('over a file', () => {
  let founded: Founded

  beforeAll(async () => {
    founded = await found(null)
  })

  afterAll(async () => {
    await founded.close()
  })

  async function onDisk(disk: SmallDisk): Promise<string> {
    const storage = join(disk.folder, 'hub.db')
    copyFileSync((await founded.copyHub()).replace('file:', ''), storage)
    return storage
  }

  test('a hub whose disk is full takes nothing in, says it, and goes on when there is room', async () => {
    const disk = smallDisk(32)
    await fillAndMakeRoom(founded, await openScene(founded, await onDisk(disk)), disk)
  })

  test('a file’s piece is refused with a code, and taken when there is room', async () => {
    const disk = smallDisk(32)
    const scene = await openScene(founded, await onDisk(disk))
    const requests = createHubRequests(hubOf(scene.a, scene.port, scene.hub))
    onTestFinished(() => requests.close())
    const body = Buffer.alloc(fileChunkBytes, 'x')
    const send = () =>
      requests.send({
        method: 'PUT',
        path: `/files/${'0'.repeat(63)}1`,
        headers: { 'content-range': `bytes 0-${body.length - 1}/${2 * body.length}` },
        body,
      })
    disk.fill()
    const refused = await send()
    expect(refused.status).toBe(503)
    expect(JSON.parse(refused.body.toString())).toEqual({ hub: { code: 'disk-full' } })
    expect(await scene.store.files.chunks(`${'0'.repeat(63)}1`)).toEqual([])
    disk.makeRoom()
    expect((await send()).status).toBe(200)
  })

  test('a snapshot that finds no room at the hub is waited for, and comes when there is room', async () => {
    const disk = smallDisk(32)
    const scene = await openScene(founded, await onDisk(disk))
    vi.stubEnv('TMPDIR', disk.folder)
    onTestFinished(() => void vi.unstubAllEnvs())
    disk.fill()
    const tries: unknown[] = []
    const ending = new AbortController()
    const fetching = fetchUntilThere({
      hub: hubOf(scene.a, scene.port, scene.hub),
      path: `${scene.a.file.path}.snapshot`,
      key: testKey,
      onProgress: () => {},
      signal: ending.signal,
      log: (_event, error) => tries.push(error),
    })
    await vi.waitFor(() => expect(tries.length).toBeGreaterThan(0), patience)
    expect(String(tries[0])).toContain('503')
    disk.makeRoom()
    expect((await fetching).seq).toBe((await scene.store.state()).head)
  })

  test('a backup that finds no room leaves the one before it as it was', async () => {
    const disk = smallDisk(32)
    const { store } = await openScene(founded, await founded.copyHub())
    const log = createHubLog(store, { now, newId: v7 })
    const path = join(disk.folder, 'hub.backup')
    const { seq } = await log.backup(path)
    disk.fill()
    await expect(log.backup(path)).rejects.toThrow('ENOSPC')
    expect((await store.state()).backupSeq).toBe(seq)
    const other = await openStore(await founded.emptyHub(), { key: testKey, now, newId: v7 })
    onTestFinished(() => other.close())
    expect((await createHubLog(other, { now, newId: v7 }).restore(path)).seq).toBe(seq)
  })

  test('a workstation whose disk is full says it, keeps what it has, and goes on when there is room', async () => {
    const disk = smallDisk(24)
    const file = founded.copyDesk(0)
    const path = join(disk.folder, 'clinic.db')
    copyFileSync(file.path, path)
    const scene = await openScene(founded, await founded.copyHub(), { ...file, path })
    const { a, b, hub, port } = scene
    await bookSome(a.station, founded.house, 3)
    await bookSome(b.station, founded.house, 400, 50)
    await exchangeUntilThere(b, lineTo(b, port, hub))
    const before = rowsOf(a.station.raw)
    const unsent = a.unsent

    disk.fill()
    const client = a.connect(lineTo(a, port, hub), own)
    client.start()
    await vi.waitFor(
      () => expect(client.status()).toMatchObject({ state: 'trouble', trouble: 'no-room-here' }),
      patience,
    )
    expect(differences('a', rowsOf(a.station.raw), before)).toEqual([])
    expect(a.unsent).toBe(unsent)

    disk.makeRoom()
    await vi.waitFor(
      () => expect(client.status()).toMatchObject({ state: 'in-sync', trouble: null, unsent: 0 }),
      patience,
    )
    await a.hangUp()
    await expectTogether(scene)
  })

  test('a snapshot that finds no room at the workstation leaves its database as it was', async () => {
    const disk = smallDisk(24)
    const file = founded.copyDesk(0)
    const database = { ...file, path: join(disk.folder, 'clinic.db') }
    copyFileSync(file.path, database.path)
    const scene = await openScene(founded, await founded.copyHub(), database)
    const { a, port, hub } = scene
    await bookSome(a.station, founded.house, 3)
    const before = rowsOf(a.station.raw)
    const fetching = {
      hub: hubOf(a, port, hub),
      path: join(disk.folder, 'snapshot'),
      key: testKey,
      onProgress: () => {},
      signal: new AbortController().signal,
      log: () => {},
    }
    disk.fill()
    await expect(fetchUntilThere(fetching)).rejects.toMatchObject({ code: 'ENOSPC' })
    disk.makeRoom()
    const stamp = await fetchUntilThere(fetching)
    const load = { snapshotPath: fetching.path, stamp, database, sendAgainAfter: null }
    await a.whileClosed(async () => {
      disk.fill()
      await expect(loadSnapshot(load, () => {})).rejects.toThrow(/full/)
      disk.makeRoom()
    })
    expect(differences('a', rowsOf(a.station.raw), before)).toEqual([])
    await expectTogether(scene)
  })
})

describe.skipIf(smallDiskProblem !== null || postgresProblem !== null)('over PostgreSQL', () => {
  let cluster: PostgresCluster
  let disk: SmallDisk
  let founded: Founded

  beforeAll(async () => {
    disk = openSmallDisk(64)
    cluster = await startPostgres()
    founded = await found(cluster)
  })

  afterAll(async () => {
    await founded.close()
    await cluster.stop()
    disk.close()
  })

  test('a hub whose disk is full takes nothing in, says it, and goes on when there is room', async () => {
    const storage = await cluster.newDatabaseOn(disk.folder, await founded.copyHub())
    await fillAndMakeRoom(founded, await openScene(founded, storage), disk)
  })
})
