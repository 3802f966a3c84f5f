/** Reads about messages of laboratories: what came, whose it is, and what waits for a person to say so. */
import type { Reader } from '../../db/kysely.ts'

export async function findMessage(
  db: Reader,
  key: { sender: string; controlId: string; contentHash: string },
) {
  return db
    .selectFrom('labMessage')
    .select('id')
    .where('sender', '=', key.sender)
    .where('controlId', '=', key.controlId)
    .where('contentHash', '=', key.contentHash)
    .executeTakeFirst()
}

function selectOrderedPatient(db: Reader) {
  return db
    .selectFrom('labOrder')
    .innerJoin('patient', 'patient.id', 'labOrder.patientId')
    .leftJoin('medicalCard', 'medicalCard.patientId', 'patient.id')
    .select([
      'labOrder.id as orderId',
      'labOrder.revokedAt',
      'patient.id',
      'patient.family',
      'patient.bornOn',
      'medicalCard.number as cardNumber',
    ])
}

/** The order that bears a number, or has a specimen whose label is that. */
export async function findOrderByNumber(db: Reader, number: string) {
  const byNumber = await selectOrderedPatient(db)
    .where('labOrder.number', '=', number)
    .executeTakeFirst()
  if (byNumber !== undefined) return byNumber
  return selectOrderedPatient(db)
    .innerJoin('specimen', 'specimen.orderId', 'labOrder.id')
    .where('specimen.label', '=', number)
    .executeTakeFirst()
}

/** Whom cards with these numbers belong to, as of now: who was merged into another is that one. */
export async function listCarded(db: Reader, numbers: readonly string[]) {
  if (numbers.length === 0) return []
  return db
    .selectFrom('medicalCard')
    .innerJoin('patient', 'patient.id', 'medicalCard.patientId')
    .select([
      'patient.id',
      'patient.family',
      'patient.bornOn',
      'patient.mergedIntoId',
      'medicalCard.number as cardNumber',
    ])
    .where('medicalCard.number', 'in', numbers)
    .execute()
}

export async function findIdentified(db: Reader, id: string) {
  return db
    .selectFrom('patient')
    .select(['id', 'family', 'bornOn', 'sex', 'mergedIntoId', 'archivedAt'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What the catalogue knows under one of the codes, its own or LOINC's. */
export async function listDefinitionsByCodes(db: Reader, codes: readonly string[]) {
  if (codes.length === 0) return []
  return db
    .selectFrom('observationDefinition')
    .select(['id', 'code', 'loinc', 'name', 'unit'])
    .where(({ or, eb }) => or([eb('code', 'in', codes), eb('loinc', 'in', codes)]))
    .execute()
}

/** Results that nobody was found for, the one that waits longest first. */
export async function listUnmatched(db: Reader) {
  return db
    .selectFrom('labMessageReport')
    .innerJoin('labMessage', 'labMessage.id', 'labMessageReport.messageId')
    .selectAll('labMessageReport')
    .select(['labMessage.receivedAt', 'labMessage.sender', 'labMessage.source'])
    .where('labMessageReport.id', 'in', (eb) =>
      eb.selectFrom('unmatchedLabReport').select('messageReportId'),
    )
    .orderBy('labMessage.receivedAt')
    .orderBy('labMessageReport.id')
    .execute()
}

export async function findMessageReport(db: Reader, id: string) {
  return db
    .selectFrom('labMessageReport')
    .innerJoin('labMessage', 'labMessage.id', 'labMessageReport.messageId')
    .leftJoin('unmatchedLabReport', 'unmatchedLabReport.messageReportId', 'labMessageReport.id')
    .selectAll('labMessageReport')
    .select([
      'labMessage.content',
      'labMessage.encoding',
      'labMessage.receivedAt',
      'labMessage.sender',
      'unmatchedLabReport.messageReportId as unmatchedId',
    ])
    .where('labMessageReport.id', '=', id)
    .executeTakeFirst()
}

/** What was put away since an instant, the latest first. */
export async function listPutAway(db: Reader, since: string, limit: number) {
  return db
    .selectFrom('labPutAway')
    .innerJoin('labMessageReport', 'labMessageReport.id', 'labPutAway.messageReportId')
    .innerJoin('labMessage', 'labMessage.id', 'labMessageReport.messageId')
    .leftJoin('practitioner', 'practitioner.id', 'labPutAway.putAwayBy')
    .selectAll('labPutAway')
    .select([
      'labMessageReport.family',
      'labMessageReport.given',
      'labMessageReport.bornOn',
      'labMessage.sender',
      'labMessage.receivedAt',
      'practitioner.family as byFamily',
      'practitioner.given as byGiven',
      'practitioner.patronymic as byPatronymic',
    ])
    .where('labPutAway.broughtBackAt', 'is', null)
    .where('labPutAway.putAwayAt', '>=', since)
    .orderBy('labPutAway.putAwayAt', 'desc')
    .orderBy('labPutAway.id', 'desc')
    .limit(limit)
    .execute()
}

export async function findPutAway(db: Reader, messageReportId: string) {
  return db
    .selectFrom('labPutAway')
    .select('id')
    .where('messageReportId', '=', messageReportId)
    .executeTakeFirst()
}

/** How often these results were said to be somebody's. */
export async function countMatches(db: Reader, messageReportId: string): Promise<number> {
  const row = await db
    .selectFrom('labMatch')
    .select((eb) => eb.fn.max<number | null>('turn').as('turn'))
    .where('messageReportId', '=', messageReportId)
    .executeTakeFirstOrThrow()
  return row.turn ?? 0
}

export async function findMatch(db: Reader, id: string) {
  return db
    .selectFrom('labMatch')
    .leftJoin('labMatchUndo', 'labMatchUndo.matchId', 'labMatch.id')
    .select(['labMatch.id', 'labMatchUndo.undoneAt'])
    .where('labMatch.id', '=', id)
    .executeTakeFirst()
}

/** The latest report of an order that counts. */
export async function findLastReport(db: Reader, orderId: string) {
  return db
    .selectFrom('diagnosticReport')
    .leftJoin('labMatchUndo', 'labMatchUndo.matchId', 'diagnosticReport.matchId')
    .select('diagnosticReport.status')
    .where('diagnosticReport.orderId', '=', orderId)
    .where('labMatchUndo.id', 'is', null)
    .orderBy('diagnosticReport.issuedAt', 'desc')
    .orderBy('diagnosticReport.id', 'desc')
    .executeTakeFirst()
}
