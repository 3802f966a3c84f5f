/** A clinic on one workstation becomes a clinic on two: over a real hub, with real files, by invitations. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { readWorkstationSettings } from '../../../main/clinic/settings/settings.service.ts'
import { systemActor } from '../../../main/db/desk.ts'
import { writeInvitation } from '../../../main/sync/wire.ts'
import type { Workstation } from '../../../main/workstation.ts'
import { startTestHub, type TestHub } from '../../helpers/test-hub.ts'
import { fakeKeyStore, setUpWish, startWorkstation } from '../../helpers/workstation.ts'

/**
 * Whole workstations, each with a worker of its own: how long that takes is the machine's matter. What is
 * waited for comes by itself or never.
 */
const patience = { timeout: 60_000 }
vi.setConfig({ testTimeout: 180_000 })

const workerEntry = new URL('../../../main/worker/worker.ts', import.meta.url)

const start = (folder?: string) =>
  startWorkstation({
    workerEntry,
    keyStore: fakeKeyStore(1),
    choresAfterMs: 1_000_000,
    ...(folder === undefined ? {} : { folder }),
  })

async function startHub(): Promise<TestHub> {
  const hub = await startTestHub({ now: () => new Date().toISOString() })
  return hub
}

async function invite({ server }: TestHub): Promise<string> {
  return writeInvitation(await server.invite())
}

const untilInSync = (workstation: Workstation) =>
  vi.waitFor(() => {
    const { state, unsent } = workstation.membership.status()
    expect({ state, unsent }).toEqual({ state: 'in-sync', unsent: 0 })
  }, patience)

async function firstMember(hub: TestHub) {
  const first = start()
  await first.workstation.open()
  await first.workstation.setUp({ ...setUpWish, databasePassphrase: null })
  await first.workstation.membership.join({ invitation: await invite(hub), name: 'Стойка' })
  await untilInSync(first.workstation)
  return first
}

const practitioners = (workstation: Workstation) =>
  workstation.desk(systemActor, null).read.selectFrom('practitioner').selectAll().execute()

const signIns = (workstation: Workstation) =>
  workstation.desk(systemActor, null).read.selectFrom('signIn').selectAll().execute()

const signIn = async (workstation: Workstation) => {
  const [person] = await practitioners(workstation)
  return workstation.desk(systemActor, null).write('staff.signIn', async (unit) =>
    unit.insert('signIn', {
      practitionerId: person?.id ?? '',
      at: unit.now,
      outcome: 'accepted',
      method: 'passphrase',
      deviceId: 'here',
    }),
  )
}

test('the second workstation has the clinic from a snapshot, and both follow each other', async () => {
  const hub = await startHub()
  const first = await firstMember(hub)
  const second = start()
  await second.workstation.open()
  await second.workstation.joinAsNew({
    invitation: await invite(hub),
    name: 'Кабинет 3',
    databasePassphrase: null,
  })
  expect(second.workstation.state).toEqual({ name: 'ready', demo: false })
  expect(second.states).toContain('joining')
  expect(await practitioners(second.workstation)).toEqual(await practitioners(first.workstation))
  const settings = await readWorkstationSettings(second.workstation.desk(systemActor, null))
  expect(settings.name).toBe('Кабинет 3')

  await signIn(first.workstation)
  await vi.waitFor(async () => expect(await signIns(second.workstation)).toHaveLength(1), patience)
  await signIn(second.workstation)
  await vi.waitFor(async () => expect(await signIns(first.workstation)).toHaveLength(2), patience)
  expect(existsSync(join(second.folder, 'clinic.db.next'))).toBe(false)
  expect(existsSync(join(second.folder, 'snapshot.sealed'))).toBe(false)
})

test('a revoked workstation is told at once, goes on alone, and can be invited again', async () => {
  const hub = await startHub()
  const first = await firstMember(hub)
  const [device] = await hub.server.devices()
  await hub.server.revoke(device?.id ?? '')
  await vi.waitFor(
    () => expect(first.workstation.membership.status().state).toBe('revoked'),
    patience,
  )
  await signIn(first.workstation)
  await first.workstation.membership.join({ invitation: await invite(hub), name: 'Стойка' })
  await untilInSync(first.workstation)
  expect(await signIns(first.workstation)).toHaveLength(1)
})

