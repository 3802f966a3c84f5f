/** A real hub behind a network that breaks: cut, truncated, half-closed, delayed or silent at any point, all comes together afterwards. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { v7 } from 'uuid'
import { type HubServer, startHub } from '../../main/hub/server.ts'
import { type HubStore, openStore } from '../../main/hub/store.ts'
import { openProxy, type TcpProxy } from '../helpers/tcp-proxy.ts'
import { Desk } from './desk.ts'
import { type Founded, found, foundedAt, testKey } from './founded.ts'
import { hubRows } from './hub-at-hand.ts'
import { exchangeUntilThere, lineTo } from './line.ts'
import { differences, rowsOf } from './rows.ts'
import { bookSome } from './work.ts'

let founded: Founded

beforeAll(async () => {
  founded = await found(null)
})

afterAll(async () => {
  await founded.close()
})

interface Scene {
  store: HubStore
  hub: HubServer
  proxy: TcpProxy
  a: Desk
  b: Desk
}

const now = () => foundedAt

/** A hub of its own, a proxy before it and two desks; all gone when the test ends. */
async function openScene(): Promise<Scene> {
  const store = await openStore(await founded.copyHub(), { key: testKey, now, newId: v7 })
  const hub = await startHub({ store, host: '127.0.0.1', port: 0, now, newId: v7 })
  const proxy = await openProxy(Number(new URL(hub.address).port))
  const a = new Desk(0, founded.copyDesk(0), now)
  const b = new Desk(1, founded.copyDesk(1), now)
  onTestFinished(async () => {
    await Promise.all([a.leave(), b.leave()])
    await proxy.close()
    await hub.stop()
    await store.close()
  })
  return { store, hub, proxy, a, b }
}

/** Both desks and the hub have the same rows, and all that A wrote is among them. */
async function expectTogether({ store, hub, proxy, a, b }: Scene, booked: number): Promise<void> {
  for (const desk of [a, b, a]) await exchangeUntilThere(desk, lineTo(desk, proxy.port, hub))
  const rows = await hubRows(store)
  expect(differences('a', rowsOf(a.station.raw), rows)).toEqual([])
  expect(differences('b', rowsOf(b.station.raw), rows)).toEqual([])
  expect([...rows.keys()].filter((key) => key.startsWith('appointment '))).toHaveLength(booked)
  expect(a.unsent).toBe(0)
}

const places = [0, 1, 60, 700, 1500, 3000, 6000, 20_000, 60_000]
const kinds = ['cut', 'truncate', 'half-close'] as const
const cases = kinds.flatMap((kind) =>
  (['up', 'down'] as const).flatMap((direction) =>
    places.map((afterBytes) => ({ kind, direction, afterBytes })),
  ),
)

describe('a line that breaks in the middle of an exchange', () => {
  test.each(cases)('$kind $direction after $afterBytes bytes', async (fault) => {
    const scene = await openScene()
    const { proxy, a, hub } = scene
    const booked = await bookSome(a.station, founded.house, 12)
    proxy.faults = [{ ...fault }]
    const client = a.connect(lineTo(a, proxy.port, hub))
    const tried = client.step().catch((error: unknown) => error)
    // A half-open line says nothing by itself: the person's patience ends it.
    const patience = setTimeout(() => proxy.cutAll(), 300)
    await tried
    clearTimeout(patience)
    proxy.faults = []
    await a.hangUp()
    await expectTogether(scene, booked)
  })
})

test('an acknowledgement that is lost after the commit changes nothing', async () => {
  const scene = await openScene()
  const { proxy, a, hub, store } = scene
  const client = a.connect(lineTo(a, proxy.port, hub))
  await client.step()
  const before = (await store.state()).head
  const booked = await bookSome(a.station, founded.house, 5)
  const unsent = a.unsent
  proxy.faults = [{ kind: 'swallow', direction: 'down' }]
  const tried = client.step().catch((error: unknown) => error)
  while ((await store.state()).head < before + unsent) await new Promise(setImmediate)
  proxy.cutAll()
  expect(await tried).toBeInstanceOf(Error)
  expect(a.unsent).toBe(unsent)
  proxy.faults = []
  await a.hangUp()
  await expectTogether(scene, booked)
  expect((await store.state()).head).toBe(before + unsent)
})

test('a slow line is only slow', async () => {
  const scene = await openScene()
  scene.proxy.faults = [
    { kind: 'delay', direction: 'up', ms: 20 },
    { kind: 'delay', direction: 'down', ms: 20 },
  ]
  await expectTogether(scene, await bookSome(scene.a.station, founded.house, 5))
})
