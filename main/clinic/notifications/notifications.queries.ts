/** Reads about mails: what a new one says, which are due, what the log shows. */
import { type Expression, sql, type SqlBool } from 'kysely'
import { keptQuestion, type Places, type Reader } from '../../db/kysely.ts'
import type { MessageRow } from '../../db/tables.ts'

const clinicColumns = [
  'organization.name as clinicName',
  'organization.address as clinicAddress',
  'organization.phone as clinicPhone',
  'organization.email as clinicEmail',
  'organization.timeZone as clinicTimeZone',
  'organization.language as clinicLanguage',
] as const

/**
 * All that the mails about one appointment say, in one question, because every booking asks it;
 * `queued` counts the mails that this event of this version has already.
 */
export async function findAppointmentFacts(db: Reader, appointmentId: string, event: string) {
  return (await askAppointmentFacts(db, { appointmentId, event }))[0]
}

const askAppointmentFacts = keptQuestion(
  (db, place: Places<{ appointmentId: string; event: string }>) =>
    db
      .selectFrom('appointment')
      .innerJoin('patient', 'patient.id', 'appointment.patientId')
      .innerJoin('practitioner', 'practitioner.id', 'appointment.practitionerId')
      .innerJoin('healthcareService as service', 'service.id', 'appointment.serviceId')
      .leftJoin('location', 'location.id', 'appointment.locationId')
      .innerJoin('organization', (join) => join.onTrue())
      .select([
        'appointment.version',
        'appointment.startsAt',
        'appointment.endsAt',
        'appointment.status',
        'appointment.priceMinor',
        'appointment.currency',
        'appointment.patientId',
        'appointment.practitionerId',
        'patient.family as patientFamily',
        'patient.given as patientGiven',
        'patient.patronymic as patientPatronymic',
        'patient.email as patientEmail',
        'patient.language as patientLanguage',
        'patient.contactChannel',
        'patient.doNotDisturb',
        'practitioner.family as practitionerFamily',
        'practitioner.given as practitionerGiven',
        'practitioner.patronymic as practitionerPatronymic',
        'practitioner.email as practitionerEmail',
        'practitioner.language as practitionerLanguage',
        'service.name as serviceName',
        'service.preparation',
        'location.name as locationName',
      ])
      .select(clinicColumns)
      .select(
        sql<number>`(SELECT count(*) FROM message WHERE event_key IN (
        'appointment:' || appointment.id || ':' || ${place('event')} || ':' || appointment.version || ':patient',
        'appointment:' || appointment.id || ':' || ${place('event')} || ':' || appointment.version || ':practitioner'
      ))`.as('queued'),
      )
      .where('appointment.id', '=', place('appointmentId')),
)

export async function findCardFacts(db: Reader, cardId: string) {
  return db
    .selectFrom('medicalCard')
    .innerJoin('patient', 'patient.id', 'medicalCard.patientId')
    .innerJoin('organization', (join) => join.onTrue())
    .select([
      'medicalCard.version',
      'medicalCard.number',
      'medicalCard.patientId',
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.email',
      'patient.language',
      'patient.contactChannel',
      'patient.doNotDisturb',
    ])
    .select(clinicColumns)
    .where('medicalCard.id', '=', cardId)
    .executeTakeFirst()
}

export async function findReceiptFacts(db: Reader, receiptId: string) {
  return db
    .selectFrom('receipt')
    .innerJoin('invoice', 'invoice.id', 'receipt.invoiceId')
    .innerJoin('patient', 'patient.id', 'invoice.patientId')
    .innerJoin('organization', (join) => join.onTrue())
    .select([
      'receipt.number as receiptNumber',
      'receipt.totalMinor',
      'receipt.issuedAt as paidAt',
      'invoice.number as invoiceNumber',
      'invoice.currency',
      'invoice.patientId',
      'patient.family',
      'patient.given',
      'patient.patronymic',
      'patient.email',
      'patient.language',
      'patient.contactChannel',
      'patient.doNotDisturb',
    ])
    .select(clinicColumns)
    .where('receipt.id', '=', receiptId)
    .executeTakeFirst()
}

export async function findClinicFacts(db: Reader) {
  return db.selectFrom('organization').select(clinicColumns).executeTakeFirst()
}

/** By which methods the money of a receipt was paid, each once. */
export async function listReceiptMethods(db: Reader, receiptId: string) {
  const rows = await db
    .selectFrom('payment')
    .select('method')
    .distinct()
    .where('receiptId', '=', receiptId)
    .execute()
  return rows.map(({ method }) => method)
}

