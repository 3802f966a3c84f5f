/** Putting a patient away and taking one back: nothing is deleted, and who did it when is written down. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bookAppointment } from '../../../../main/clinic/appointments/appointments.service.ts'
import { searchPatients } from '../../../../main/clinic/patients/patient-search.service.ts'
import { archivePatient, getPatient } from '../../../../main/clinic/patients/patients.service.ts'
import { addDoctor, addService } from '../../../helpers/bookings.ts'
import { openTestClinic, type TestClinic, testNow } from '../../../helpers/clinic.ts'
import { register } from '../../../helpers/patients.ts'

let clinic: TestClinic
let id: string

beforeEach(async () => {
  clinic = await openTestClinic()
  id = await register(clinic.desk, { withCard: true })
})
afterEach(() => clinic.close())

const archive = (archived: boolean, version: number) =>
  archivePatient(clinic.desk.with({}), { id, version, archived })

const found = async (withArchived: boolean) =>
  (await searchPatients(clinic.desk, 'иванов', 12, withArchived)).map((each) => each.archivedAt)

const rows = (table: string) =>
  clinic.raw.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${table}`).get()?.rows

test('one who is put away is left out of the search, unless asked for', async () => {
  await archive(true, 1)
  expect(await found(false)).toEqual([])
  expect(await found(true)).toEqual([testNow])
  expect(await getPatient(clinic.desk, id)).toMatchObject({ archivedAt: testNow, version: 2 })
})

test('nothing of theirs is deleted, and the audit trail names who did it', async () => {
  const before = ['patient', 'consent', 'medical_card'].map(rows)
  await archive(true, 1)
  expect(['patient', 'consent', 'medical_card'].map(rows)).toEqual(before)
  const told = clinic.raw
    .prepare('SELECT actor_id, command, entity, changes FROM audit_event ORDER BY rowid DESC')
    .get()
  expect(told).toEqual({
    actor_id: clinic.administratorId,
    command: 'patients.archive',
    entity: 'patient',
    changes: JSON.stringify({ archivedAt: [null, testNow] }),
  })
})

test('one who is taken back is found and booked again', async () => {
  const serviceId = await addService(clinic)
  const practitionerId = await addDoctor(clinic, { serviceIds: [serviceId] })
  const book = () =>
    bookAppointment(clinic.desk.with({}), {
      patientId: id,
      practitionerId,
      serviceId,
      as: 'confirmed',
      note: null,
      day: '2026-11-16',
      localTime: '12:00',
    })
  await archive(true, 1)
  await expect(book()).rejects.toMatchObject({ code: 'archived', data: { entity: 'patient', id } })
  await archive(false, 2)
  expect(await found(false)).toEqual([null])
  await expect(book()).resolves.toMatchObject({ status: 'confirmed' })
})

test('put away twice, the first day stays', async () => {
  await archive(true, 1)
  clinic.setNow('2026-11-17T06:00:00.000Z')
  await archive(true, 2)
  expect(await getPatient(clinic.desk, id)).toMatchObject({ archivedAt: testNow, version: 2 })
})

test('is refused as of an older version, and for nobody', async () => {
  await expect(archive(true, 2)).rejects.toMatchObject({ code: 'version-conflict' })
  id = clinic.newId()
  await expect(archive(true, 1)).rejects.toMatchObject({
    code: 'not-found',
    data: { entity: 'patient', id },
  })
})
