/** The rows that papers are printed from. */
import type { ReadHandle } from '../../db/kysely.ts'

export async function findPrintedPatient(db: ReadHandle, patientId: string) {
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
export async function findPrintedPractitioner(db: ReadHandle, id: string) {
  return db
    .selectFrom('practitioner')
    .select(['family', 'given', 'patronymic', 'specialty'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findPrintedReferral(db: ReadHandle, id: string) {
  return db
    .selectFrom('serviceRequest')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

export async function findPrintedInvoice(db: ReadHandle, id: string) {
  return db.selectFrom('invoice').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function listPrintedLines(db: ReadHandle, invoiceId: string) {
  return db
    .selectFrom('invoiceLine')
    .select(['code', 'description', 'quantity', 'unitPriceMinor', 'totalMinor'])
    .where('invoiceId', '=', invoiceId)
    .orderBy('position')
    .execute()
}

export async function findPrintedReceipt(db: ReadHandle, id: string) {
  return db.selectFrom('receipt').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function listPrintedPayments(db: ReadHandle, receiptId: string) {
  return db
    .selectFrom('payment')
    .select(['method', 'amountMinor', 'tenderedMinor', 'changeMinor'])
    .where('receiptId', '=', receiptId)
    .orderBy('id')
    .execute()
}

/** What had been paid and given back on an invoice when an instant was over; minor units. */
export async function sumUntil(db: ReadHandle, invoiceId: string, instant: string) {
  const paid = await db
    .selectFrom('payment')
    .select((eb) => eb.fn.sum<number | null>('amountMinor').as('sum'))
    .where('invoiceId', '=', invoiceId)
    .where('takenAt', '<=', instant)
    .executeTakeFirstOrThrow()
  const refunded = await db
    .selectFrom('refund')
    .select((eb) => eb.fn.sum<number | null>('amountMinor').as('sum'))
    .where('invoiceId', '=', invoiceId)
    .where('refundedAt', '<=', instant)
    .executeTakeFirstOrThrow()
  return { paidMinor: paid.sum ?? 0, refundedMinor: refunded.sum ?? 0 }
}

export async function findPrintedRefund(db: ReadHandle, id: string) {
  return db.selectFrom('refund').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function findPrintedEncounter(db: ReadHandle, id: string) {
  return db.selectFrom('encounter').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function listPrintedAddenda(db: ReadHandle, encounterId: string) {
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
