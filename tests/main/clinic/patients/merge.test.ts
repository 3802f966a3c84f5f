/** Two records that are one person: made one, found by both card numbers, and taken apart again whole. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { saveCard } from '../../../../main/clinic/patients/medical-card.service.ts'
import type { MergePatients } from '../../../../main/clinic/patients/merge.input.ts'
import {
  mergePatients,
  previewMerge,
  undoMerge,
} from '../../../../main/clinic/patients/merge.service.ts'
import { searchPatients } from '../../../../main/clinic/patients/patient-search.service.ts'
import { getPatient, updatePatient } from '../../../../main/clinic/patients/patients.service.ts'
import { addRelative } from '../../../../main/clinic/patients/relatives.service.ts'
import type { SharedTable } from '../../../../main/db/tables.ts'
import { entityOrder, factsOf } from '../../../../main/sync/entities.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { addRow, everyRow, rowIdOf } from '../../../helpers/every-table.ts'
import { justRegistered, personOf, register } from '../../../helpers/patients.ts'

let clinic: TestClinic
beforeEach(async () => {
  clinic = await openTestClinic()
})
afterEach(() => clinic.close())

/** A merge with nothing chosen but what is proposed. */
async function merge(
  survivorId: string,
  mergedId: string,
  wish: Partial<Pick<MergePatients, 'person' | 'card'>> = {},
) {
  const { survivor, merged } = await previewMerge(clinic.desk, { survivorId, mergedId })
  return mergePatients(clinic.desk.with({}), {
    survivorId,
    survivorVersion: survivor.version,
    mergedId,
    mergedVersion: merged.version,
    person: {},
    card: {},
    ...wish,
  })
}

const undo = (mergedId: string) => undoMerge(clinic.desk.with({}), { mergedId })

/** Every row of every shared table but for its version and when it was changed. */
function everything(): string[] {
  const history = new Set<SharedTable>(['patientMerge', 'patientMergeUndo'])
  return entityOrder
    .filter((table) => !history.has(table))
    .flatMap((table) =>
      clinic.raw
        .prepare(`SELECT * FROM "${snakeCase(table)}" ORDER BY id`)
        .all()
        .map((row) => JSON.stringify({ table, ...Object(row), version: 0, updated_at: '' })),
    )
}

const snakeCase = (name: string) =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The clinic with a row of every table, all about one patient, and a second record of that patient. */
async function twoRecords() {
  const desk = clinic.desk.with({})
  await desk.write('test', async (unit) => {
    for (const table of entityOrder) {
      if (table !== 'organization' && !table.startsWith('patientMerge')) addRow(unit, table)
    }
  })
  const survivorId = await clinic.desk
    .with({})
    .write('test', async (unit) =>
      unit.insert('patient', { ...justRegistered, ...everyRow.patient, family: 'Водолазкина' }),
    )
  return { survivorId, mergedId: rowIdOf('patient') }
}

/** Fields of shared tables that name a patient, from the facts by which rows are brought together. */
const naming = entityOrder.flatMap((table) =>
  Object.entries(factsOf(table).parents)
    .filter(([, parent]) => parent === 'patient')
    .map(([field]) => ({ table, field })),
)

/** What is about the merging itself, or about the pair, goes on naming whom it named. */
const history = ['patientMerge', 'patientDistinct', 'patient']

