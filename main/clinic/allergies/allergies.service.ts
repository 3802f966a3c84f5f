/** A patient's allergies: noted, corrected, and taken off the list with a reason; none is ever deleted. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import { findPatient } from '../patients/patients.queries.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import type { AddAllergy, ArchiveAllergy, UpdateAllergy } from './allergies.input.ts'
import { findAllergy, listAllergies } from './allergies.queries.ts'

/** Notes an allergy. Refused with `not-found` for a patient who is not there. */
export async function addAllergy(desk: Desk, wish: AddAllergy): Promise<{ id: string }> {
  return desk.write('allergies.add', async (unit) => {
    if ((await findPatient(unit.db, wish.patientId)) === undefined) {
      throw new ClinicError('not-found', { entity: 'patient', id: wish.patientId })
    }
    return {
      id: unit.insert('allergyIntolerance', {
        ...wish,
        notedBy: desk.actor.id,
        notedAt: unit.now,
        archivedAt: null,
        archiveReason: null,
      }),
    }
  })
}

/** Corrects an allergy. Refused with `not-found` and `version-conflict`. */
export async function updateAllergy(desk: Desk, wish: UpdateAllergy): Promise<void> {
  const { id, version, ...fields } = wish
  await desk.write('allergies.update', async (unit) => {
    await requireAllergy(unit.db, id)
    unit.patch('allergyIntolerance', id, fields, version)
  })
}

/** Takes an allergy off the list, or back onto it. Refused with `not-found` and `version-conflict`. */
export async function archiveAllergy(desk: Desk, wish: ArchiveAllergy): Promise<void> {
  const { id, version, archived, reason } = wish
  await desk.write('allergies.archive', async (unit) => {
    await requireAllergy(unit.db, id)
    const archivedAt = archived ? unit.now : null
    const archiveReason = archived ? reason : null
    unit.patch('allergyIntolerance', id, { archivedAt, archiveReason }, version)
  })
}

/** A patient's allergies, the most severe first, those taken off the list last. */
export async function readAllergies(desk: Desk, patientId: string) {
  const rows = await listAllergies(desk.read, patientId)
  return rows.map(({ family, given, patronymic, ...allergy }) => ({
    ...allergy,
    notedByName: nameOrNull({ family, given, patronymic }),
  }))
}

async function requireAllergy(db: Reader, id: string): Promise<void> {
  if ((await findAllergy(db, id)) !== undefined) return
  throw new ClinicError('not-found', { entity: 'allergyIntolerance', id })
}
