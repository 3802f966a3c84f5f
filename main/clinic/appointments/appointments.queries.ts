/** Reads about bookings: what a new one stands on, the day's board, one booking, one patient's. */
import { sql } from 'kysely'
import { keptQuestion, type Places, type Reader } from '../../db/kysely.ts'
import type { AppointmentRow } from '../../db/tables.ts'
import { queuedAt } from '../queue/queue.queries.ts'
import { awaitedStatuses, occupyingStatuses } from './appointments.rules.ts'
import type { UndoFacts } from './undo.rules.ts'

/**
 * All that a booking stands on, in one question: the clinic's zone and currency, the service, the
 * patient, the doctor, and whether the doctor offers the service. Ids that are null in the answer
 * name rows that do not exist.
 */
export async function findBookingGround(
  db: Reader,
  wish: { patientId: string; practitionerId: string; serviceId: string },
) {
  const { patientId, practitionerId, serviceId } = wish
  return (await askBookingGround(db, { patientId, practitionerId, serviceId }))[0]
}

const askBookingGround = keptQuestion(
  (db, place: Places<{ patientId: string; practitionerId: string; serviceId: string }>) =>
    db
      .selectFrom('organization')
      .leftJoin('healthcareService as service', (join) =>
        join.on('service.id', '=', place('serviceId')),
      )
      .leftJoin('patient', (join) => join.on('patient.id', '=', place('patientId')))
      .leftJoin('practitioner', (join) => join.on('practitioner.id', '=', place('practitionerId')))
      .leftJoin('practitionerService as offer', (join) =>
        join
          .on('offer.practitionerId', '=', place('practitionerId'))
          .on('offer.serviceId', '=', place('serviceId'))
          .on('offer.archivedAt', 'is', null),
      )
      .select([
        'organization.timeZone',
        'organization.currency',
        'service.durationMinutes',
        'service.priceMinor',
        'service.archivedAt as serviceArchivedAt',
        'patient.id as patientId',
        'patient.archivedAt as patientArchivedAt',
        'practitioner.id as practitionerId',
        'practitioner.archivedAt as practitionerArchivedAt',
        'offer.id as offerId',
        'offer.locationId as offeredIn',
      ]),
)

/** What a span is checked against; `exceptId` is the booking that is being moved, or empty. */
interface ClashQuestion {
  practitionerId: string
  startsAt: string
  endsAt: string
  /** No booking that starts before this can reach into the span. */
  earliestStart: string
  exceptId: string
}

/** A booking of the practitioner that holds time inside the span, with the names for a sentence. */
export async function findClash(db: Reader, question: ClashQuestion) {
  return (await askClash(db, question))[0]
}

const askClash = keptQuestion((db, place: Places<ClashQuestion>) =>
  db
    .selectFrom('appointment')
    .innerJoin('patient', 'patient.id', 'appointment.patientId')
    .innerJoin('practitioner', 'practitioner.id', 'appointment.practitionerId')
    .innerJoin('organization', (join) => join.onTrue())
    .select([
      'appointment.id',
      'appointment.startsAt',
      'appointment.endsAt',
      'organization.language',
      'patient.family as patientFamily',
      'patient.given as patientGiven',
      'patient.patronymic as patientPatronymic',
      'practitioner.family as practitionerFamily',
      'practitioner.given as practitionerGiven',
      'practitioner.patronymic as practitionerPatronymic',
    ])
    .where('appointment.practitionerId', '=', place('practitionerId'))
    .where('appointment.startsAt', '>=', place('earliestStart'))
    .where('appointment.startsAt', '<', place('endsAt'))
    .where('appointment.endsAt', '>', place('startsAt'))
    .where('appointment.status', 'in', [...occupyingStatuses])
    .where('appointment.id', '!=', place('exceptId'))
    .orderBy('appointment.startsAt')
    .limit(1),
)

