/** Two desks apart book the same time or room: what becomes of the loser's mails, and what its task says. */
import { beforeEach, expect, test } from 'vitest'
import { listRebookTasks } from '../../../main/clinic/appointments/rebook.service.ts'
import { whileUndoing } from '../../../main/db/open.ts'
import type { NewRow } from '../../../main/db/write.ts'
import { replayPending } from '../../../main/sync/apply.ts'
import { entityOrder } from '../../../main/sync/entities.ts'
import { nextBatch } from '../../../main/sync/outbox.ts'
import { addRow, everyRole, everyRow, rowIdOf } from '../../helpers/every-table.ts'
import { testNow } from '../../helpers/clinic.ts'
import { openSyncedClinic, type SyncedClinic, type SyncedDesk } from '../../helpers/synced-desk.ts'

const otherDoctor = '01900000-0000-7000-9000-00000000dddd'
const room = rowIdOf('location')
const tables = ['location', 'serviceCategory', 'healthcareService', 'patient', 'equipment']

let clinic: SyncedClinic
let winner: SyncedDesk
let loser: SyncedDesk

beforeEach(async () => {
  clinic = await openSyncedClinic()
  winner = clinic.first
  await winner.desk.write('test.staff', async (unit) => {
    addRow(unit, 'practitioner')
    unit.insert('practitioner', { ...everyRow.practitioner, id: otherDoctor })
  })
  await winner.as(everyRole).write('test.fill', async (unit) => {
    for (const table of entityOrder) if (tables.includes(table)) addRow(unit, table)
  })
  loser = await clinic.open('b')
  await clinic.settle(winner, loser)
})

/** A booking with its mail to the patient, in one unit as the desk writes it. */
async function book(desk: SyncedDesk, id: string, changes: Partial<NewRow<'appointment'>> = {}) {
  await desk.as(everyRole).write('appointments.book', async (unit) => {
    const row = { ...everyRow.appointment, status: 'confirmed' as const, resourceIds: '[]' }
    unit.insert('appointment', { ...row, ...changes, id })
    unit.insert('message', {
      ...everyRow.message,
      appointmentId: id,
      eventKey: `appointment:${id}:confirmed:1:patient`,
      template: 'appointment-confirmed',
      audience: 'patient',
      state: 'due',
      sentAt: null,
      errorCode: null,
    })
  })
}

const mailOf = (desk: SyncedDesk, id: string) =>
  desk.raw.prepare('SELECT state, error_code AS code FROM message WHERE appointment_id = ?').get(id)

const bookingAt = (desk: SyncedDesk, id: string) =>
  desk.raw.prepare('SELECT status, cancel_reason AS reason FROM appointment WHERE id = ?').get(id)

test('a mail that waits is withdrawn with the reason, at every desk', async () => {
  await book(winner, 'winner')
  await book(loser, 'loser')
  await clinic.settle(winner, loser)
  for (const desk of [winner, loser]) {
    expect(bookingAt(desk, 'loser')).toEqual({ status: 'cancelled', reason: 'time-taken' })
    expect(mailOf(desk, 'loser')).toEqual({ state: 'cancelled', code: 'time-taken' })
    expect(mailOf(desk, 'winner')).toEqual({ state: 'due', code: null })
  }
  expect(loser.rows()).toEqual(winner.rows())
  expect(await listRebookTasks(winner.desk)).toMatchObject([{ toldAt: null, resource: null }])
})

test('a mail that went out before the hub answered stays sent, and the task says so', async () => {
  const sentAt = '2026-11-23T08:00:00.000Z'
  await book(winner, 'winner')
  await book(loser, 'loser')
  const [mail] = await loser.desk.read
    .selectFrom('message')
    .select('id')
    .where('appointmentId', '=', 'loser')
    .execute()
  await loser.as(everyRole).write('notifications.sent', async (unit) => {
    unit.patch('message', mail?.id ?? '', { state: 'sent', sentAt })
  })
  await clinic.settle(winner, loser)
  for (const desk of [winner, loser]) {
    expect(mailOf(desk, 'loser')).toEqual({ state: 'sent', code: null })
    expect(await listRebookTasks(desk.desk)).toMatchObject([{ toldAt: sentAt }])
  }
})

