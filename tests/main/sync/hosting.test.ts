/** A workstation that hosts the clinic's hub: started, joined, invited to, ended and started again. */
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, test, vi } from 'vitest'
import { type HubServer, startHub } from '../../../main/hub/server.ts'
import { type HubStore, openStore } from '../../../main/hub/store.ts'
import type { HostedHubStatus, HubHosting } from '../../../main/sync/hosting-wire.ts'
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
    async start({ folder, key, host, port }) {
      if (port === 1) return { ...off, trouble: 'EADDRINUSE' }
      mkdirSync(folder, { recursive: true })
      const now = () => new Date().toISOString()
      const store = await openStore(`file:${join(folder, 'hub.db')}`, { key, now, newId: v7 })
      running = { store, server: await startHub({ store, host, port }) }
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

const start = (folder?: string) =>
  startWorkstation({
    workerEntry,
    keyStore: fakeKeyStore(1),
    choresAfterMs: 1_000_000,
    loadHubHost: hostHere,
    ...(folder === undefined ? {} : { folder }),
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
