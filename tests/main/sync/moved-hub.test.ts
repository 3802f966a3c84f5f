/** A hub that is started again at another port: its members find it, or are told where it is. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type HubServer, startHub } from '../../../main/hub/server.ts'
import { openStore } from '../../../main/hub/store.ts'
import { writeInvitation } from '../../../main/sync/wire.ts'
import type { Workstation } from '../../../main/workstation.ts'
import { temporaryFolder } from '../../helpers/clinic-file.ts'
import { fakeKeyStore, setUpWish, startWorkstation } from '../../helpers/workstation.ts'

const timeout = 120_000
const patience = { timeout: 60_000 }
const workerEntry = new URL('../../../main/worker/worker.ts', import.meta.url)

/** Multicast stays on this machine; each test has a port of its own. */
const networkOf = (port: number) => ({ port, interface: '127.0.0.1', bind: '0.0.0.0' })

/** A hub that can be stopped and started again over the same storage, at a port of the system's choice. */
function hubThatMoves(announced: { mdnsPort: number } | null) {
  const address = `file:${join(temporaryFolder(), 'hub.db')}`
  const key = new Uint8Array(randomBytes(32))
  let stop = async () => {}
  onTestFinished(() => stop())
  return {
    stop: () => stop(),
    async start(): Promise<HubServer> {
      const now = () => new Date().toISOString()
      const store = await openStore(address, { key, now, newId: v7 })
      const mdns =
        announced === null ? {} : { announcedAs: 'Clinic', mdns: networkOf(announced.mdnsPort) }
      const server = await startHub({ store, host: '127.0.0.1', port: 0, ...mdns })
      stop = async () => {
        stop = async () => {}
        await server.stop()
        await store.close()
      }
      return server
    },
  }
}

async function memberOf(server: HubServer, mdnsPort: number): Promise<Workstation> {
  const { workstation } = startWorkstation({
    workerEntry,
    keyStore: fakeKeyStore(1),
    choresAfterMs: 1_000_000,
    mdns: networkOf(mdnsPort),
  })
  await workstation.open()
  await workstation.setUp({ ...setUpWish, databasePassphrase: null })
  const invitation = writeInvitation(await server.invite())
  await workstation.membership.join({ invitation, name: 'Стойка' })
  await untilInSync(workstation)
  return workstation
}

const untilInSync = (workstation: Workstation) =>
  vi.waitFor(
    () => expect(workstation.membership.status()).toMatchObject({ state: 'in-sync', unsent: 0 }),
    patience,
  )

const addressOf = (workstation: Workstation) => workstation.membership.status().hub?.address

test(
  'a member finds its hub by its fingerprint when it calls out from another port',
  { timeout },
  async () => {
    const hub = hubThatMoves({ mdnsPort: 45_361 })
    const workstation = await memberOf(await hub.start(), 45_361)
    const before = addressOf(workstation)
    await hub.stop()
    const { address } = await hub.start()
    expect(address).not.toBe(before)
    await vi.waitFor(async () => {
      await workstation.membership.tryNow()
      expect(addressOf(workstation)).toBe(address)
    }, patience)
    await untilInSync(workstation)
  },
)

test('a stranger that calls out the same fingerprint is not believed', { timeout }, async () => {
  const hub = hubThatMoves(null)
  const server = await hub.start()
  const workstation = await memberOf(server, 45_362)
  const before = addressOf(workstation)
  await hub.stop()
  const { announce } = await import('../../../main/hub/mdns.ts')
  const other = await hubThatMoves(null).start()
  const port = Number(new URL(other.address).port)
  const announcement = announce({
    name: 'Clinic',
    port,
    fingerprint: server.fingerprint,
    network: networkOf(45_362),
    onError: () => {},
  })
  onTestFinished(() => announcement.stop())
  await vi.waitFor(() => expect(workstation.membership.status().state).toBe('offline'), patience)
  expect(addressOf(workstation)).toBe(before)
  await announcement.stop()
})

test(
  'a typed address is kept only where the hub shows the certificate that is known',
  { timeout },
  async () => {
    const hub = hubThatMoves(null)
    const workstation = await memberOf(await hub.start(), 45_363)
    const before = addressOf(workstation)
    await hub.stop()
    const other = await hubThatMoves(null).start()
    const { membership } = workstation
    await expect(membership.changeAddress(other.address)).rejects.toMatchObject({
      code: 'hub-refused',
      data: { code: 'wrong-pin' },
    })
    await expect(membership.changeAddress(before ?? '')).rejects.toMatchObject({
      code: 'hub-unreachable',
    })
    expect(addressOf(workstation)).toBe(before)
    const { address } = await hub.start()
    await membership.changeAddress(address)
    await untilInSync(workstation)
    expect(addressOf(workstation)).toBe(address)
  },
)

test('a typed address means nothing to a workstation without a hub', async () => {
  const { workstation } = startWorkstation({ workerEntry, keyStore: fakeKeyStore(1) })
  await workstation.open()
  await workstation.setUp({ ...setUpWish, databasePassphrase: null })
  await expect(
    workstation.membership.changeAddress('https://127.0.0.1:47600'),
  ).rejects.toMatchObject({ code: 'not-joined' })
})
