/** Allergies with substance, reaction and severity: noted, corrected, taken off the list, never deleted. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  addAllergy,
  archiveAllergy,
  readAllergies,
  updateAllergy,
} from '../../../../main/clinic/allergies/allergies.service.ts'
import { openVisitDay, type VisitDay } from '../../../helpers/visit-day.ts'

let day: VisitDay

beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

const penicillin = () => ({
  patientId: day.patientId,
  substance: 'Пенициллин',
  reaction: 'Отёк Квинке',
  severity: 'severe' as const,
  verification: 'confirmed' as const,
})

test('stand with who noted them, the most severe first', async () => {
  await addAllergy(day.nurse, {
    ...penicillin(),
    substance: 'Пыльца',
    reaction: null,
    severity: null,
    verification: 'unconfirmed',
  })
  await addAllergy(day.nurse, { ...penicillin(), substance: 'Орехи', severity: 'mild' })
  const { id } = await addAllergy(day.doctor, penicillin())
  const known = await readAllergies(day.doctor, day.patientId)
  expect(known.map(({ substance }) => substance)).toEqual(['Пенициллин', 'Орехи', 'Пыльца'])
  expect(known[0]).toMatchObject({
    id,
    version: 1,
    reaction: 'Отёк Квинке',
    severity: 'severe',
    verification: 'confirmed',
    notedByName: { family: 'Петров', given: 'Пётр', patronymic: 'Ильич' },
    archivedAt: null,
  })
})

test('two who correct one at once: the second is told', async () => {
  const { id } = await addAllergy(day.doctor, penicillin())
  const { patientId: _patient, ...fields } = penicillin()
  await updateAllergy(day.doctor, { id, version: 1, ...fields, severity: 'moderate' })
  const late = updateAllergy(day.nurse, { id, version: 1, ...fields, severity: 'mild' })
  await expect(late).rejects.toMatchObject({ code: 'version-conflict' })
  expect((await readAllergies(day.doctor, day.patientId))[0]?.severity).toBe('moderate')
})

test('one that was taken off the list stays below it with the reason, and can come back', async () => {
  const first = await addAllergy(day.doctor, penicillin())
  await addAllergy(day.doctor, { ...penicillin(), substance: 'Латекс', severity: 'mild' })
  const off = { id: first.id, version: 1, archived: true, reason: 'Проба отрицательная' }
  await archiveAllergy(day.doctor, off)
  const known = await readAllergies(day.doctor, day.patientId)
  expect(known.map(({ substance, archiveReason }) => [substance, archiveReason])).toEqual([
    ['Латекс', null],
    ['Пенициллин', 'Проба отрицательная'],
  ])
  await archiveAllergy(day.doctor, { id: first.id, version: 2, archived: false, reason: null })
  expect((await readAllergies(day.doctor, day.patientId))[0]).toMatchObject({
    substance: 'Пенициллин',
    archivedAt: null,
    archiveReason: null,
  })
})

test('nobody’s allergy is refused, and so is one that is not there', async () => {
  const id = day.newId()
  const { patientId: _patient, ...fields } = penicillin()
  for (const refused of [
    addAllergy(day.doctor, { ...penicillin(), patientId: id }),
    updateAllergy(day.doctor, { id, version: 1, ...fields }),
    archiveAllergy(day.doctor, { id, version: 1, archived: true, reason: 'Нет' }),
  ]) {
    await expect(refused).rejects.toMatchObject({ code: 'not-found' })
  }
})
