/** A clinic that left its hub, or was taken off it, begins a new one and loses nothing. */
import { expect, test, vi } from 'vitest'
import { systemActor } from '../../../main/db/desk.ts'
import { nextNumber } from '../../../main/db/numbers.ts'
import { entityOrder } from '../../../main/sync/entities.ts'
import { writeInvitation } from '../../../main/sync/wire.ts'
import type { Workstation } from '../../../main/workstation.ts'
import { addRow, everyRole, everyRow, rowIdOf } from '../../helpers/every-table.ts'
import { startTestHub, type TestHub } from '../../helpers/test-hub.ts'
import { fakeKeyStore, setUpWish, startWorkstation } from '../../helpers/workstation.ts'

const timeout = 180_000
const patience = { timeout: 60_000 }
const workerEntry = new URL('../../../main/worker/worker.ts', import.meta.url)

const start = () =>
  startWorkstation({ workerEntry, keyStore: fakeKeyStore(1), choresAfterMs: 1_000_000 }).workstation
const newHub = () => startTestHub({ now: () => new Date().toISOString() })
const invite = async (hub: TestHub) => writeInvitation(await hub.server.invite())

const untilInSync = (workstation: Workstation) =>
  vi.waitFor(() => {
    const { state, unsent } = workstation.membership.status()
    expect({ state, unsent }).toEqual({ state: 'in-sync', unsent: 0 })
  }, patience)

/** Every shared row, with all its fields. */
const everything = async (workstation: Workstation) => {
  const { read } = workstation.desk(systemActor, null)
  return Promise.all(
    entityOrder.map((table) => read.selectFrom(table).selectAll().orderBy('id').execute()),
  )
}

const joinAsNew = async (hub: TestHub, name: string) => {
  const workstation = start()
  await workstation.open()
  await workstation.joinAsNew({ invitation: await invite(hub), name, databasePassphrase: null })
  await untilInSync(workstation)
  return workstation
}

/** Two workstations at a hub, each of which has written a part of the clinic's history. */
async function clinicAtHub() {
  const hub = await newHub()
  const first = start()
  await first.open()
  await first.setUp({ ...setUpWish, databasePassphrase: null })
  await first.desk(systemActor, null).write('test.fill', async (unit) => {
    for (const table of entityOrder) if (table !== 'organization') addRow(unit, table)
  })
  await first.membership.join({ invitation: await invite(hub), name: 'Стойка 1' })
  await untilInSync(first)
  const second = await joinAsNew(hub, 'Стойка 2')
  await second.desk(everyRole, null).write('test.change', async (unit) => {
    unit.patch('patient', rowIdOf('patient'), { given: 'Мария' })
    unit.patch('appointment', rowIdOf('appointment'), { note: 'у окна' })
  })
  await untilInSync(second)
  await vi.waitFor(
    async () => expect(await everything(first)).toEqual(await everything(second)),
    patience,
  )
  return { hub, first, second }
}

test(
  'a workstation that left founds an empty hub with all rows, and a new one has everything',
  { timeout },
  async () => {
    const { second } = await clinicAtHub()
    await second.membership.leave()
    // Written while it is with nobody.
    await second.desk(everyRole, null).write('test.alone', async (unit) => {
      unit.patch('patient', rowIdOf('patient'), { given: 'Дарья' })
    })
    const before = await everything(second)
    const hub = await newHub()
    await second.membership.join({ invitation: await invite(hub), name: 'Стойка 2' })
    await untilInSync(second)
    expect(await everything(second)).toEqual(before)
    expect(second.membership.status().toDecide).toBe(0)
    const newcomer = await joinAsNew(hub, 'Кабинет 5')
    expect(await everything(newcomer)).toEqual(before)

    // They follow each other from then on.
    await newcomer.desk(everyRole, null).write('test.after', async (unit) => {
      unit.patch('appointment', rowIdOf('appointment'), { note: 'с выпиской' })
    })
    await vi.waitFor(
      async () => expect(await everything(second)).toEqual(await everything(newcomer)),
      patience,
    )
  },
)

test(
  'numbers go on, and nobody new gets a letter that is on printed ones',
  { timeout },
  async () => {
    const { first, second } = await clinicAtHub()
    const issue = (workstation: Workstation) =>
      workstation.desk(everyRole, null).write('test.invoice', async (unit) => {
        const number = await nextNumber(unit, 'invoice', '2031-11-24')
        unit.insert('invoice', { ...everyRow.invoice, number, appointmentId: null })
        return number
      })
    const printed = [await issue(first), await issue(second)]
    await untilInSync(first)
    await untilInSync(second)
    await vi.waitFor(
      async () => expect(await everything(first)).toEqual(await everything(second)),
      patience,
    )
    await second.membership.leave()
    const hub = await newHub()
    await second.membership.join({ invitation: await invite(hub), name: 'Стойка 2' })
    await untilInSync(second)
    const newcomer = await joinAsNew(hub, 'Кабинет 5')
    printed.push(await issue(second), await issue(newcomer))
    await untilInSync(newcomer)
    expect(printed.map((number) => number.split('-')[0])).toEqual(['A', 'B', 'B', 'C'])
    expect(new Set(printed).size).toBe(4)
  },
)

test('a workstation that was taken off its hub founds a new one', { timeout }, async () => {
  const { hub: former, second } = await clinicAtHub()
  const device = (await former.server.devices()).find(({ name }) => name === 'Стойка 2')
  await former.server.revoke(device?.id ?? '')
  await vi.waitFor(() => expect(second.membership.status().state).toBe('revoked'), patience)
  const before = await everything(second)
  const hub = await newHub()
  await second.membership.join({ invitation: await invite(hub), name: 'Стойка 2' })
  await untilInSync(second)
  const newcomer = await joinAsNew(hub, 'Кабинет 5')
  expect(await everything(newcomer)).toEqual(before)
})

test(
  'another workstation of the former hub follows with what the founder had not heard of',
  { timeout },
  async () => {
    const { first, second } = await clinicAtHub()
    // The founder is gone before the other one's last work reaches it.
    await second.membership.leave()
    await first.desk(everyRole, null).write('test.late', async (unit) => {
      unit.patch('patient', rowIdOf('patient'), { given: 'Дарья' })
    })
    await untilInSync(first)
    const hub = await newHub()
    await second.membership.join({ invitation: await invite(hub), name: 'Стойка 2' })
    await untilInSync(second)
    await first.membership.leave()
    await first.membership.join({ invitation: await invite(hub), name: 'Стойка 1' })
    await vi.waitFor(() => expect(first.state.name).toBe('ready'), patience)
    await untilInSync(first)
    await vi.waitFor(async () => {
      const [patient] = await second
        .desk(systemActor, null)
        .read.selectFrom('patient')
        .select('given')
        .execute()
      expect(patient).toEqual({ given: 'Дарья' })
    }, patience)
    await vi.waitFor(
      async () => expect(await everything(first)).toEqual(await everything(second)),
      patience,
    )
  },
)

test(
  'a hub with an older state of the clinic does not take the place of a newer one',
  { timeout },
  async () => {
    const { hub: older, second } = await clinicAtHub()
    await second.membership.leave()
    const hub = await newHub()
    await second.membership.join({ invitation: await invite(hub), name: 'Стойка 2' })
    await untilInSync(second)
    const before = await everything(second)
    await second.membership.leave()
    await expect(
      second.membership.join({ invitation: await invite(older), name: 'Стойка 2' }),
    ).rejects.toMatchObject({ code: 'hub-refused', data: { code: 'other-history' } })
    expect(await everything(second)).toEqual(before)
  },
)