test('a room is claimed with the doctor or not at all, and the task of its loser names it', async () => {
  const inRoom = { resourceIds: JSON.stringify([room]) }
  await book(winner, 'winner', inRoom)
  await book(loser, 'loser', { ...inRoom, practitionerId: otherDoctor })
  await clinic.settle(winner, loser)
  for (const desk of [winner, loser]) {
    expect(bookingAt(desk, 'loser')).toEqual({ status: 'cancelled', reason: 'time-taken' })
    expect(await listRebookTasks(desk.desk)).toMatchObject([
      { resource: everyRow.location.name, heldBy: { id: 'winner' } },
    ])
  }
  // Its doctor's time was not kept either: somebody else gets it.
  await book(winner, 'third', { practitionerId: otherDoctor })
  await clinic.settle(winner, loser)
  expect(bookingAt(loser, 'third')).toEqual({ status: 'confirmed', reason: null })
})

test('a machine is claimed with the doctor or not at all, and the task of its loser names it', async () => {
  const withIt = { resourceIds: JSON.stringify([rowIdOf('equipment')]) }
  await book(winner, 'winner', withIt)
  await book(loser, 'loser', { ...withIt, practitionerId: otherDoctor })
  await clinic.settle(winner, loser)
  for (const desk of [winner, loser]) {
    expect(bookingAt(desk, 'loser')).toEqual({ status: 'cancelled', reason: 'time-taken' })
    expect(await listRebookTasks(desk.desk)).toMatchObject([
      { resource: everyRow.equipment.name, heldBy: { id: 'winner' } },
    ])
  }
})

/** What a snapshot does: the bookings and mails are another desk's, with the own operations replayed. */
function takeSnapshotOf(source: SyncedDesk, { raw, device }: SyncedDesk): void {
  const cursor = Number(source.raw.prepare('SELECT cursor FROM hub_link').pluck().get())
  const parts = { raw, deviceId: device.id, now: () => testNow, newId: () => 'snapshot' }
  const take = raw.transaction(() => {
    raw.pragma('defer_foreign_keys = ON')
    whileUndoing(raw, () => {
      for (const table of ['message', 'appointment']) raw.prepare(`DELETE FROM ${table}`).run()
      for (const table of ['appointment', 'message']) {
        for (const row of source.raw.prepare<[], object>(`SELECT * FROM ${table}`).all()) {
          const names = Object.keys(row)
          const marks = names.map((name) => `@${name}`)
          raw.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${marks.join()})`).run(row)
        }
      }
    })
    raw.prepare('UPDATE hub_link SET cursor = ?').run(cursor)
    replayPending(parts, cursor)
  })
  take()
}

test('open screens are told of a task that is made late, after an answer was lost and a snapshot taken', async () => {
  await book(winner, 'winner')
  await clinic.settle(winner)
  await book(loser, 'loser')
  const { epoch } = await clinic.hub.store.state()
  // The hub has it; its answer never comes.
  await clinic.hub.linkFor(loser.device).push({ epoch, operations: nextBatch(loser.raw) })
  await clinic.settle(winner)
  takeSnapshotOf(winner, loser)
  expect(await listRebookTasks(loser.desk)).toEqual([])
  loser.committed.length = 0
  await loser.client.step()
  expect(bookingAt(loser, 'loser')).toEqual({ status: 'cancelled', reason: 'time-taken' })
  const [task] = await listRebookTasks(loser.desk)
  const told = loser.committed.flatMap(({ rows }) => rows)
  expect(told).toContainEqual({ entity: 'rebookTask', id: task?.id, kind: 'create' })
})