export async function hasMessageFor(db: Reader, eventKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('message')
    .select('id')
    .where('eventKey', '=', eventKey)
    .executeTakeFirst()
  return row !== undefined
}

/** Every mail of this workstation that waits or is on its way, without its content. */
export async function listQueue(db: Reader, deviceId: string) {
  return db
    .selectFrom('message')
    .select(['id', 'state', 'appointmentId', 'audience', 'createdAt', 'nextAttemptAt'])
    .where('state', 'in', ['due', 'sending'])
    .where('deviceId', '=', deviceId)
    .execute()
}

export async function findMessage(db: Reader, id: string): Promise<MessageRow | undefined> {
  return db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirst()
}

/** How often a mail was written anew from the log. */
export async function countCopies(db: Reader, eventKey: string): Promise<number> {
  const row = await db
    .selectFrom('message')
    .select((eb) => eb.fn.countAll<number>().as('copies'))
    // A range of the unique index; LIKE would read the whole table.
    .where('eventKey', '>=', `${eventKey}:again:`)
    .where('eventKey', '<', `${eventKey}:again;`)
    .executeTakeFirstOrThrow()
  return row.copies
}

/** Where the mail's recipient is reached today; null when nowhere, or when nobody stands behind it. */
export async function findCurrentAddress(db: Reader, message: MessageRow) {
  if (message.audience === 'patient' && message.patientId !== null) {
    const row = await db
      .selectFrom('patient')
      .select('email')
      .where('id', '=', message.patientId)
      .executeTakeFirst()
    return row?.email ?? null
  }
  if (message.audience === 'practitioner' && message.appointmentId !== null) {
    const row = await db
      .selectFrom('appointment')
      .innerJoin('practitioner', 'practitioner.id', 'appointment.practitionerId')
      .select('practitioner.email')
      .where('appointment.id', '=', message.appointmentId)
      .executeTakeFirst()
    return row?.email ?? null
  }
  return message.recipientAddress
}

/** What the patient of a mail says today of being written to; undefined when it goes to somebody else. */
export async function findContactWish(db: Reader, { audience, patientId }: MessageRow) {
  if (audience !== 'patient' || patientId === null) return undefined
  return db
    .selectFrom('patient')
    .select(['contactChannel', 'doNotDisturb'])
    .where('id', '=', patientId)
    .executeTakeFirst()
}

export interface MessageFilter {
  state: MessageRow['state'] | null
  /** Spellings of which one has to occur in name, address or subject; empty lets all through. */
  texts: string[]
  patientId: string | null
  /** The last row of the page before. */
  before: { createdAt: string; id: string } | null
  limit: number
}

/** A page of the log, newest first, one row more than asked when there are more. */
export async function listMessages(db: Reader, filter: MessageFilter) {
  const { state, texts, patientId, before, limit } = filter
  let query = db
    .selectFrom('message')
    .select([
      'id',
      'template',
      'language',
      'audience',
      'recipientName',
      'recipientAddress',
      'patientId',
      'appointmentId',
      'subject',
      'state',
      'attempts',
      'nextAttemptAt',
      'sentAt',
      'errorCode',
      'errorText',
      'createdAt',
    ])
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (state !== null) query = query.where('state', '=', state)
  if (patientId !== null) query = query.where('patientId', '=', patientId)
  if (before !== null) {
    query = query.where((eb) =>
      eb(eb.refTuple('createdAt', 'id'), '<', eb.tuple(before.createdAt, before.id)),
    )
  }
  if (texts.length > 0) {
    query = query.where((eb) => {
      const hits: Expression<SqlBool>[] = texts.flatMap((text) =>
        (['recipient_name', 'recipient_address', 'subject'] as const).map(
          (column) => sql<SqlBool>`instr(${sql.ref(column)}, ${text}) > 0`,
        ),
      )
      return eb.or(hits)
    })
  }
  return query.execute()
}

export async function countByState(db: Reader) {
  return db
    .selectFrom('message')
    .select((eb) => ['state', eb.fn.countAll<number>().as('messages')])
    .groupBy('state')
    .execute()
}

/** Failed mails that had an address: the server would not take them. */
export async function countUndelivered(db: Reader): Promise<number> {
  const row = await db
    .selectFrom('message')
    .select((eb) => eb.fn.countAll<number>().as('undelivered'))
    .where('state', '=', 'failed')
    .where('recipientAddress', 'is not', null)
    .executeTakeFirstOrThrow()
  return row.undelivered
}
