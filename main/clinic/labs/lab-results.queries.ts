/** Reads about results: what counts of them, what waits for a doctor, and how an analyte went. */
import type { Reader } from '../../db/kysely.ts'

/** Reports that count: by hand, or of a match that nobody took back. */
function selectReports(db: Reader) {
  return db
    .selectFrom('diagnosticReport')
    .leftJoin('labMatchUndo', 'labMatchUndo.matchId', 'diagnosticReport.matchId')
    .where('labMatchUndo.id', 'is', null)
}

/** Results that count: of a report that does, and not corrected by another one that does. */
function selectCurrent(db: Reader) {
  return db
    .selectFrom('observation')
    .innerJoin('diagnosticReport', 'diagnosticReport.id', 'observation.reportId')
    .leftJoin('labMatchUndo', 'labMatchUndo.matchId', 'diagnosticReport.matchId')
    .selectAll('observation')
    .select([
      'diagnosticReport.orderId',
      'diagnosticReport.performer',
      'diagnosticReport.status as reportStatus',
    ])
    .where('labMatchUndo.id', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('observation as later')
            .innerJoin('diagnosticReport as laterReport', 'laterReport.id', 'later.reportId')
            .leftJoin('labMatchUndo as laterUndo', 'laterUndo.matchId', 'laterReport.matchId')
            .select('later.id')
            .whereRef('later.replacesId', '=', 'observation.id')
            .where('later.replacesId', 'is not', null)
            .where('laterUndo.id', 'is', null),
        ),
      ),
    )
}

export async function listCurrentOfOrders(db: Reader, orderIds: readonly string[]) {
  if (orderIds.length === 0) return []
  return selectCurrent(db)
    .where('diagnosticReport.orderId', 'in', orderIds)
    .where('observation.status', '<>', 'cancelled')
    .execute()
}

/** What is known of an order, cancelled results among it: what another one may say again or correct. */
export async function listKnownOfOrder(db: Reader, orderId: string) {
  return selectCurrent(db).where('diagnosticReport.orderId', '=', orderId).execute()
}

/** What is known of a patient at an instant, outside of any order. */
export async function listKnownAt(db: Reader, patientId: string, effectiveAts: readonly string[]) {
  return selectCurrent(db)
    .where('observation.patientId', '=', patientId)
    .where('observation.effectiveAt', 'in', effectiveAts)
    .where('diagnosticReport.orderId', 'is', null)
    .execute()
}

/** The reports of orders, the earliest first, each with whether a doctor has yet to see it. */
export async function listReportsOf(db: Reader, orderIds: readonly string[]) {
  if (orderIds.length === 0) return []
  return selectReports(db)
    .leftJoin('unreviewedReport', 'unreviewedReport.reportId', 'diagnosticReport.id')
    .select([
      'diagnosticReport.id',
      'diagnosticReport.orderId',
      'diagnosticReport.status',
      'unreviewedReport.reportId as unreviewedId',
    ])
    .where('diagnosticReport.orderId', 'in', orderIds)
    .orderBy('diagnosticReport.issuedAt')
    .orderBy('diagnosticReport.id')
    .execute()
}

function selectForDoctor(db: Reader) {
  return selectReports(db)
    .innerJoin('patient', 'patient.id', 'diagnosticReport.patientId')
    .leftJoin('labOrder', 'labOrder.id', 'diagnosticReport.orderId')
    .leftJoin('labMatch', 'labMatch.id', 'diagnosticReport.matchId')
    .leftJoin('unreviewedReport', 'unreviewedReport.reportId', 'diagnosticReport.id')
    .selectAll('diagnosticReport')
    .select([
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.bornOn',
      'patient.sex',
      'labOrder.number as orderNumber',
      'labOrder.priority',
      'labOrder.requesterId',
      'labOrder.encounterId',
      'labMatch.way as matchWay',
      'unreviewedReport.reportId as unreviewedId',
    ])
}

/** Reports that no doctor has seen: of one requester and of nobody's orders, or all. */
export async function listUnreviewed(db: Reader, requesterId: string | null) {
  // Begins with what waits, which is little, and not with all reports there ever were.
  const waiting = selectForDoctor(db).where('diagnosticReport.id', 'in', (eb) =>
    eb.selectFrom('unreviewedReport as waiting').select('waiting.reportId'),
  )
  if (requesterId === null) return waiting.execute()
  return waiting
    .where(({ or, eb }) =>
      or([eb('labOrder.requesterId', '=', requesterId), eb('labOrder.id', 'is', null)]),
    )
    .execute()
}

export async function findReport(db: Reader, id: string) {
  return selectForDoctor(db).where('diagnosticReport.id', '=', id).executeTakeFirst()
}

export async function listObservationsOf(db: Reader, reportIds: readonly string[]) {
  if (reportIds.length === 0) return []
  return db
    .selectFrom('observation')
    .selectAll()
    .where('reportId', 'in', reportIds)
    .orderBy('reportId')
    .orderBy('position')
    .execute()
}

export async function findReview(db: Reader, reportId: string) {
  return db
    .selectFrom('reportReview')
    .leftJoin('practitioner', 'practitioner.id', 'reportReview.reviewedBy')
    .selectAll('reportReview')
    .select(['practitioner.family', 'practitioner.given', 'practitioner.patronymic'])
    .where('reportReview.reportId', '=', reportId)
    .executeTakeFirst()
}

/** A patient's results that count, the latest first. */
export async function listResultsOfPatient(db: Reader, patientId: string, limit: number) {
  return selectCurrent(db)
    .where('observation.patientId', '=', patientId)
    .orderBy('observation.effectiveAt', 'desc')
    .orderBy('observation.reportId', 'desc')
    .orderBy('observation.position')
    .limit(limit)
    .execute()
}

/** The numbers of one analyte that count, the oldest first. */
export async function listTrend(db: Reader, patientId: string, definitionId: string) {
  return selectCurrent(db)
    .where('observation.patientId', '=', patientId)
    .where('observation.definitionId', '=', definitionId)
    .where('observation.valueKind', '=', 'quantity')
    .where('observation.status', '<>', 'cancelled')
    .orderBy('observation.effectiveAt')
    .orderBy('observation.id')
    .execute()
}

export async function findMeasuredPatient(db: Reader, id: string) {
  return db
    .selectFrom('patient')
    .select(['id', 'sex', 'bornOn'])
    .where('id', '=', id)
    .executeTakeFirst()
}
