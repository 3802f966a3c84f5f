/** Prescriptions: numbered, in the doctor's name, with a paper, and checked against allergies. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addAllergy } from '../../../../main/clinic/allergies/allergies.service.ts'
import {
  cancelPrescription,
  issuePrescription,
  readPrescriptions,
  stopMedicine,
} from '../../../../main/clinic/prescriptions/prescriptions.service.ts'
import { openVisit, openVisitDay, type VisitDay } from '../../../helpers/visit-day.ts'

let day: VisitDay

beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

const amoxicillin = {
  medicine: 'Амоксициллин 500 мг, капсулы',
  dosage: 'По 1 капсуле 3 раза в день после еды',
  quantity: '21 капсула',
  takenUntil: '2026-11-23',
}

const bisoprolol = {
  medicine: 'Бисопролол 2,5 мг, таблетки',
  dosage: 'По 1 таблетке утром',
  quantity: null,
  takenUntil: null,
}

const wish = () => ({
  patientId: day.patientId,
  encounterId: null,
  medicines: [amoxicillin, bisoprolol],
  validDays: 60,
  overrideReason: null,
})

const allergicTo = (substance: string) =>
  addAllergy(day.doctor, {
    patientId: day.patientId,
    substance,
    reaction: null,
    severity: null,
    verification: 'confirmed',
  })

test('are numbered, keep the order of their medicines and order a paper', async () => {
  const { encounterId } = await openVisit(day)
  const first = await issuePrescription(day.doctor, { ...wish(), encounterId })
  const second = await issuePrescription(day.otherDoctor, { ...wish(), medicines: [bisoprolol] })
  expect([first.number, second.number]).toEqual(['A-2026-P0001', 'A-2026-P0002'])
  const known = await readPrescriptions(day.nurse, day.patientId)
  expect(known.map(({ number }) => number)).toEqual(['A-2026-P0002', 'A-2026-P0001'])
  expect(known[1]).toMatchObject({
    encounterId,
    requester: { family: 'Петров', given: 'Пётр', patronymic: 'Ильич' },
    overrideReason: null,
    cancelledAt: null,
    medicines: [
      { ...amoxicillin, isTaken: true },
      { ...bisoprolol, isTaken: true },
    ],
  })
  const paper = day.raw
    .prepare('SELECT kind, subject_id, state FROM document_reference WHERE id = ?')
    .get(first.documentId)
  expect(paper).toEqual({ kind: 'prescription', subject_id: first.id, state: 'due' })
})

test('prescribing against an allergy warns, writes nothing, and asks for a reason to go on', async () => {
  await allergicTo('Пенициллин')
  await expect(issuePrescription(day.doctor, wish())).rejects.toMatchObject({
    code: 'allergy-warning',
    data: {
      warnings: [{ medicine: amoxicillin.medicine, substance: 'Пенициллин', match: 'class' }],
    },
  })
  expect(await readPrescriptions(day.doctor, day.patientId)).toEqual([])
  const series = day.raw.prepare(`SELECT * FROM number_series WHERE kind = 'prescription'`).all()
  expect(series).toEqual([])
  const overrideReason = 'Десенсибилизация проведена'
  const { id } = await issuePrescription(day.doctor, { ...wish(), overrideReason })
  const kept = day.raw
    .prepare('SELECT warnings, override_reason FROM prescription WHERE id = ?')
    .get(id)
  expect(kept).toEqual({
    warnings: JSON.stringify([
      { medicine: amoxicillin.medicine, substance: 'Пенициллин', match: 'class' },
    ]),
    override_reason: overrideReason,
  })
})

test('a reason without a warning is not kept', async () => {
  await issuePrescription(day.doctor, { ...wish(), overrideReason: 'Просто так' })
  const [only] = await readPrescriptions(day.doctor, day.patientId)
  expect(only?.overrideReason).toBeNull()
})

test('a medicine is taken until its last day, until it is stopped, or until its paper is cancelled', async () => {
  await issuePrescription(day.doctor, wish())
  const taken = async () => {
    const [paper] = await readPrescriptions(day.doctor, day.patientId)
    return paper?.medicines.map(({ isTaken }) => isTaken)
  }
  day.setNow('2026-11-23T20:00:00.000Z')
  expect(await taken()).toEqual([true, true])
  // In Moscow the next day has begun.
  day.setNow('2026-11-23T21:30:00.000Z')
  expect(await taken()).toEqual([false, true])
  const [paper] = await readPrescriptions(day.doctor, day.patientId)
  const [over, ongoing] = paper?.medicines ?? []
  const stop = { medicationRequestId: ongoing?.id ?? '', reason: 'Брадикардия' }
  await stopMedicine(day.nurse, stop)
  expect(await taken()).toEqual([false, false])
  for (const again of [stop, { medicationRequestId: over?.id ?? '', reason: 'Кончился' }]) {
    await expect(stopMedicine(day.doctor, again)).rejects.toMatchObject({ code: 'not-taken' })
  }
  const nothing = stopMedicine(day.doctor, { ...stop, medicationRequestId: day.newId() })
  await expect(nothing).rejects.toMatchObject({ code: 'not-found' })
})

test('only its doctor cancels one, once, with a reason; its number stays', async () => {
  const { id, number } = await issuePrescription(day.doctor, wish())
  const cancel = { id, reason: 'Не тот препарат' }
  const other = cancelPrescription(day.otherDoctor, cancel)
  await expect(other).rejects.toMatchObject({ code: 'not-the-author' })
  await cancelPrescription(day.doctor, cancel)
  const twice = cancelPrescription(day.doctor, cancel)
  await expect(twice).rejects.toMatchObject({ code: 'already-cancelled' })
  const [paper] = await readPrescriptions(day.doctor, day.patientId)
  expect(paper).toMatchObject({ number, cancelReason: 'Не тот препарат' })
  expect(paper?.medicines.some(({ isTaken }) => isTaken)).toBe(false)
  const nobody = cancelPrescription(day.doctor, { ...cancel, id: day.newId() })
  await expect(nobody).rejects.toMatchObject({ code: 'not-found' })
})

test('are refused for nobody, and for a visit that is not the patient’s', async () => {
  const nobody = issuePrescription(day.doctor, { ...wish(), patientId: day.newId() })
  await expect(nobody).rejects.toMatchObject({ code: 'not-found', data: { entity: 'patient' } })
  const wrong = issuePrescription(day.doctor, { ...wish(), encounterId: day.newId() })
  await expect(wrong).rejects.toMatchObject({ code: 'not-found', data: { entity: 'encounter' } })
})

test('what was ordered and what was stopped never changes in the database', async () => {
  await issuePrescription(day.doctor, wish())
  for (const statement of [
    `UPDATE medication_request SET dosage = 'иначе'`,
    'DELETE FROM medication_request',
  ]) {
    expect(() => day.raw.prepare(statement).run()).toThrow('append-only')
  }
})
