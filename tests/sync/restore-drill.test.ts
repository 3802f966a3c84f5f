/** The drill: the hub's disk is gone, its backup is of this morning, and the workstations bring back what it had not. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createHubLog } from '../../main/hub/log.service.ts'
import { type HubServer, startHub } from '../../main/hub/server.ts'
import { type HubStore, openStore } from '../../main/hub/store.ts'
import { systemActor } from '../../main/db/desk.ts'
import { writeInvitation } from '../../main/sync/wire.ts'
import type { Workstation } from '../../main/workstation.ts'
import { temporaryFolder } from '../helpers/clinic-file.ts'
import { fakeKeyStore, setUpWish, startWorkstation } from '../helpers/workstation.ts'
import { hubRows } from './hub-at-hand.ts'

const patienceMs = 60_000
const key = new Uint8Array(32).fill(9)

interface Running {
  store: HubStore
  server: HubServer
  stop(): Promise<void>
}

async function openHub(path: string): Promise<HubStore> {
  return openStore(`file:${path}`, { key, now: () => new Date().toISOString(), newId: v7 })
}

async function serve(store: HubStore, port: number): Promise<Running> {
  const server = await startHub({ store, host: '127.0.0.1', port })
  let isStopped = false
  const stop = async () => {
    if (isStopped) return
    isStopped = true
    await server.stop()
    await store.close()
  }
  onTestFinished(stop)
  return { store, server, stop }
}

function open() {
  const workerEntry = new URL('../../main/worker/worker.ts', import.meta.url)
  return startWorkstation({ workerEntry, keyStore: fakeKeyStore(1), choresAfterMs: 1_000_000 })
}

const addRoom = (workstation: Workstation, actorId: string, name: string) =>
  workstation
    .desk({ id: actorId, roles: ['administrator'] }, null)
    .write('catalog.createRoom', async (unit) =>
      unit.insert('location', { name, archivedAt: null }),
    )

async function roomsAt(workstation: Workstation): Promise<string[]> {
  const { read } = workstation.desk(systemActor, null)
  const rooms = await read.selectFrom('location').select('name').orderBy('name').execute()
  return rooms.map(({ name }) => name)
}

const untilRooms = (workstation: Workstation, rooms: string[]) =>
  vi.waitFor(
    async () => {
      expect(workstation.state.name).toBe('ready')
      expect(await roomsAt(workstation)).toEqual(rooms)
      const { state, unsent } = workstation.membership.status()
      expect({ state, unsent }).toEqual({ state: 'in-sync', unsent: 0 })
    },
    { timeout: patienceMs, interval: 50 },
  )

test('a hub that is restored from a backup gets back what was acknowledged after it', async () => {
  const folder = temporaryFolder()
  const hub = await serve(await openHub(join(folder, 'first.db')), 0)
  const a = open().workstation
  await a.open()
  const { administratorId } = await a.setUp({ ...setUpWish, databasePassphrase: null })
  const invite = async () => writeInvitation(await hub.server.invite())
  await a.membership.join({ invitation: await invite(), name: 'A' })
  const b = open().workstation
  await b.open()
  await b.joinAsNew({ invitation: await invite(), name: 'B', databasePassphrase: null })
  await addRoom(a, administratorId, '1 before')
  for (const one of [a, b]) await untilRooms(one, ['1 before'])

  const backup = join(folder, 'backup')
  await createHubLog(hub.store, { now: () => new Date().toISOString(), newId: v7 }).backup(backup)
  await addRoom(a, administratorId, '2 of A, after')
  await addRoom(b, administratorId, '3 of B, after')
  const all = ['1 before', '2 of A, after', '3 of B, after']
  for (const one of [a, b]) await untilRooms(one, all)
  const port = Number(new URL(hub.server.address).port)
  const { epoch } = await hub.store.state()
  await hub.stop()
  rmSync(join(folder, 'first.db'))
  await addRoom(b, administratorId, '4 of B, while it was gone')

  const store = await openHub(join(folder, 'second.db'))
  const log = createHubLog(store, { now: () => new Date().toISOString(), newId: v7 })
  expect((await log.restore(backup)).epoch).not.toBe(epoch)
  expect([...(await hubRows(store)).keys()].filter(isRoom)).toHaveLength(1)
  const restored = await serve(store, port)
  expect(restored.server.fingerprint).toBe(hub.server.fingerprint)
  await Promise.all([a, b].map((one) => one.membership.tryNow()))
  for (const one of [a, b]) await untilRooms(one, [...all, '4 of B, while it was gone'])
  expect([...(await hubRows(store)).keys()].filter(isRoom)).toHaveLength(4)
}, 300_000)

function isRoom(row: string): boolean {
  return row.startsWith('location ')
}
