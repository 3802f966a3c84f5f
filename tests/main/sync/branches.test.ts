/** A workstation that serves some rooms alone: what comes to it, what it may do, and rows that move. */
import { expect, test, vi } from 'vitest'
import { type Actor, systemActor } from '../../../main/db/desk.ts'
import { snakeCase } from '../../../main/db/rows.ts'
import type { Unit } from '../../../main/db/write.ts'
import { entityOrder, factsOf } from '../../../main/sync/entities.ts'
import { writeInvitation } from '../../../main/sync/wire.ts'
import type { Workstation } from '../../../main/workstation.ts'
import { addRow, everyRole, everyRow, rowIdOf } from '../../helpers/every-table.ts'
import { startTestHub, type TestHub } from '../../helpers/test-hub.ts'
import { fakeKeyStore, setUpWish, startWorkstation } from '../../helpers/workstation.ts'

const workerEntry = new URL('../../../main/worker/worker.ts', import.meta.url)
const north = rowIdOf('location')
const south = '01900000-0000-7000-9000-00000000aaaa'
const atNorth = rowIdOf('appointment')
const atSouth = '01900000-0000-7000-9000-00000000bbbb'

/** Rows of these are shown to whom their room's bookings are. */
const boundTables = entityOrder.filter((entity) => factsOf(entity).branchBy !== null)

const start = () =>
  startWorkstation({ workerEntry, keyStore: fakeKeyStore(1), choresAfterMs: 1_000_000 })

const patience = { timeout: 60_000 }

/** Several whole workstations join over a real line in each. */
const timeout = 180_000

const untilInSync = (workstation: Workstation) =>
  vi.waitFor(() => {
    const { state, unsent } = workstation.membership.status()
    expect({ state, unsent }).toEqual({ state: 'in-sync', unsent: 0 })
  }, patience)

const write = (workstation: Workstation, actor: Actor, story: (unit: Unit) => void) =>
  workstation.desk(actor, null).write('test.write', async (unit) => story(unit))

/** Ids of what it has that belongs to a room's bookings. */
async function boundRows(workstation: Workstation): Promise<string[]> {
  const { read } = workstation.desk(systemActor, null)
  const tables = await Promise.all(
    boundTables.map((table) => read.selectFrom(table).select('id').orderBy('id').execute()),
  )
  return tables.flatMap((rows, at) => rows.map(({ id }) => `${boundTables[at]} ${id}`))
}

async function auditedRows(workstation: Workstation): Promise<string[]> {
  const { read } = workstation.desk(systemActor, null)
  const names = boundTables.map((table) => snakeCase(table))
  const events = await read
    .selectFrom('auditEvent')
    .select('rowId')
    .where('entity', 'in', names)
    .execute()
  return events.map(({ rowId }) => rowId)
}

/** A clinic with two rooms: in the north one a booking with all that can stand on it, one in the south. */
async function clinicOfTwoRooms() {
  const hub = await startTestHub({ now: () => new Date().toISOString() })
  const { workstation: first } = start()
  await first.open()
  await first.setUp({ ...setUpWish, databasePassphrase: null })
  await write(first, systemActor, (unit) => {
    for (const table of entityOrder) if (table !== 'organization') addRow(unit, table)
    unit.insert('location', { ...everyRow.location, id: south, name: 'Кабинет 2' })
    const { appointment } = everyRow
    const time = { startsAt: '2026-11-24T09:00:00.000Z', endsAt: '2026-11-24T09:30:00.000Z' }
    unit.insert('appointment', { ...appointment, ...time, id: atSouth, locationId: south })
  })
  const invitation = writeInvitation(await hub.server.invite())
  await first.membership.join({ invitation, name: 'Стойка' })
  await untilInSync(first)
  return { hub, first, everything: await boundRows(first) }
}

async function joinFor(hub: TestHub, branches: string[] | null) {
  const { workstation } = start()
  await workstation.open()
  await workstation.joinAsNew({
    invitation: writeInvitation(await hub.server.invite(15, branches)),
    name: 'Кабинет',
    databasePassphrase: null,
  })
  await untilInSync(workstation)
  const device = (await hub.server.devices()).find(({ name }) => name === 'Кабинет')
  return { workstation, deviceId: device?.id ?? '' }
}

const expectRows = (workstation: Workstation, rows: string[]) =>
  vi.waitFor(async () => expect(await boundRows(workstation)).toEqual(rows), patience)

