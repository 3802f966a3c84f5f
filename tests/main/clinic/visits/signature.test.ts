/** A signature locks the visit and everything in it, and tells when the record was tampered with. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mergePatients } from '../../../../main/clinic/patients/merge.service.ts'
import { issuePrescription } from '../../../../main/clinic/prescriptions/prescriptions.service.ts'
import { issueReferral } from '../../../../main/clinic/referrals/referrals.service.ts'
import { endCondition, readVitals } from '../../../../main/clinic/visits/content.service.ts'
import { hashOfVisit } from '../../../../main/clinic/visits/signature.service.ts'
import { readVisit, signVisit } from '../../../../main/clinic/visits/visits.service.ts'
import { addPatient } from '../../../helpers/bookings.ts'
import {
  elsewhere,
  openVisit,
  openVisitDay,
  signedVisit,
  type VisitDay,
  written,
} from '../../../helpers/visit-day.ts'

let day: VisitDay
beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

async function prescribe(encounterId: string): Promise<void> {
  await issuePrescription(day.doctor.with({}), {
    patientId: day.patientId,
    encounterId,
    medicines: [{ medicine: 'Бисопролол 5 мг', dosage: 'Утром', quantity: null, takenUntil: null }],
    validDays: 60,
    overrideReason: null,
  })
}

async function refer(encounterId: string): Promise<void> {
  await issueReferral(day.doctor.with({}), {
    patientId: day.patientId,
    encounterId,
    ...elsewhere,
    performerOrganization: null,
    performerName: null,
    specialty: 'Кардиохирургия',
    reason: 'Стенокардия',
    diagnosis: null,
    note: null,
    priority: 'routine',
  })
}

const isSound = async (encounterId: string) =>
  (await readVisit(day.doctor, { encounterId })).encounter?.isSound

async function signedWithOrders() {
  const visit = await openVisit(day)
  await prescribe(visit.encounterId)
  await refer(visit.encounterId)
  return { ...visit, ...(await signVisit(day.doctor, { ...visit, content: written, base: '' })) }
}

/** Changes rows past every guard, as nobody but an attacker with the key of the file could. */
function tamper(statement: string): void {
  const triggers = day.raw
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%refuses_update'`,
    )
    .all()
  for (const { name } of triggers) day.raw.exec(`DROP TRIGGER ${name}`)
  day.raw.exec(statement)
  for (const { sql } of triggers) day.raw.exec(sql)
}

test('the hash stands in the audit trail, and covers everything in the visit', async () => {
  const { encounterId, contentHash } = await signedWithOrders()
  const audited = day.raw
    .prepare(
      `SELECT changes FROM audit_event WHERE entity = 'encounter' AND row_id = ? AND kind = 'patch'`,
    )
    .pluck()
    .get(encounterId)
  expect(JSON.parse(String(audited)).contentHash).toEqual([null, contentHash])
  expect(await isSound(encounterId)).toBe(true)
})

test.each([
  ['its text', `UPDATE encounter SET history = 'other'`],
  ['a section', `UPDATE encounter SET sections = '[]'`],
  ['a diagnosis', `UPDATE condition SET verification = 'refuted' WHERE position = 0`],
  ['a measurement', `UPDATE vital_sign SET value = 121 WHERE code = 'systolic'`],
  ['a dosage', `UPDATE medication_request SET dosage = 'Вечером'`],
  ['the text of a referral', `UPDATE service_request SET reason = 'other'`],
])('a record in which %s was changed behind its back is told', async (_what, statement) => {
  const { encounterId } = await signedWithOrders()
  expect(await isSound(encounterId)).toBe(true)
  tamper(statement)
  expect(await isSound(encounterId)).toBe(false)
})

test('what is ordered afterwards, and an end of a diagnosis, leave the signature as it was', async () => {
  const { encounterId } = await signedWithOrders()
  await prescribe(encounterId)
  await refer(encounterId)
  const { chronic } = await readVisit(day.doctor, { encounterId })
  await endCondition(day.doctor, { conditionId: chronic[0]?.id ?? '', reason: 'Ошибка' })
  expect(await isSound(encounterId)).toBe(true)
})

test('a merge of patients leaves it sound', async () => {
  const { encounterId } = await signedWithOrders()
  const survivorId = await addPatient(day, { family: 'Петрова' })
  await mergePatients(day.deskOf(['administrator'], day.practitionerId), {
    survivorId,
    survivorVersion: 1,
    mergedId: day.patientId,
    mergedVersion: 1,
    person: {},
    card: {},
  })
  const visit = await readVisit(day.doctor, { encounterId })
  expect(visit.patient.id).toBe(survivorId)
  expect(visit.chronic).toHaveLength(1)
  expect(visit.encounter?.isSound).toBe(true)
})

