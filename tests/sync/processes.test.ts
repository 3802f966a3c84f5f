/** Processes that are killed at any moment: the hub, a workstation, PostgreSQL; and hubs that take over from each other. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openStore } from '../../main/hub/store.ts'
import { type HubProcess, startHubProcess } from '../helpers/hub-process.ts'
import { type PostgresCluster, postgresProblem, startPostgres } from '../helpers/postgres.ts'
import { openProxy, type TcpProxy } from '../helpers/tcp-proxy.ts'
import { Desk } from './desk.ts'
import { type Founded, found, foundedAt, testKey } from './founded.ts'
import { hubRows } from './hub-at-hand.ts'
import { exchangeUntilThere, lineTo } from './line.ts'
import { differences, rowsOf } from './rows.ts'
import { bookSome } from './work.ts'

/** Up to six processes have to come up in a test, beside whatever else the machine does. */
vi.setConfig({ testTimeout: 180_000 })

const now = () => foundedAt
const hexKey = Buffer.from(testKey).toString('hex')
/** The hub's clock, which is the machine's, stands where the desks' clocks stand. */
const clockOffMs = Date.parse(foundedAt) - Date.now()

interface Scene {
  founded: Founded
  storage: string
  proxy: TcpProxy
  a: Desk
  b: Desk
  startHub(): Promise<HubProcess>
  line(desk: Desk): ReturnType<typeof lineTo>
}

async function openScene(founded: Founded): Promise<Scene> {
  const storage = await founded.copyHub()
  const proxy = await openProxy()
  const a = new Desk(0, founded.copyDesk(0), now)
  const b = new Desk(1, founded.copyDesk(1), now)
  const hubs: HubProcess[] = []
  onTestFinished(async () => {
    await Promise.all([a.leave(), b.leave()])
    await proxy.close()
    await Promise.all(hubs.map((hub) => hub.kill()))
  })
  const fingerprint = () => hubs[0]?.fingerprint ?? ''
  return {
    founded,
    storage,
    proxy,
    a,
    b,
    async startHub() {
      const hub = await startHubProcess({ storage, key: hexKey, clockOffMs })
      hubs.push(hub)
      proxy.targets = [...proxy.targets, hub.port]
      return hub
    },
    line: (desk) => lineTo(desk, proxy.port, { fingerprint: fingerprint() }),
  }
}

/** All come together, and hold so many bookings. */
async function expectTogether(scene: Scene, booked: number): Promise<void> {
  const { a, b, storage } = scene
  for (const desk of [a, b, a]) await exchangeUntilThere(desk, scene.line(desk))
  const store = await openStore(storage, { key: testKey, now, newId: v7 })
  const rows = await hubRows(store)
  await store.close()
  expect(differences('a', rowsOf(a.station.raw), rows)).toEqual([])
  expect(differences('b', rowsOf(b.station.raw), rows)).toEqual([])
  const bookings = [...rows.keys()].filter((key) => key.startsWith('appointment '))
  expect(bookings).toHaveLength(booked)
}

async function untilPassed(proxy: TcpProxy, bytes: number): Promise<void> {
  while (proxy.passed().up < bytes) await new Promise(setImmediate)
}

/** Exchanges while the hub is killed as soon as so many bytes have come to it. */
async function killHubAfter(scene: Scene, hub: HubProcess, bytes: number): Promise<void> {
  const { a, proxy } = scene
  const upTo = proxy.passed().up + bytes
  const tried = a
    .connect(scene.line(a))
    .step()
    .catch((error: unknown) => error)
  await Promise.race([untilPassed(proxy, upTo), tried])
  await hub.kill()
  proxy.targets = []
  await tried
  await a.hangUp()
}