test(
  'a workstation that is invited for a room has that room’s bookings and what stands on them',
  { timeout },
  async () => {
    const { hub, first, everything } = await clinicOfTwoRooms()
    const southern = await joinFor(hub, [south])
    expect(await boundRows(southern.workstation)).toEqual([`appointment ${atSouth}`])
    const northern = await joinFor(hub, [north])
    const ofNorth = everything.filter((row) => row !== `appointment ${atSouth}`)
    expect(await boundRows(northern.workstation)).toEqual(ofNorth)
    const named = await hub.server.devices()
    expect(named.map(({ branches }) => branches)).toEqual([null, [south], [north]])

    // What is written later is cut as well, and what belongs to no room comes to all.
    await write(first, everyRole, (unit) => {
      unit.patch('appointment', atNorth, { note: 'у окна' })
      unit.patch('appointment', atSouth, { note: 'с выпиской' })
      unit.patch('patient', rowIdOf('patient'), { given: 'Мария' })
    })
    for (const { workstation } of [southern, northern]) {
      await vi.waitFor(async () => {
        const { read } = workstation.desk(systemActor, null)
        const patient = await read.selectFrom('patient').select('given').executeTakeFirst()
        expect(patient).toEqual({ given: 'Мария' })
      }, patience)
    }
    expect(await boundRows(southern.workstation)).toEqual([`appointment ${atSouth}`])
    expect(await boundRows(northern.workstation)).toEqual(ofNorth)
  },
)

test(
  'a change of its rooms takes away what it may not have any more, and brings the rest',
  { timeout },
  async () => {
    const { hub, everything } = await clinicOfTwoRooms()
    const { workstation, deviceId } = await joinFor(hub, null)
    expect(await boundRows(workstation)).toEqual(everything)
    // It has seen the other room's booking change.
    await write(workstation, everyRole, (unit) => {
      unit.patch('appointment', atNorth, { note: 'перезвонить' })
    })
    await untilInSync(workstation)
    expect(await auditedRows(workstation)).toContain(atNorth)

    expect(await hub.server.limit(deviceId, [south])).toBe(true)
    await expectRows(workstation, [`appointment ${atSouth}`])
    expect(await auditedRows(workstation)).not.toContain(atNorth)

    expect(await hub.server.limit(deviceId, [south, north])).toBe(true)
    await expectRows(workstation, everything)
    expect(await hub.server.limit(deviceId, null)).toBe(true)
    await untilInSync(workstation)
    await expectRows(workstation, everything)
    expect(await hub.server.limit('nobody', null)).toBe(false)
  },
)

test(
  'what it writes for a room that it does not serve is refused and kept for a decision',
  { timeout },
  async () => {
    const { hub, first } = await clinicOfTwoRooms()
    const { workstation } = await joinFor(hub, [south])
    const { appointment } = everyRow
    const time = { startsAt: '2026-11-25T09:00:00.000Z', endsAt: '2026-11-25T09:30:00.000Z' }
    const id = '01900000-0000-7000-9000-00000000cccc'
    await write(workstation, everyRole, (unit) => {
      unit.insert('appointment', { ...appointment, ...time, id, locationId: north })
    })
    await vi.waitFor(() => {
      expect(workstation.membership.status()).toMatchObject({ state: 'in-sync', toDecide: 1 })
    }, patience)
    expect(await workstation.membership.refusals()).toMatchObject([
      { operations: [{ rowId: id, code: 'another-branch', data: { locationId: north } }] },
    ])
    expect(await boundRows(workstation)).toEqual([`appointment ${atSouth}`])
    expect(await boundRows(first)).not.toContain(`appointment ${id}`)
  },
)

test(
  'a booking that moves to another room goes from the one workstation to the other, with all on it',
  { timeout },
  async () => {
    const { hub, first, everything } = await clinicOfTwoRooms()
    const { workstation: southern } = await joinFor(hub, [south])
    const { workstation: northern } = await joinFor(hub, [north])
    await write(first, everyRole, (unit) => {
      unit.patch('appointment', atNorth, { locationId: south })
    })
    await expectRows(southern, everything)
    await expectRows(northern, [])
    const inFull = (workstation: Workstation) =>
      Promise.all(
        boundTables.map((table) => {
          const { read } = workstation.desk(systemActor, null)
          return read.selectFrom(table).selectAll().orderBy('id').execute()
        }),
      )
    expect(await inFull(southern)).toEqual(await inFull(first))

    // It is followed from then on, and a newcomer gets it by its snapshot.
    await write(first, everyRole, (unit) => {
      unit.patch('appointment', atNorth, { note: 'у окна' })
    })
    await vi.waitFor(
      async () => expect(await inFull(southern)).toEqual(await inFull(first)),
      patience,
    )
    const { workstation: newcomer } = await joinFor(hub, [south])
    expect(await inFull(newcomer)).toEqual(await inFull(first))

    await write(first, everyRole, (unit) => {
      unit.patch('appointment', atNorth, { locationId: north })
    })
    const ofNorth = everything.filter((row) => row !== `appointment ${atSouth}`)
    await expectRows(southern, [`appointment ${atSouth}`])
    await expectRows(northern, ofNorth)
    for (const workstation of [southern, northern, newcomer]) {
      expect(workstation.membership.status().toDecide).toBe(0)
    }
  },
)