test('a workstation that was off gets what was written meanwhile when it is on again', async () => {
  const hub = await startHub()
  const first = await firstMember(hub)
  const second = start()
  await second.workstation.open()
  await second.workstation.joinAsNew({
    invitation: await invite(hub),
    name: 'Кабинет 3',
    databasePassphrase: null,
  })
  await second.workstation.close()
  await signIn(first.workstation)
  await untilInSync(first.workstation)
  const again = start(second.folder)
  await again.workstation.open()
  await vi.waitFor(async () => expect(await signIns(again.workstation)).toHaveLength(1), patience)
})

test('a clinic that is not the hub’s own is refused, and stays as it was', async () => {
  const hub = await startHub()
  await firstMember(hub)
  const stranger = start()
  await stranger.workstation.open()
  await stranger.workstation.setUp({ ...setUpWish, databasePassphrase: null })
  const before = await practitioners(stranger.workstation)
  const invitation = await invite(hub)
  const joining = stranger.workstation.membership.join({ invitation, name: 'Чужой' })
  const refusal = { code: 'hub-refused', data: { code: 'another-clinic' } }
  await expect(joining).rejects.toMatchObject(refusal)
  expect(stranger.workstation.membership.status().state).toBe('alone')
  expect(await practitioners(stranger.workstation)).toEqual(before)
})

test('a wrong code, and somebody else at the hub’s address, leave the first start as it was', async () => {
  const hub = await startHub()
  await firstMember(hub)
  const { address, fingerprint, code } = await hub.server.invite()
  const second = start()
  await second.workstation.open()
  const attempt = (invitation: string) =>
    second.workstation.joinAsNew({ invitation, name: 'Кабинет 3', databasePassphrase: null })
  const wrongCode = writeInvitation({ address, fingerprint, code: `${code.slice(0, -4)}0000` })
  await expect(attempt(wrongCode)).rejects.toMatchObject({ code: 'hub-refused' })
  const wrongPin = writeInvitation({ address, fingerprint: 'ab'.repeat(32), code })
  await expect(attempt(wrongPin)).rejects.toMatchObject({ data: { code: 'wrong-pin' } })
  expect(second.workstation.state.name).toBe('first-start')
  await attempt(writeInvitation({ address, fingerprint, code }))
  expect(second.workstation.state.name).toBe('ready')
})

test('a code that was typed is believed only of the hub whose certificate it confirms', async () => {
  const hub = await startHub()
  const other = await startHub()
  const { address, code } = await hub.server.invite()
  const { membership } = start().workstation
  const { invitation } = await membership.invitationFor({ address, code: code.toLowerCase() })
  expect(invitation).toContain('polyclinic://join?')
  const elsewhere = membership.invitationFor({ address: other.server.address, code })
  await expect(elsewhere).rejects.toMatchObject({ data: { code: 'wrong-code' } })
})

test.each(['download', 'load', 'swap'])(
  'a workstation that ends while it joins (%s) goes on with it at its next start',
  async (phase) => {
    const hub = await startHub()
    const first = await firstMember(hub)
    const second = start()
    await second.workstation.open()
    let ended: Promise<void> | null = null
    second.workstation.onState((state) => {
      if (state.name === 'joining' && state.progress.phase === phase) {
        ended ??= second.workstation.close()
      }
    })
    await second.workstation
      .joinAsNew({ invitation: await invite(hub), name: 'Кабинет 3', databasePassphrase: null })
      .catch(() => {})
    expect(ended).not.toBe(null)
    await ended
    const again = start(second.folder)
    await again.workstation.open()
    await vi.waitFor(() => expect(again.workstation.state.name).toBe('ready'), patience)
    expect(await practitioners(again.workstation)).toEqual(await practitioners(first.workstation))
    expect(existsSync(join(second.folder, 'clinic.db.next'))).toBe(false)
  },
)
