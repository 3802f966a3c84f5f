/** The rows that name a patient, and the merges that were made. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import type { Unit } from '../../db/write.ts'
import type { MovingReference } from './merge.rules.ts'

const columnOf: Record<MovingReference, readonly [table: string, column: string]> = {
  'consent.patientId': ['consent', 'patient_id'],
  'coverage.patientId': ['coverage', 'patient_id'],
  'medicalCard.patientId': ['medical_card', 'patient_id'],
  'appointment.patientId': ['appointment', 'patient_id'],
  'encounter.patientId': ['encounter', 'patient_id'],
  'condition.patientId': ['condition', 'patient_id'],
  'vitalSign.patientId': ['vital_sign', 'patient_id'],
  'medicalCertificate.patientId': ['medical_certificate', 'patient_id'],
  'serviceRequest.patientId': ['service_request', 'patient_id'],
  'allergyIntolerance.patientId': ['allergy_intolerance', 'patient_id'],
  'prescription.patientId': ['prescription', 'patient_id'],
  'documentReference.patientId': ['document_reference', 'patient_id'],
  'invoice.patientId': ['invoice', 'patient_id'],
  'message.patientId': ['message', 'patient_id'],
  'relatedPerson.patientId': ['related_person', 'patient_id'],
  'relatedPerson.relativeId': ['related_person', 'relative_id'],
  'patientNote.patientId': ['patient_note', 'patient_id'],
  'waitlistEntry.patientId': ['waitlist_entry', 'patient_id'],
  'composition.patientId': ['composition', 'patient_id'],
  'attachment.patientId': ['attachment', 'patient_id'],
  'task.patientId': ['task', 'patient_id'],
  'labOrder.patientId': ['lab_order', 'patient_id'],
  'labMatch.patientId': ['lab_match', 'patient_id'],
  'diagnosticReport.patientId': ['diagnostic_report', 'patient_id'],
  'observation.patientId': ['observation', 'patient_id'],
}

/** The rows that name a patient in this field. */
export async function listNaming(
  db: Reader,
  reference: MovingReference,
  patientId: string,
): Promise<string[]> {
  const [table, column] = columnOf[reference]
  const rows = await db
    .selectFrom(
      sql<{
        id: string
      }>`(SELECT id FROM ${sql.table(table)} WHERE ${sql.ref(column)} = ${patientId})`.as('named'),
    )
    .select('named.id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Gives a row to another patient; nothing else of it changes. */
export const giveRow: Record<
  MovingReference,
  (unit: Unit, rowId: string, patientId: string) => void
> = {
  'consent.patientId': (unit, id, patientId) => unit.patch('consent', id, { patientId }),
  'coverage.patientId': (unit, id, patientId) => unit.patch('coverage', id, { patientId }),
  'medicalCard.patientId': (unit, id, patientId) => unit.patch('medicalCard', id, { patientId }),
  'appointment.patientId': (unit, id, patientId) => unit.patch('appointment', id, { patientId }),
  'encounter.patientId': (unit, id, patientId) => unit.patch('encounter', id, { patientId }),
  'condition.patientId': (unit, id, patientId) => unit.patch('condition', id, { patientId }),
  'vitalSign.patientId': (unit, id, patientId) => unit.patch('vitalSign', id, { patientId }),
  'medicalCertificate.patientId': (unit, id, patientId) =>
    unit.patch('medicalCertificate', id, { patientId }),
  'serviceRequest.patientId': (unit, id, patientId) =>
    unit.patch('serviceRequest', id, { patientId }),
  'allergyIntolerance.patientId': (unit, id, patientId) =>
    unit.patch('allergyIntolerance', id, { patientId }),
  'prescription.patientId': (unit, id, patientId) => unit.patch('prescription', id, { patientId }),
  'documentReference.patientId': (unit, id, patientId) =>
    unit.patch('documentReference', id, { patientId }),
  'invoice.patientId': (unit, id, patientId) => unit.patch('invoice', id, { patientId }),
  'message.patientId': (unit, id, patientId) => unit.patch('message', id, { patientId }),
  'relatedPerson.patientId': (unit, id, patientId) =>
    unit.patch('relatedPerson', id, { patientId }),
  'relatedPerson.relativeId': (unit, id, relativeId) =>
    unit.patch('relatedPerson', id, { relativeId }),
  'patientNote.patientId': (unit, id, patientId) => unit.patch('patientNote', id, { patientId }),
  'waitlistEntry.patientId': (unit, id, patientId) =>
    unit.patch('waitlistEntry', id, { patientId }),
  'composition.patientId': (unit, id, patientId) => unit.patch('composition', id, { patientId }),
  'attachment.patientId': (unit, id, patientId) => unit.patch('attachment', id, { patientId }),
  'task.patientId': (unit, id, patientId) => unit.patch('task', id, { patientId }),
  'labOrder.patientId': (unit, id, patientId) => unit.patch('labOrder', id, { patientId }),
  'labMatch.patientId': (unit, id, patientId) => unit.patch('labMatch', id, { patientId }),
  'diagnosticReport.patientId': (unit, id, patientId) =>
    unit.patch('diagnosticReport', id, { patientId }),
  'observation.patientId': (unit, id, patientId) => unit.patch('observation', id, { patientId }),
}

/** Relations of a patient to themselves, which a merge would make of two who were related. */
export async function listSelfRelated(db: Reader, patientId: string) {
  return db
    .selectFrom('relatedPerson')
    .select(['id', 'archivedAt'])
    .where('patientId', '=', patientId)
    .where('relativeId', '=', patientId)
    .where('archivedAt', 'is', null)
    .execute()
}

function merges(db: Reader) {
  return db
    .selectFrom('patientMerge')
    .leftJoin('patientMergeUndo', 'patientMergeUndo.mergeId', 'patientMerge.id')
    .selectAll('patientMerge')
    .select('patientMergeUndo.undoneAt')
}

/** The merges of a patient into others that nobody undid, the latest first. */
export async function listMergesOf(db: Reader, mergedId: string) {
  return merges(db)
    .where('patientMerge.mergedId', '=', mergedId)
    .where('patientMergeUndo.id', 'is', null)
    .orderBy('patientMerge.turn', 'desc')
    .execute()
}

/** The number of the latest merge of a patient, undone or not; 0 before the first. */
export async function lastTurn(db: Reader, mergedId: string): Promise<number> {
  const row = await db
    .selectFrom('patientMerge')
    .select((eb) => eb.fn.max<number | null>('turn').as('turn'))
    .where('mergedId', '=', mergedId)
    .executeTakeFirstOrThrow()
  return row.turn ?? 0
}

/** Who went into this patient and was not taken out again, with the numbers of their cards. */
export async function listMergedInto(db: Reader, survivorId: string) {
  return db
    .selectFrom('patient')
    .leftJoin('medicalCard', 'medicalCard.patientId', 'patient.id')
    .select([
      'patient.id',
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.bornOn',
      'patient.archivedAt',
      'medicalCard.number as cardNumber',
    ])
    .where('patient.mergedIntoId', '=', survivorId)
    .orderBy('patient.archivedAt')
    .execute()
}