describe('merging', () => {
  test('moves every row that names the patient, whatever its table', async () => {
    const { survivorId, mergedId } = await twoRecords()
    await merge(survivorId, mergedId)
    for (const { table, field } of naming) {
      if (history.includes(table)) continue
      const named = clinic.raw
        .prepare(`SELECT count(*) FROM "${snakeCase(table)}" WHERE ${snakeCase(field)} = ?`)
        .pluck()
        .get(mergedId)
      expect([table, field, named]).toEqual([table, field, 0])
    }
    expect(await getPatient(clinic.desk, mergedId)).toMatchObject({
      mergedInto: { id: survivorId },
      archivedAt: clinic.desk.now(),
    })
  })

  test('moves a signed visit and a consent, and nothing else of them can change', async () => {
    const { survivorId, mergedId } = await twoRecords()
    await clinic.desk.with({}).write('test', async (unit) => {
      unit.patch('encounter', rowIdOf('encounter'), {
        signedAt: unit.now,
        signedBy: clinic.administratorId,
        contentHash: 'hash',
      })
    })
    await merge(survivorId, mergedId)
    const visit = clinic.raw.prepare('SELECT patient_id, content_hash FROM encounter').get()
    expect(visit).toEqual({ patient_id: survivorId, content_hash: 'hash' })
    const change = clinic.desk
      .with({})
      .write('test', async (unit) =>
        unit.patch('consent', rowIdOf('consent'), { patientId: survivorId, givenOn: '2026-01-01' }),
      )
    await expect(change).rejects.toThrow('consent is append-only')
  })

  test('says before what will go along and where the two differ', async () => {
    const { survivorId, mergedId } = await twoRecords()
    const preview = await previewMerge(clinic.desk, { survivorId, mergedId })
    expect(preview.counts).toContainEqual({ reference: 'appointment.patientId', count: 1 })
    expect(preview.person).toEqual([
      { field: 'family', survivor: 'Водолазкина', merged: 'Водолазова', proposed: 'survivor' },
    ])
  })

  test('keeps of each field what was chosen', async () => {
    const kept = await register(clinic.desk, { family: 'Иванов', email: null, note: 'Глуховат' })
    const gone = await register(clinic.desk, {
      family: 'Иваноф',
      phones: [{ use: 'home', value: '+7 495 111-22-33' }],
      address: 'Тверь',
      note: 'Приходит с женой',
    })
    await merge(kept, gone, { person: { address: 'merged', phones: 'both' } })
    expect(await getPatient(clinic.desk, kept)).toMatchObject({
      family: 'Иванов',
      email: 'ivanov@mail.example',
      address: 'Тверь',
      phones: [{ value: '+7 912 345-67-89' }, { value: '+7 495 111-22-33' }],
      note: 'Глуховат\nПриходит с женой',
    })
  })

  test('works in both directions', async () => {
    const one = await register(clinic.desk, { family: 'Иванов' })
    const other = await register(clinic.desk, { family: 'Иваноф' })
    await merge(other, one)
    expect((await getPatient(clinic.desk, other)).family).toBe('Иваноф')
    await undo(one)
    await merge(one, other)
    expect((await getPatient(clinic.desk, one)).family).toBe('Иванов')
  })

  test('of two cards loses no allergy, and has the doctor approve again', async () => {
    const [kept, gone] = [
      await register(clinic.desk, { withCard: true }),
      await register(clinic.desk, { withCard: true }),
    ]
    await fillCard(kept, { allergies: 'Пенициллин' })
    await fillCard(gone, { allergies: 'Латекс' })
    clinic.raw.prepare(`UPDATE medical_card SET status = 'approved'`).run()
    await merge(kept, gone)
    expect((await getPatient(clinic.desk, kept)).card).toMatchObject({
      allergies: 'Пенициллин; Латекс',
      status: 'submitted',
      number: 'A-00001',
    })
  })

  test('both old card numbers, the old name and the old phone find the one who stays', async () => {
    const kept = await register(clinic.desk, { family: 'Петрова', withCard: true })
    const gone = await register(clinic.desk, {
      family: 'Сидорова',
      phones: [{ use: 'mobile', value: '+7 903 222-33-44' }],
      withCard: true,
    })
    await merge(kept, gone)
    for (const query of ['A-00001', 'A-00002', 'Сидорова', '2223344', 'Петрова']) {
      const found = await searchPatients(clinic.desk, query, 5)
      expect([query, found.map(({ id }) => id)]).toEqual([query, [kept]])
    }
    const [byOldCard] = await searchPatients(clinic.desk, 'A-00002', 5)
    expect(byOldCard?.foundAs).toMatchObject({ family: 'Сидорова', cardNumber: 'A-00002' })
  })

  test('refuses one patient twice, and one who went elsewhere', async () => {
    const [a, b, c] = [
      await register(clinic.desk),
      await register(clinic.desk),
      await register(clinic.desk),
    ]
    await expect(merge(a, a)).rejects.toMatchObject({ code: 'merge-not-possible' })
    await merge(a, b)
    await expect(merge(c, b)).rejects.toMatchObject({ code: 'merge-not-possible' })
    await expect(merge(b, c)).rejects.toMatchObject({ code: 'merge-not-possible' })
  })

  test('refuses what was changed since it was looked at', async () => {
    const [a, b] = [await register(clinic.desk), await register(clinic.desk)]
    const { survivor, merged } = await previewMerge(clinic.desk, { survivorId: a, mergedId: b })
    await updatePatient(clinic.desk.with({}), {
      id: b,
      version: 1,
      ...personOf({ given: 'Павел' }),
    })
    const late = mergePatients(clinic.desk.with({}), {
      survivorId: a,
      survivorVersion: survivor.version,
      mergedId: b,
      mergedVersion: merged.version,
      person: {},
      card: {},
    })
    await expect(late).rejects.toMatchObject({ code: 'version-conflict' })
  })
})

