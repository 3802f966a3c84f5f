/** A workstation that hosts the clinic's hub: started, joined, invited to, ended and started again. */
import { once } from 'node:events'
import { mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, test, vi } from 'vitest'
import { type HubServer, startHub } from '../../../main/hub/server.ts'
import { type HubStore, openStore } from '../../../main/hub/store.ts'
import type { HostedHubStatus, HubHosting } from '../../../main/sync/hosting-wire.ts'
import { systemActor } from '../../../main/db/desk.ts'
import { entityOrder } from '../../../main/sync/entities.ts'
import type { Workstation, WorkstationParts } from '../../../main/workstation.ts'
import { addRow, everyRole, rowIdOf } from '../../helpers/every-table.ts'
import { fakeKeyStore, setUpWish, startWorkstation } from '../../helpers/workstation.ts'

/** Whole workstations, each with a worker of its own: how long that takes is the machine's matter. */
const patience = { timeout: 60_000 }
vi.setConfig({ testTimeout: 180_000 })

const workerEntry = new URL('../../../main/worker/worker.ts', import.meta.url)
const off: HostedHubStatus = { running: false, address: null, fingerprint: null, trouble: null }

/** The hub's program in this process instead of one of its own. */
function hostHere(): HubHosting {
  let running: { store: HubStore; server: HubServer } | null = null
  const needed = () => {
    if (running === null) throw new Error('hub-not-running')
    return running.server
  }
  const status = (): HostedHubStatus => {
    if (running === null) return off
    const { address, fingerprint } = running.server
    return { ...off, running: true, address, fingerprint }
  }
  return {
    async start({ folder, key, host, port, clockAheadMs }) {
      if (port === 1) return { ...off, trouble: 'EADDRINUSE' }
      mkdirSync(folder, { recursive: true })
      const now = () => new Date(Date.now() + clockAheadMs).toISOString()
      const store = await openStore(`file:${join(folder, 'hub.db')}`, { key, now, newId: v7 })
      running = { store, server: await startHub({ store, host, port, now }) }
      return status()
    },
    async stop() {
      const ending = running
      running = null
      await ending?.server.stop()
      await ending?.store.close()
      return off
    },
    status: async () => status(),
    invite: ({ minutes, branches }) => needed().invite(minutes, branches),
    limit: ({ deviceId, branches }) => needed().limit(deviceId, branches),
    devices: () => needed().devices(),
    revoke: (deviceId) => needed().revoke(deviceId),
    backup: async () => ({ seq: 0 }),
  }
}

/** One that nobody listens at: the hub is started at it twice. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

const start = (folder?: string, parts: Partial<WorkstationParts> = {}) =>
  startWorkstation({
    ...parts,
    workerEntry,
    keyStore: fakeKeyStore(1),
    choresAfterMs: 1_000_000,
    loadHubHost: hostHere,
    ...(folder === undefined ? {} : { folder }),
  })

test('the hub goes by the clock of the workstation that hosts it, also where that was set', async () => {
  const ahead = 400 * 24 * 60 * 60_000
  const now = () => new Date(Date.now() + ahead).toISOString()
  const { workstation } = start(undefined, { now })
  await workstation.open()
  await workstation.setUp({ ...setUpWish, databasePassphrase: null })
  await workstation.hosting.start({ port: await freePort(), reach: 'this-computer' })
  await vi.waitFor(
    () => expect(workstation.membership.status()).toMatchObject({ state: 'in-sync', unsent: 0 }),
    patience,
  )
  expect(Math.abs(workstation.membership.status().clockOffMs ?? ahead)).toBeLessThan(60_000)
  const [device] = await workstation.hosting.devices()
  expect(device?.joinedAt.slice(0, 7)).toBe(now().slice(0, 7))
})

test('one switch makes a clinic of one workstation the hub’s first member', async () => {
  const { workstation, folder } = start()
  await workstation.open()
  await workstation.setUp({ ...setUpWish, databasePassphrase: null })
  const port = await freePort()
  await workstation.hosting.start({ port, reach: 'this-computer' })
  expect(workstation.hosting.status()).toMatchObject({ state: 'on', port })
  await vi.waitFor(
    () => expect(workstation.membership.status()).toMatchObject({ state: 'in-sync', unsent: 0 }),
    patience,
  )
  expect(await workstation.hosting.devices()).toMatchObject([{ prefix: 'A', isThis: true }])
  const { invitation, code } = await workstation.hosting.invite({ minutes: 15, branches: null })
  expect(invitation).toContain(`code=${code}`)
  await workstation.close()

  const again = start(folder)
  await again.workstation.open()
  await vi.waitFor(
    () => expect(again.workstation.membership.status().state).toBe('in-sync'),
    patience,
  )
  await again.workstation.hosting.stop()
  expect(again.workstation.hosting.status().state).toBe('off')
  await again.workstation.close()

  const third = start(folder)
  await third.workstation.open()
  expect(third.workstation.hosting.status().state).toBe('off')
})

test('a port that is taken is told, and nothing is joined', async () => {
  const { workstation } = start()
  await workstation.open()
  await workstation.setUp({ ...setUpWish, databasePassphrase: null })
  await workstation.hosting.start({ port: 1, reach: 'network' })
  expect(workstation.hosting.status()).toMatchObject({ state: 'trouble', trouble: 'EADDRINUSE' })
  expect(workstation.membership.status().state).toBe('alone')
  await expect(workstation.hosting.invite({ minutes: 5, branches: null })).rejects.toMatchObject({
    code: 'hub-unreachable',
  })
})

const untilInSync = (workstation: Workstation) =>
  vi.waitFor(
    () => expect(workstation.membership.status()).toMatchObject({ state: 'in-sync', unsent: 0 }),
    patience,
  )

/** Every shared row, with all its fields. */
const everything = async (workstation: Workstation) => {
  const { read } = workstation.desk(systemActor, null)
  return Promise.all(
    entityOrder.map((table) => read.selectFrom(table).selectAll().orderBy('id').execute()),
  )
}