describe('diagnoses and vital signs', () => {
  test.each(['condition', 'vital_sign', 'condition_end', 'encounter_cosignature'])(
    'the database itself refuses a change of %s',
    async (table) => {
      const { encounterId } = await signedVisit(day)
      const { chronic } = await readVisit(day.doctor, { encounterId })
      await endCondition(day.doctor, { conditionId: chronic[0]?.id ?? '', reason: 'Ошибка' })
      day.raw
        .prepare(
          `INSERT INTO encounter_cosignature VALUES ('c', ?, 1, 'cosigned', NULL, 'h', 'at', ?, 1, 'at', 'at')`,
        )
        .run(encounterId, day.practitionerId)
      expect(() => day.raw.exec(`UPDATE ${table} SET encounter_id = encounter_id`)).toThrow(
        'append-only',
      )
      expect(() => day.raw.exec(`DELETE FROM ${table}`)).toThrow('append-only')
    },
  )

  test('the main diagnosis stands in the visit as older programs know it', async () => {
    const { encounterId } = await signedVisit(day)
    const row = day.raw
      .prepare('SELECT diagnosis, diagnosis_code, content_format FROM encounter WHERE id = ?')
      .get(encounterId)
    expect(row).toEqual({ diagnosis: 'Стенокардия?', diagnosis_code: 'I20.9', content_format: 2 })
  })

  test('a visit signed by an older program keeps its one diagnosis and its signature', async () => {
    const { encounterId } = await openVisit(day)
    const old = {
      complaint: 'Кашель',
      findings: '',
      diagnosis: 'Бронхит',
      diagnosisCode: 'J20.9',
      plan: '',
      signedAt: '2026-11-16T07:00:00.000Z',
      signedBy: day.practitionerId,
      contentFormat: 1,
      contentHash: '',
    }
    await day.desk.write('test.old', async (unit) => {
      const encounter = await unit.db
        .selectFrom('encounter')
        .selectAll()
        .where('id', '=', encounterId)
        .executeTakeFirstOrThrow()
      const contentHash = await hashOfVisit(
        unit.db,
        { ...encounter, ...old },
        { prescriptions: [], referrals: [], labOrders: [] },
      )
      unit.patch('encounter', encounterId, { ...old, contentHash })
    })
    const { encounter } = await readVisit(day.doctor, { encounterId })
    expect(encounter?.content.diagnoses).toMatchObject([{ text: 'Бронхит', code: 'J20.9' }])
    expect(encounter?.isSound).toBe(true)
  })

  test('a chronic one is pinned once, however often it is written, until it is ended', async () => {
    await signedVisit(day)
    day.setNow('2026-11-17T06:00:00.000Z')
    const { encounterId } = await signedVisit(day)
    const { chronic } = await readVisit(day.nurse, { encounterId })
    expect(chronic).toMatchObject([{ code: 'I10', encounterId }])
    const ended = { conditionId: chronic[0]?.id ?? '', reason: 'Не подтвердилась' }
    await endCondition(day.doctor, ended)
    expect((await readVisit(day.nurse, { encounterId })).chronic).toEqual([])
    await expect(endCondition(day.doctor.with({}), ended)).rejects.toMatchObject({
      code: 'already-ended',
    })
    await expect(
      endCondition(day.doctor.with({}), { conditionId: day.newId(), reason: 'x' }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test.each([
    [{ systolic: '12o' }, 'vital-sign-unreadable'],
    [{ systolic: '1200' }, 'vital-sign-impossible'],
    [{ 'body-temperature': '366' }, 'vital-sign-impossible'],
    [{ systolic: '80', diastolic: '120' }, 'pressures-swapped'],
  ])('a slip of the hand (%j) is not signed: %s', async (vitals, code) => {
    const { encounterId } = await openVisit(day)
    const signing = signVisit(day.doctor, {
      encounterId,
      content: { ...written, vitals },
      base: '',
    })
    await expect(signing).rejects.toMatchObject({ code })
  })

  test('how a sign went over the visits is told, the first one first, with what is normal', async () => {
    const sign = async (vitals: typeof written.vitals) => {
      const visit = await openVisit(day)
      await signVisit(day.doctor.with({}), { ...visit, content: { ...written, vitals }, base: '' })
    }
    await sign({ systolic: '150', diastolic: '95' })
    day.setNow('2026-11-20T06:00:00.000Z')
    await sign({ systolic: '128', diastolic: '80', 'body-weight': '81,5', 'body-height': '180' })
    const vitals = await readVitals(day.nurse, day.patientId)
    expect(vitals.find(({ code }) => code === 'systolic')).toEqual({
      code: 'systolic',
      unit: 'mm[Hg]',
      normal: { low: 90, high: 139 },
      interpretation: 'N',
      points: [
        { at: '2026-11-16T06:00:00.000Z', value: 150 },
        { at: '2026-11-20T06:00:00.000Z', value: 128 },
      ],
    })
    expect(vitals.find(({ code }) => code === 'bmi')).toMatchObject({ interpretation: 'H' })
  })
})