describe('over a file', () => {
  let founded: Founded

  beforeAll(async () => {
    founded = await found(null)
  })

  afterAll(async () => {
    await founded.close()
  })

  test('a hub that is killed at each step loses nothing', async () => {
    const scene = await openScene(founded)
    let booked = 0
    for (const bytes of [200, 1200, 2500, 6000, 15_000]) {
      const hub = await scene.startHub()
      booked = await bookSome(scene.a.station, founded.house, 10, booked)
      await killHubAfter(scene, hub, bytes)
    }
    await scene.startHub()
    await expectTogether(scene, booked)
  })

  test('a hub that is stopped has written what it had taken in', async () => {
    const scene = await openScene(founded)
    const hub = await scene.startHub()
    const booked = await bookSome(scene.a.station, founded.house, 10)
    const tried = scene.a.connect(scene.line(scene.a)).step()
    await tried
    expect(scene.a.unsent).toBe(0)
    await scene.a.hangUp()
    expect(await hub.stop()).toBe(0)
    scene.proxy.targets = []
    await scene.startHub()
    await expectTogether(scene, booked)
  })

  test('a workstation that is killed keeps what it said it had', async () => {
    const scene = await openScene(founded)
    const hub = await scene.startHub()
    await scene.a.hangUp()
    let booked = 0
    for (const lines of [1, 2, 7]) {
      scene.a.station.raw.close()
      await runUntilKilled(scene, hub, { from: booked, lines })
      await scene.a.reopen()
      const counted = scene.a.station.raw.prepare('SELECT count(*) FROM appointment').pluck().get()
      const there = Number(counted)
      expect(there).toBeGreaterThanOrEqual(booked + Math.ceil(lines / 2))
      booked = there
    }
    await expectTogether(scene, booked)
  })
})

async function runUntilKilled(
  { a, proxy, founded }: Scene,
  hub: HubProcess,
  { from, lines }: { from: number; lines: number },
): Promise<void> {
  const script = fileURLToPath(new URL('./kill-desk.ts', import.meta.url))
  const { path, deviceId } = a.file
  const given = { path, deviceId, key: hexKey, port: proxy.port, from, house: founded.house }
  const words = JSON.stringify({ ...given, fingerprint: hub.fingerprint })
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let said = 0
  for await (const _line of createInterface({ input: child.stdout })) {
    said += 1
    if (said === lines) child.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
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

  test('a PostgreSQL that is killed in the middle of a push loses nothing', async () => {
    const scene = await openScene(founded)
    await scene.startHub()
    let booked = 0
    for (const bytes of [1200, 6000]) {
      booked = await bookSome(scene.a.station, founded.house, 20, booked)
      const upTo = scene.proxy.passed().up + bytes
      const tried = scene.a
        .connect(scene.line(scene.a))
        .step()
        .catch((error: unknown) => error)
      await Promise.race([untilPassed(scene.proxy, upTo), tried])
      await cluster.kill()
      await tried
      await scene.a.hangUp()
      await cluster.start()
    }
    await expectTogether(scene, booked)
  })

  test('two hubs behind a balancer: one is killed, the desks move over, nothing is lost', async () => {
    const scene = await openScene(founded)
    const [first, second] = [await scene.startHub(), await scene.startHub()]
    expect(second.fingerprint).toBe(first.fingerprint)
    let booked = await bookSome(scene.a.station, founded.house, 10)
    await exchangeUntilThere(scene.a, scene.line(scene.a))
    await exchangeUntilThere(scene.b, scene.line(scene.b))
    // Each desk has a line of its own to one of the two: whoever loses it comes to the other.
    booked = await bookSome(scene.a.station, founded.house, 10, booked)
    await first.kill()
    await exchangeUntilThere(scene.a, scene.line(scene.a))
    booked = await bookSome(scene.a.station, founded.house, 10, booked)
    await expectTogether(scene, booked)
  })

  test('desks at different hubs that want the same time: one holds it', async () => {
    const scene = await openScene(founded)
    await scene.startHub()
    await scene.startHub()
    await bookSome(scene.a.station, founded.house, 6)
    await bookSome(scene.b.station, founded.house, 6)
    await Promise.all([scene.a, scene.b].map((desk) => exchangeUntilThere(desk, scene.line(desk))))
    // Those who waited at the founding are there as well.
    await expectTogether(scene, 15)
    const states = scene.a.station.raw
      .prepare(`SELECT status, count(*) AS count FROM appointment GROUP BY status ORDER BY status`)
      .all()
    expect(states).toEqual([
      { status: 'arrived', count: 3 },
      { status: 'cancelled', count: 6 },
      { status: 'confirmed', count: 6 },
    ])
  })
})
