/** Relatives, guardians and payers of a patient, and the notes that the desk keeps of one. */
import type { Desk } from '../../db/desk.ts'
import type { NewRow } from '../../db/write.ts'
import { readClinic } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import { phoneValues } from './patient-index.rules.ts'
import { findPatient } from './patients.queries.ts'
import { formatPhone } from './phones.rules.ts'
import type {
  AddNote,
  AddRelative,
  ArchiveRow,
  UpdateNote,
  UpdateRelative,
} from './relatives.input.ts'
import { listNotes, listRelativeOf, listRelatives } from './relatives.queries.ts'

type Relation = Omit<AddRelative, 'patientId'>

/** What is kept: of a relative who is a patient, name and phone are the patient's own. */
function relationColumns(
  { isGuardian, isPayer, name, phone, ...fields }: Relation,
  country: string,
): Omit<NewRow<'relatedPerson'>, 'id' | 'patientId' | 'archivedAt'> {
  const isPatient = fields.relativeId !== null
  return {
    ...fields,
    name: isPatient ? null : name,
    phone: isPatient || phone === null ? null : formatPhone(phone, country),
    isGuardian: isGuardian ? 1 : 0,
    isPayer: isPayer ? 1 : 0,
  }
}

/** Adds a relative. Refused with `not-found`, and `invalid-input` for someone who is their own. */
export async function addRelative(desk: Desk, wish: AddRelative): Promise<{ id: string }> {
  const { patientId, ...relation } = wish
  const { country } = await readClinic(desk)
  return desk.write('patients.addRelative', async (unit) => {
    for (const id of [patientId, relation.relativeId]) {
      if (id !== null && (await findPatient(unit.db, id)) === undefined) {
        throw new ClinicError('not-found', { entity: 'patient', id })
      }
    }
    requireOther(patientId, relation.relativeId)
    const row = { ...relationColumns(relation, country), patientId, archivedAt: null }
    return { id: unit.insert('relatedPerson', row) }
  })
}

export async function updateRelative(desk: Desk, wish: UpdateRelative): Promise<void> {
  const { id, version, ...relation } = wish
  const { country } = await readClinic(desk)
  await desk.write('patients.updateRelative', async (unit) => {
    const row = await unit.db
      .selectFrom('relatedPerson')
      .select('patientId')
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined) throw new ClinicError('not-found', { entity: 'relatedPerson', id })
    requireOther(row.patientId, relation.relativeId)
    unit.patch('relatedPerson', id, relationColumns(relation, country), version)
  })
}

function requireOther(patientId: string, relativeId: string | null): void {
  if (patientId !== relativeId) return
  throw new ClinicError('invalid-input', { fields: [{ path: 'relativeId', code: 'own-relative' }] })
}

/** Takes a relative off the list, or back onto it. */
export async function archiveRelative(
  desk: Desk,
  { id, version, archived }: ArchiveRow,
): Promise<void> {
  await desk.write('patients.archiveRelative', async (unit) => {
    unit.patch('relatedPerson', id, { archivedAt: archived ? unit.now : null }, version)
  })
}

/** A patient's relatives, and whose relative the patient is. */
export async function readRelatives(desk: Desk, patientId: string) {
  const relatives = await listRelatives(desk.read, patientId)
  const relativeOf = await listRelativeOf(desk.read, patientId)
  return {
    relatives: relatives.map((row) => ({
      id: row.id,
      version: row.version,
      relativeId: row.relativeId,
      relationship: row.relationship,
      isGuardian: row.isGuardian === 1,
      isPayer: row.isPayer === 1,
      name: row.name,
      patientName: nameOrNull(row),
      phone: row.phone ?? phoneValues(row.relativePhones ?? '[]')[0] ?? null,
    })),
    relativeOf: relativeOf.map((row) => ({
      id: row.id,
      patientId: row.patientId,
      relationship: row.relationship,
      isGuardian: row.isGuardian === 1,
      isPayer: row.isPayer === 1,
      name: { family: row.personFamily, given: row.personGiven, patronymic: row.personPatronymic },
      bornOn: row.personBornOn,
    })),
  }
}

/** Keeps a note; an alert is shown wherever the patient is. Refused with `not-found`. */
export async function addNote(desk: Desk, wish: AddNote): Promise<{ id: string }> {
  const { patientId, text, isAlert } = wish
  return desk.write('patients.addNote', async (unit) => {
    if ((await findPatient(unit.db, patientId)) === undefined) {
      throw new ClinicError('not-found', { entity: 'patient', id: patientId })
    }
    return {
      id: unit.insert('patientNote', {
        patientId,
        text,
        isAlert: isAlert ? 1 : 0,
        writtenBy: desk.actor.id,
        writtenAt: unit.now,
        archivedAt: null,
      }),
    }
  })
}

export async function updateNote(desk: Desk, wish: UpdateNote): Promise<void> {
  const { id, version, text, isAlert } = wish
  await desk.write('patients.updateNote', async (unit) => {
    unit.patch('patientNote', id, { text, isAlert: isAlert ? 1 : 0 }, version)
  })
}

export async function archiveNote(
  desk: Desk,
  { id, version, archived }: ArchiveRow,
): Promise<void> {
  await desk.write('patients.archiveNote', async (unit) => {
    unit.patch('patientNote', id, { archivedAt: archived ? unit.now : null }, version)
  })
}

/** A patient's notes, alerts first. */
export async function readNotes(desk: Desk, patientId: string) {
  const rows = await listNotes(desk.read, patientId)
  return rows.map(({ family, given, patronymic, isAlert, ...note }) => ({
    ...note,
    isAlert: isAlert === 1,
    writtenByName: nameOrNull({ family, given, patronymic }),
  }))
}
