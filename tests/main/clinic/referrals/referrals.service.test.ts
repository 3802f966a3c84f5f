/** Referrals: numbered, in the doctor's name, with a paper, by patient and by visit. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  issueReferral,
  readReferralsOfPatient,
  readReferralsOfVisit,
} from '../../../../main/clinic/referrals/referrals.service.ts'
import { elsewhere, openVisit, openVisitDay, type VisitDay } from '../../../helpers/visit-day.ts'

let day: VisitDay

beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

const wish = () => ({
  patientId: day.patientId,
  encounterId: null,
  ...elsewhere,
  performerOrganization: `Robert'); DROP TABLE patient;--`,
  performerName: '<script>alert(1)</script>',
  specialty: 'Кардиология',
  reason: 'Одышка\nтри месяца',
  diagnosis: null,
  note: null,
  priority: 'asap' as const,
})

test('numbers the year’s referrals and orders a paper of each', async () => {
  const { encounterId } = await openVisit(day)
  const first = await issueReferral(day.doctor, { ...wish(), encounterId })
  day.setNow('2026-11-17T06:00:00.000Z')
  const second = await issueReferral(day.otherDoctor, wish())
  // In Moscow the new year has begun.
  day.setNow('2026-12-31T21:30:00.000Z')
  const third = await issueReferral(day.doctor, wish())
  expect([first, second, third].map(({ number }) => number)).toEqual([
    'A-2026-N0001',
    'A-2026-N0002',
    'A-2027-N0001',
  ])
  const ofPatient = await readReferralsOfPatient(day.reception, day.patientId)
  expect(ofPatient.map(({ id }) => id)).toEqual([third.id, second.id, first.id])
  const { performerId: _anybody, ...wished } = wish()
  expect(ofPatient[2]).toMatchObject({
    ...wished,
    dueOn: '2026-11-19',
    encounterId,
    requester: { family: 'Петров', given: 'Пётр', patronymic: 'Ильич' },
    documentId: first.documentId,
    documentState: 'due',
  })
  const ofVisit = await readReferralsOfVisit(day.nurse, encounterId)
  expect(ofVisit.map(({ id }) => id)).toEqual([first.id])
})

test('is refused for nobody, and for a visit that is not the patient’s', async () => {
  const { encounterId } = await openVisit(day)
  const otherPatientId = await day.desk.write('test.patient', async (unit) => {
    const { id: _id, ...patient } = await unit.db
      .selectFrom('patient')
      .selectAll()
      .executeTakeFirstOrThrow()
    const { version: _v, createdAt: _c, updatedAt: _u, ...fields } = patient
    return unit.insert('patient', { ...fields, family: 'Другая' })
  })
  const nobody = issueReferral(day.doctor, { ...wish(), patientId: day.newId() })
  await expect(nobody).rejects.toMatchObject({ code: 'not-found', data: { entity: 'patient' } })
  const wrong = issueReferral(day.doctor, { ...wish(), patientId: otherPatientId, encounterId })
  await expect(wrong).rejects.toMatchObject({ code: 'not-found', data: { entity: 'encounter' } })
  expect(await readReferralsOfVisit(day.doctor, encounterId)).toEqual([])
  const series = day.raw.prepare(`SELECT * FROM number_series WHERE kind = 'referral'`).all()
  expect(series).toEqual([])
})