export async function findAppointment(db: Reader, id: string): Promise<AppointmentRow | undefined> {
  return db.selectFrom('appointment').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Whether a practitioner offers a service, and the clinic's zone; for a move. */
export async function findMoveGround(
  db: Reader,
  question: { practitionerId: string; serviceId: string },
) {
  return db
    .selectFrom('organization')
    .leftJoin('practitioner', (join) =>
      join
        .on('practitioner.id', '=', question.practitionerId)
        .on('practitioner.archivedAt', 'is', null),
    )
    .leftJoin('practitionerService as offer', (join) =>
      join
        .onRef('offer.practitionerId', '=', 'practitioner.id')
        .on('offer.serviceId', '=', question.serviceId)
        .on('offer.archivedAt', 'is', null),
    )
    .select(['organization.timeZone', 'offer.id as offerId', 'offer.locationId as offeredIn'])
    .executeTakeFirst()
}

/** The invoice of a booking and what was paid and given back on it; undefined while there is none. */
export async function findInvoiceOf(db: Reader, appointmentId: string) {
  return db
    .selectFrom('invoice')
    .select([
      'invoice.id',
      'invoice.number',
      'invoice.totalMinor',
      'invoice.currency',
      paidMinor,
      refundedMinor,
    ])
    .where('invoice.appointmentId', '=', appointmentId)
    .executeTakeFirst()
}

const paidMinor = sql<number>`(
  SELECT coalesce(sum(amount_minor), 0) FROM payment WHERE payment.invoice_id = invoice.id
)`.as('paidMinor')

const refundedMinor = sql<number>`(
  SELECT coalesce(sum(amount_minor), 0) FROM refund WHERE refund.invoice_id = invoice.id
)`.as('refundedMinor')

/** 1 while the hub that this workstation belongs to has not said what became of the booking. */
const isUnsent = sql<number>`(
  EXISTS (SELECT 1 FROM hub_link WHERE hub_link.id = 1)
  AND EXISTS (
    SELECT 1 FROM outbox_operation
    WHERE entity = 'appointment' AND row_id = appointment.id AND acked_seq IS NULL
  )
)`.as('isUnsent')

/** The columns that every list of bookings has. */
function selectBookings(db: Reader) {
  return db
    .selectFrom('appointment')
    .innerJoin('patient', 'patient.id', 'appointment.patientId')
    .innerJoin('practitioner', 'practitioner.id', 'appointment.practitionerId')
    .innerJoin('healthcareService as service', 'service.id', 'appointment.serviceId')
    .leftJoin('location', 'location.id', 'appointment.locationId')
    .leftJoin('invoice', 'invoice.appointmentId', 'appointment.id')
    .leftJoin('queueTicket', 'queueTicket.appointmentId', 'appointment.id')
    .select([
      'appointment.id',
      'queueTicket.label as ticket',
      'appointment.version',
      'appointment.day',
      'appointment.startsAt',
      'appointment.endsAt',
      'appointment.status',
      'appointment.statusAt',
      'appointment.priceMinor',
      'appointment.currency',
      'appointment.note',
      'appointment.cancelReason',
      'appointment.overbooked',
      'appointment.resourceIds',
      'appointment.seriesId',
      isUnsent,
      'appointment.patientId',
      'patient.family as patientFamily',
      'patient.given as patientGiven',
      'patient.patronymic as patientPatronymic',
      'patient.bornOn',
      sql<string | null>`json_extract(patient.phones, '$[0].value')`.as('phone'),
      'appointment.practitionerId',
      'practitioner.family as practitionerFamily',
      'practitioner.given as practitionerGiven',
      'practitioner.patronymic as practitionerPatronymic',
      'practitioner.specialty',
      'appointment.serviceId',
      'service.code as serviceCode',
      'service.name as serviceName',
      'appointment.locationId',
      'location.name as locationName',
      'invoice.id as invoiceId',
      'invoice.totalMinor',
      paidMinor,
      refundedMinor,
    ])
}

export type BookingRow = Awaited<ReturnType<typeof listUpcomingOfPatient>>[number]

/** Every booking of a day, by time; `arrivedAt` is when a patient who waits came in. */
export async function listBookingsOn(db: Reader, day: string) {
  return selectBookings(db)
    .leftJoin('medicalCard', 'medicalCard.patientId', 'appointment.patientId')
    .select([
      sql<number>`coalesce(medical_card.allergies, '') <> ''`.as('hasAllergies'),
      queuedAt,
      sql<string | null>`CASE WHEN appointment.status IN ('arrived', 'called') THEN (
        SELECT max(at) FROM appointment_step
        WHERE appointment_id = appointment.id AND to_status = 'arrived'
          AND from_status = 'confirmed'
      ) END`.as('arrivedAt'),
      sql<
        'confirmed' | 'not-reached' | null
      >`CASE WHEN appointment.status IN ('requested', 'confirmed') THEN (
        SELECT result FROM appointment_call AS call
        WHERE call.appointment_id = appointment.id AND call.purpose = 'confirmation'
          AND call.starts_at = appointment.starts_at
        ORDER BY call.at DESC, call.id DESC LIMIT 1
      ) END`.as('confirmation'),
    ])
    .where('appointment.day', '=', day)
    .orderBy('appointment.startsAt')
    .orderBy('appointment.id')
    .execute()
}

/** A patient's bookings that end after an instant, the next first, at most so many. */
export async function listUpcomingOfPatient(
  db: Reader,
  { patientId, after, limit }: { patientId: string; after: string; limit: number },
) {
  return selectBookings(db)
    .where('appointment.patientId', '=', patientId)
    .where('appointment.endsAt', '>', after)
    .where('appointment.status', 'in', awaitedStatuses)
    .orderBy('appointment.startsAt')
    .limit(limit)
    .execute()
}

/** One booking with all that its panel shows of patient, card and visit. */
export async function findBookingDetails(db: Reader, id: string) {
  return selectBookings(db)
    .leftJoin('medicalCard', 'medicalCard.patientId', 'appointment.patientId')
    .leftJoin('encounter', 'encounter.appointmentId', 'appointment.id')
    .select([
      'appointment.timeZone',
      'appointment.createdAt',
      'patient.sex',
      'patient.phones',
      'patient.email',
      'patient.note as patientNote',
      'service.preparation',
      'medicalCard.id as cardId',
      'medicalCard.number as cardNumber',
      'medicalCard.status as cardStatus',
      'medicalCard.bloodType',
      'medicalCard.allergies',
      'medicalCard.chronicConditions',
      'medicalCard.medicines',
      'encounter.id as encounterId',
      'encounter.signedAt',
      'invoice.number as invoiceNumber',
    ])
    .where('appointment.id', '=', id)
    .executeTakeFirst()
}

/** What of a booking hinders taking its last step back. */
export async function findUndoFacts(db: Reader, appointmentId: string): Promise<UndoFacts> {
  const row = await db
    .selectFrom('appointment')
    .leftJoin('encounter', 'encounter.appointmentId', 'appointment.id')
    .leftJoin('invoice', 'invoice.appointmentId', 'appointment.id')
    .select(['encounter.id as encounterId', 'encounter.signedAt', 'invoice.id as invoiceId'])
    .where('appointment.id', '=', appointmentId)
    .executeTakeFirstOrThrow()
  const { encounterId, signedAt, invoiceId } = row
  const visit = encounterId === null ? 'none' : signedAt === null ? 'open' : 'signed'
  return { visit, isBilled: invoiceId !== null }
}

/** A booking's steps, oldest first, with who took them; the program itself has no name. */
export async function listSteps(db: Reader, appointmentId: string) {
  return db
    .selectFrom('appointmentStep as step')
    .leftJoin('practitioner', 'practitioner.id', 'step.actorId')
    .select([
      'step.id',
      'step.fromStatus',
      'step.toStatus',
      'step.at',
      'step.reason',
      'step.actorId',
      'practitioner.family',
      'practitioner.given',
      'practitioner.patronymic',
    ])
    .where('step.appointmentId', '=', appointmentId)
    .orderBy('step.at')
    .orderBy('step.id')
    .execute()
}

/** Every task of a booking that lost its time, the earliest time first, with both bookings. */
export async function listOpenRebookTasks(db: Reader) {
  return (
    db
      .selectFrom('rebookTask as task')
      .innerJoin('appointment', 'appointment.id', 'task.appointmentId')
      .innerJoin('patient', 'patient.id', 'appointment.patientId')
      .innerJoin('practitioner', 'practitioner.id', 'appointment.practitionerId')
      .innerJoin('healthcareService as service', 'service.id', 'appointment.serviceId')
      // The winner may be of a branch that this workstation does not serve.
      .leftJoin('appointment as held', 'held.id', 'task.heldById')
      .leftJoin('patient as heldPatient', 'heldPatient.id', 'held.patientId')
      .leftJoin('practitioner as heldPractitioner', 'heldPractitioner.id', 'held.practitionerId')
      .leftJoin('healthcareService as heldService', 'heldService.id', 'held.serviceId')
      .leftJoin('location as heldRoom', (join) => join.on('heldRoom.id', '=', heldResourceId))
      .leftJoin('equipment as heldEquipment', (join) =>
        join.on('heldEquipment.id', '=', heldResourceId),
      )
      .select([
        'task.id',
        'task.version',
        'task.startsAt',
        'task.endsAt',
        'task.createdAt',
        'appointment.id as appointmentId',
        'appointment.version as appointmentVersion',
        'appointment.status',
        'appointment.cancelReason',
        'appointment.day',
        'appointment.note',
        'appointment.patientId',
        'patient.family as patientFamily',
        'patient.given as patientGiven',
        'patient.patronymic as patientPatronymic',
        'patient.bornOn',
        sql<string | null>`json_extract(patient.phones, '$[0].value')`.as('phone'),
        'appointment.practitionerId',
        'practitioner.family as practitionerFamily',
        'practitioner.given as practitionerGiven',
        'practitioner.patronymic as practitionerPatronymic',
        'practitioner.specialty',
        'appointment.serviceId',
        'service.name as serviceName',
        'held.id as heldId',
        'held.startsAt as heldStartsAt',
        'held.endsAt as heldEndsAt',
        'heldPatient.family as heldPatientFamily',
        'heldPatient.given as heldPatientGiven',
        'heldPatient.patronymic as heldPatientPatronymic',
        'heldPractitioner.family as heldPractitionerFamily',
        'heldPractitioner.given as heldPractitionerGiven',
        'heldPractitioner.patronymic as heldPractitionerPatronymic',
        'heldService.name as heldServiceName',
        'heldRoom.name as heldRoomName',
        'heldEquipment.name as heldEquipmentName',
        (eb) =>
          eb
            .selectFrom('message')
            .select((inner) => inner.fn.max('message.sentAt').as('toldAt'))
            .whereRef('message.appointmentId', '=', 'task.appointmentId')
            .where('message.audience', '=', 'patient')
            .where('message.state', '=', 'sent')
            .where('message.template', 'in', [...bookingMails])
            .as('toldAt'),
      ])
      // The word stands in the question itself, or the index of open tasks would not be used.
      .where('task.state', '=', sql.lit('open'))
      .orderBy('task.startsAt')
      .execute()
  )
}

/** The id behind `resource:ID`; of a doctor's time it is nobody's. */
const heldResourceId = sql<string>`substr(task.held_resource, length('resource:') + 1)`

/** Mails that tell somebody that a booking stands. */
const bookingMails = [
  'appointment-requested',
  'appointment-confirmed',
  'appointment-moved',
] as const

/** Who has heard of the booking by mail, or is about to. */
export async function listTold(db: Reader, appointmentId: string) {
  const rows = await db
    .selectFrom('message')
    .select('audience')
    .distinct()
    .where('appointmentId', '=', appointmentId)
    .where('state', 'in', ['sent', 'sending'])
    .where('template', 'in', [...bookingMails])
    .execute()
  return rows.map(({ audience }) => audience)
}

/** The locations whose bookings this workstation has; null for all. */
export async function findServedBranches(db: Reader): Promise<string[] | null> {
  // There is one at most; its key keeps the whole table from being looked through.
  const link = await db
    .selectFrom('hubLink')
    .select('branches')
    .where('id', '=', 1)
    .executeTakeFirst()
  return link?.branches == null ? null : JSON.parse(link.branches)
}

/** The open tasks of one booking. */
export async function listRebookTasksOf(db: Reader, appointmentId: string) {
  return db
    .selectFrom('rebookTask')
    .select('id')
    .where('appointmentId', '=', appointmentId)
    .where('state', '=', 'open')
    .execute()
}

export async function findRebookTask(db: Reader, id: string) {
  return db.selectFrom('rebookTask').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Every booking of a series, by time. */
export async function listSeries(db: Reader, seriesId: string): Promise<AppointmentRow[]> {
  return db
    .selectFrom('appointment')
    .selectAll()
    .where('seriesId', '=', seriesId)
    .where('seriesId', 'is not', null)
    .orderBy('startsAt')
    .execute()
}

/** How long a service takes that is still in the catalog. */
export async function findServiceMinutes(db: Reader, id: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('healthcareService')
    .select('durationMinutes')
    .where('id', '=', id)
    .where('archivedAt', 'is', null)
    .executeTakeFirst()
  return row?.durationMinutes
}

/** How often a patient did not come. */
export async function countNoShows(db: Reader, patientId: string): Promise<number> {
  const row = await db
    .selectFrom('appointment')
    .select((eb) => eb.fn.countAll<number>().as('times'))
    .where('patientId', '=', patientId)
    .where('status', '=', 'no-show')
    .executeTakeFirst()
  return row?.times ?? 0
}
