/** Reads about relatives, guardians, payers and notes. */
import type { Reader } from '../../db/kysely.ts'

function relations(db: Reader) {
  return db
    .selectFrom('relatedPerson')
    .leftJoin('patient as relative', 'relative.id', 'relatedPerson.relativeId')
    .innerJoin('patient as person', 'person.id', 'relatedPerson.patientId')
    .select([
      'relatedPerson.id',
      'relatedPerson.version',
      'relatedPerson.patientId',
      'relatedPerson.relativeId',
      'relatedPerson.relationship',
      'relatedPerson.name',
      'relatedPerson.phone',
      'relatedPerson.isGuardian',
      'relatedPerson.isPayer',
      'relative.family',
      'relative.given',
      'relative.patronymic',
      'relative.phones as relativePhones',
      'person.family as personFamily',
      'person.given as personGiven',
      'person.patronymic as personPatronymic',
      'person.bornOn as personBornOn',
    ])
    .where('relatedPerson.archivedAt', 'is', null)
}

/** A patient's relatives, those who decide and pay first. */
export async function listRelatives(db: Reader, patientId: string) {
  return relations(db)
    .where('relatedPerson.patientId', '=', patientId)
    .orderBy('relatedPerson.isGuardian', 'desc')
    .orderBy('relatedPerson.isPayer', 'desc')
    .orderBy('relatedPerson.id')
    .execute()
}

/** Whose relative this patient is. */
export async function listRelativeOf(db: Reader, patientId: string) {
  return relations(db)
    .where('relatedPerson.relativeId', '=', patientId)
    .orderBy('relatedPerson.id')
    .execute()
}

/** The patients whom one of these is a relative of, for finding a child by a parent's phone. */
export async function listDependants(db: Reader, relativeIds: readonly string[], limit: number) {
  return db
    .selectFrom('relatedPerson')
    .select('patientId')
    .where('relativeId', 'in', [...relativeIds])
    .where('archivedAt', 'is', null)
    .limit(limit)
    .execute()
}

/** A patient's notes, alerts first, then the newest. */
export async function listNotes(db: Reader, patientId: string) {
  return db
    .selectFrom('patientNote')
    .leftJoin('practitioner', 'practitioner.id', 'patientNote.writtenBy')
    .select([
      'patientNote.id',
      'patientNote.version',
      'patientNote.text',
      'patientNote.isAlert',
      'patientNote.writtenAt',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('patientNote.patientId', '=', patientId)
    .where('patientNote.archivedAt', 'is', null)
    .orderBy('patientNote.isAlert', 'desc')
    .orderBy('patientNote.writtenAt', 'desc')
    .orderBy('patientNote.id')
    .execute()
}