/** A clinic with a row of every table that hosts its own hub, with one more workstation at it. */
async function hostedClinic() {
  const host = start()
  await host.workstation.open()
  await host.workstation.setUp({ ...setUpWish, databasePassphrase: null })
  await host.workstation.desk(systemActor, null).write('test.fill', async (unit) => {
    for (const table of entityOrder) if (table !== 'organization') addRow(unit, table)
  })
  await host.workstation.hosting.start({ port: await freePort(), reach: 'this-computer' })
  expect(host.workstation.hosting.status()).toMatchObject({ state: 'on' })
  await untilInSync(host.workstation)
  return { host, guest: await joinAt(host.workstation, 'Стойка 2') }
}

async function joinAt(host: Workstation, name: string) {
  const { invitation } = await host.hosting.invite({ minutes: 5, branches: null })
  const guest = start()
  await guest.workstation.open()
  await guest.workstation.joinAsNew({ invitation, name, databasePassphrase: null })
  await untilInSync(guest.workstation)
  return guest
}

const rename = (workstation: Workstation, given: string) =>
  workstation.desk(everyRole, null).write('test.rename', async (unit) => {
    unit.patch('patient', rowIdOf('patient'), { given })
  })

test('a workstation that left its hub hosts one of its own, and another one joins it and has all', async () => {
  const { guest } = await hostedClinic()
  await guest.workstation.membership.leave()
  await rename(guest.workstation, 'Дарья')
  const before = await everything(guest.workstation)
  await guest.workstation.hosting.start({ port: await freePort(), reach: 'this-computer' })
  expect(guest.workstation.hosting.status()).toMatchObject({ state: 'on' })
  await untilInSync(guest.workstation)
  expect(guest.workstation.hosting.status().state).toBe('on')
  expect(guest.workstation.membership.status().toDecide).toBe(0)
  const newcomer = await joinAt(guest.workstation, 'Кабинет 5')
  expect(await everything(newcomer.workstation)).toEqual(before)
  expect(await everything(guest.workstation)).toEqual(before)
})

test('a hub that was hosted here before is put aside, not lost, when the clinic was elsewhere since', async () => {
  const { host, guest } = await hostedClinic()
  // The clinic goes to the other computer's hub for a while, and comes back.
  await guest.workstation.membership.leave()
  await guest.workstation.hosting.start({ port: await freePort(), reach: 'this-computer' })
  expect(guest.workstation.hosting.status()).toMatchObject({ state: 'on' })
  await untilInSync(guest.workstation)
  await host.workstation.hosting.stop()
  await host.workstation.membership.leave()
  const { invitation } = await guest.workstation.hosting.invite({ minutes: 5, branches: null })
  await host.workstation.membership.join({ invitation, name: 'Стойка 1' })
  await vi.waitFor(() => expect(host.workstation.state.name).toBe('ready'), patience)
  await untilInSync(host.workstation)
  await rename(host.workstation, 'Мария')
  await untilInSync(host.workstation)
  await host.workstation.membership.leave()
  const before = await everything(host.workstation)

  await host.workstation.hosting.start({ port: await freePort(), reach: 'this-computer' })
  await untilInSync(host.workstation)
  expect(await everything(host.workstation)).toEqual(before)
  const folders = readdirSync(host.folder).filter((name) => name.startsWith('hub'))
  expect(folders.toSorted()).toEqual(['hub', expect.stringMatching(/^hub-until-\d{4}-/)])
  for (const folder of folders) {
    expect(readdirSync(join(host.folder, folder))).toContain('hub.db')
  }
  const newcomer = await joinAt(host.workstation, 'Кабинет 5')
  expect(await everything(newcomer.workstation)).toEqual(before)
})

test('a hub that is hosted here and started again on another port is followed', async () => {
  const { workstation } = start()
  await workstation.open()
  await workstation.setUp({ ...setUpWish, databasePassphrase: null })
  await workstation.hosting.start({ port: await freePort(), reach: 'this-computer' })
  await untilInSync(workstation)
  await workstation.hosting.stop()
  await vi.waitFor(() => expect(workstation.membership.status().state).toBe('offline'), patience)
  const port = await freePort()
  await workstation.hosting.start({ port, reach: 'this-computer' })
  expect(workstation.membership.status().hub?.address).toBe(`https://127.0.0.1:${port}`)
  await untilInSync(workstation)
  expect(await workstation.hosting.devices()).toMatchObject([{ prefix: 'A', isThis: true }])
})
