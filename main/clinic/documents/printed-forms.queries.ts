/** The rows that papers are printed from. */
import type { Reader } from '../../db/kysely.ts'

export async function findPrintedPatient(db: Reader, patientId: string) {
  return db
    .selectFrom('patient')
    .leftJoin('medicalCard', 'medicalCard.patientId', 'patient.id')
    .select([
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.bornOn',
      'patient.sex',
      'patient.phones',
      'patient.address',
      'patient.documentNumber',
      'medicalCard.number as cardNumber',
    ])
    .where('patient.id', '=', patientId)
    .executeTakeFirstOrThrow()
}

/** Name and specialty; undefined when the program itself acted. */
export async function findPrintedPractitioner(db: Reader, id: string) {
  return db
    .selectFrom('practitioner')
    .select(['family', 'given', 'patronymic', 'specialty'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findPrintedReferral(db: Reader, id: string) {
  return db.selectFrom('serviceRequest').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function findPrintedPrescription(db: Reader, id: string) {
  return db.selectFrom('prescription').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function findPrintedCertificate(db: Reader, id: string) {
  return db
    .selectFrom('medicalCertificate')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

export async function listPrintedMedicines(db: Reader, prescriptionId: string) {
  return db
    .selectFrom('medicationRequest')
    .select(['medicine', 'dosage', 'quantity', 'takenUntil'])
    .where('prescriptionId', '=', prescriptionId)
    .orderBy('position')
    .execute()
}

/** A report with the order that it answers. Undone matches print no more. */
export async function findPrintedReport(db: Reader, id: string) {
  return db
    .selectFrom('diagnosticReport')
    .leftJoin('labOrder', 'labOrder.id', 'diagnosticReport.orderId')
    .leftJoin('labMatchUndo', 'labMatchUndo.matchId', 'diagnosticReport.matchId')
    .selectAll('diagnosticReport')
    .select(['labOrder.number', 'labOrder.requesterId'])
    .where('diagnosticReport.id', '=', id)
    .where('labMatchUndo.id', 'is', null)
    .executeTakeFirstOrThrow()
}

export async function listPrintedResults(db: Reader, reportId: string) {
  return db
    .selectFrom('observation')
    .selectAll()
    .where('reportId', '=', reportId)
    .where('status', '<>', 'cancelled')
    .orderBy('position')
    .execute()
}

/** A consent with the words of its text and its withdrawal, where there are any. */
export async function findPrintedConsent(db: Reader, id: string) {
  return db
    .selectFrom('consent')
    .leftJoin('consentText', (join) =>
      join
        .onRef('consentText.purpose', '=', 'consent.purpose')
        .onRef('consentText.textVersion', '=', 'consent.textVersion'),
    )
    .leftJoin('consentWithdrawal', 'consentWithdrawal.consentId', 'consent.id')
    .selectAll('consent')
    .select([
      'consentText.text',
      'consentWithdrawal.withdrawnOn',
      'consentWithdrawal.reason as withdrawalReason',
    ])
    .where('consent.id', '=', id)
    .executeTakeFirstOrThrow()
}

export async function findPrintedInvoice(db: Reader, id: string) {
  return db.selectFrom('invoice').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function listPrintedLines(db: Reader, invoiceId: string) {
  return db
    .selectFrom('invoiceLine')
    .select(['code', 'description', 'quantity', 'unitPriceMinor', 'totalMinor'])
    .where('invoiceId', '=', invoiceId)
    .orderBy('position')
    .execute()
}

export async function findPrintedReceipt(db: Reader, id: string) {
  return db.selectFrom('receipt').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function listPrintedPayments(db: Reader, receiptId: string) {
  return db
    .selectFrom('payment')
    .select(['method', 'amountMinor', 'tenderedMinor', 'changeMinor'])
    .where('receiptId', '=', receiptId)
    .orderBy('id')
    .execute()
}

/** What had been paid and given back on an invoice once a receipt was written; minor units. */
export async function sumUntilReceipt(
  db: Reader,
  receipt: { id: string; invoiceId: string; issuedAt: string },
) {
  const paid = await db
    .selectFrom('payment')
    .select((eb) => eb.fn.sum<number | null>('amountMinor').as('sum'))
    .where('invoiceId', '=', receipt.invoiceId)
    .where((eb) =>
      eb.or([
        eb('takenAt', '<', receipt.issuedAt),
        eb.and([eb('takenAt', '=', receipt.issuedAt), eb('receiptId', '<=', receipt.id)]),
      ]),
    )
    .executeTakeFirstOrThrow()
  const refunded = await db
    .selectFrom('refund')
    .select((eb) => eb.fn.sum<number | null>('amountMinor').as('sum'))
    .where('invoiceId', '=', receipt.invoiceId)
    .where('refundedAt', '<', receipt.issuedAt)
    .executeTakeFirstOrThrow()
  return { paidMinor: paid.sum ?? 0, refundedMinor: refunded.sum ?? 0 }
}

export async function findPrintedRefund(db: Reader, id: string) {
  return db.selectFrom('refund').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function findPrintedEncounter(db: Reader, id: string) {
  return db.selectFrom('encounter').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function listPrintedVitals(db: Reader, encounterId: string) {
  return db
    .selectFrom('vitalSign')
    .select(['code', 'value'])
    .where('encounterId', '=', encounterId)
    .orderBy('code')
    .execute()
}

export async function listPrintedAddenda(db: Reader, encounterId: string) {
  return db
    .selectFrom('encounterAddendum')
    .innerJoin('practitioner', 'practitioner.id', 'encounterAddendum.authorId')
    .select([
      'encounterAddendum.writtenAt',
      'encounterAddendum.text',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('encounterAddendum.encounterId', '=', encounterId)
    .orderBy('encounterAddendum.writtenAt')
    .orderBy('encounterAddendum.id')
    .execute()
}
