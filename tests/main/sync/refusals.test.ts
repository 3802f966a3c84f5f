/** What the hub refused, and what a person makes of it. */
import { expect, test } from 'vitest'
import { createHandles } from '../../../main/db/kysely.ts'
import { dismissRefusal, listRefusals, retryRefusal } from '../../../main/sync/refusals.ts'
import { addRow, everyRole, everyRow, rowIdOf } from '../../helpers/every-table.ts'
import { openSyncedClinic, type SyncedDesk } from '../../helpers/synced-desk.ts'

/** Desk b writes a patient and a visit as somebody whom the hub does not know. */
async function refusedAtB() {
  const clinic = await openSyncedClinic()
  const other = await clinic.open('b')
  const stranger = other.as({ id: rowIdOf('leave'), roles: ['administrator'] })
  await stranger.write('patients.register', async (unit) => {
    unit.insert('patient', { ...everyRow.patient, id: rowIdOf('patient') })
    unit.insert('consent', { ...everyRow.consent, recordedBy: clinic.administratorId })
    unit.insert('medicalCard', { ...everyRow.medicalCard, number: 'B-00001' })
  })
  await clinic.settle(clinic.first, other)
  return { clinic, other, unitId: listRefusals(other.raw)[0]?.unitId ?? '' }
}

const patientsOf = ({ raw }: SyncedDesk) =>
  raw.prepare('SELECT count(*) FROM patient').pluck().get()

test('is listed by unit, with whom it is about, and without what only doctors read', async () => {
  const { other } = await refusedAtB()
  expect(patientsOf(other)).toBe(0)
  expect(other.client.status().toDecide).toBe(1)
  expect(listRefusals(other.raw)).toMatchObject([
    {
      command: 'patients.register',
      actor: null,
      operations: [
        { entity: 'patient', code: 'unknown-actor', changes: { family: 'Водолазова' } },
        { entity: 'consent', kind: 'fact' },
        { entity: 'medicalCard', changes: {} },
      ],
    },
  ])
})

test('is written anew by whoever may, and reaches the other desk then', async () => {
  const { clinic, other, unitId } = await refusedAtB()
  const cashier = other.as({ id: clinic.administratorId, roles: ['cashier'] })
  await expect(retryRefusal(other.raw, cashier, unitId)).rejects.toMatchObject({
    code: 'forbidden',
  })
  await clinic.first.desk.write('test', async (unit) => addRow(unit, 'practitioner'))
  await clinic.settle(clinic.first, other)
  await retryRefusal(other.raw, other.as(everyRole), unitId)
  other.client.recount()
  expect(other.client.status().toDecide).toBe(0)
  await clinic.settle(other, clinic.first)
  expect(patientsOf(clinic.first)).toBe(1)
  expect(other.rows()).toEqual(clinic.first.rows())
  await expect(retryRefusal(other.raw, other.desk, unitId)).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('is left alone when a person says so', async () => {
  const { other, unitId } = await refusedAtB()
  await createHandles(other.raw).transact(() =>
    dismissRefusal(other.raw, unitId, '2026-11-16T07:00:00.000Z'),
  )
  expect(listRefusals(other.raw)).toEqual([])
})

test('is nothing to decide when the other desk had done the same work', async () => {
  const clinic = await openSyncedClinic()
  const { first } = clinic
  const other = await clinic.open('b')
  await first.desk.write('test', async (unit) => addRow(unit, 'practitioner'))
  for (const table of ['serviceCategory', 'healthcareService'] as const) {
    await first.as(everyRole).write('test', async (unit) => addRow(unit, table))
  }
  await clinic.settle(first, other)
  const offer = ({ as }: SyncedDesk) =>
    as(everyRole).write('test', async (unit) =>
      unit.insert('practitionerService', everyRow.practitionerService),
    )
  await offer(first)
  await offer(other)
  await clinic.settle(first, other)
  expect(other.rows()).toEqual(first.rows())
  expect(other.client.status().toDecide).toBe(0)
  expect(other.raw.prepare('SELECT code FROM sync_refusal').pluck().all()).toEqual(['duplicate'])
})