describe('undoing a merge', () => {
  test('restores every row of every table exactly', async () => {
    const { survivorId, mergedId } = await twoRecords()
    const before = everything()
    await merge(survivorId, mergedId, { person: { family: 'merged', phones: 'both' } })
    expect(everything()).not.toEqual(before)
    await undo(mergedId)
    expect(everything()).toEqual(before)
  })

  test('restores relatives of each other, who for a while were one', async () => {
    const [mother, same] = [await register(clinic.desk), await register(clinic.desk)]
    await addRelative(clinic.desk.with({}), {
      patientId: same,
      relativeId: mother,
      relationship: 'mother',
      name: null,
      phone: null,
      isGuardian: true,
      isPayer: true,
    })
    const before = everything()
    await merge(mother, same)
    await undo(same)
    expect(everything()).toEqual(before)
  })

  test('leaves what was changed since as it was left, and what came since where it came', async () => {
    const [kept, gone] = [
      await register(clinic.desk, { address: 'Москва' }),
      await register(clinic.desk, { address: 'Тверь' }),
    ]
    await merge(kept, gone, { person: { address: 'merged' } })
    const { version } = await getPatient(clinic.desk, kept)
    await updatePatient(clinic.desk.with({}), {
      id: kept,
      version,
      ...personOf({ address: 'Казань' }),
    })
    expect(await undo(gone)).toMatchObject({ leftAsChanged: 1 })
    expect((await getPatient(clinic.desk, kept)).address).toBe('Казань')
    expect(await getPatient(clinic.desk, gone)).toMatchObject({
      address: 'Тверь',
      mergedInto: null,
    })
  })

  test('is refused when there is nothing to undo, and before a later merge is undone', async () => {
    const [a, b, c] = [
      await register(clinic.desk),
      await register(clinic.desk),
      await register(clinic.desk),
    ]
    await expect(undo(a)).rejects.toMatchObject({ data: { reason: 'not-merged' } })
    await merge(b, c)
    await merge(a, b)
    await expect(undo(c)).rejects.toMatchObject({ data: { reason: 'merged-on' } })
    await undo(b)
    await undo(c)
    for (const id of [a, b, c]) {
      expect(await getPatient(clinic.desk, id)).toMatchObject({
        mergedInto: null,
        archivedAt: null,
      })
    }
  })

  test('takes back what came late from another desk as well', async () => {
    const [kept, gone] = [await register(clinic.desk), await register(clinic.desk)]
    await merge(kept, gone)
    await clinic.desk.with({}).write('test', async (unit) => {
      unit.insert('patientNote', {
        ...everyRow.patientNote,
        patientId: gone,
        writtenBy: unit.actorId,
      })
    })
    await merge(kept, gone)
    expect(noteOwner()).toBe(kept)
    await undo(gone)
    expect(noteOwner()).toBe(gone)
    expect((await getPatient(clinic.desk, gone)).mergedInto).toBeNull()
  })
})

const noteOwner = () => clinic.raw.prepare('SELECT patient_id FROM patient_note').pluck().get()

async function fillCard(patientId: string, text: { allergies: string }): Promise<void> {
  const { card } = await getPatient(clinic.desk, patientId)
  if (card === null) throw new Error('no card')
  await saveCard(clinic.desk.with({}), {
    id: card.id,
    version: card.version,
    bloodType: null,
    chronicConditions: null,
    medicines: null,
    emergencyContact: null,
    note: null,
    ...text,
  })
}
