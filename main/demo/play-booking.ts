/** What happened to one booking, as calls of the services in the order in which they were made. */
import {
  bookAppointment,
  cancelAppointment,
  confirmAppointment,
  takeStep,
} from '../clinic/appointments/appointments.service.ts'
import type { Step } from '../clinic/appointments/appointments.input.ts'
import type { TakePayment } from '../clinic/billing/billing.input.ts'
import {
  issueInvoice,
  readInvoice,
  refund as giveBack,
  takePayment,
} from '../clinic/billing/billing.service.ts'
import { closeReferral, issueReferral } from '../clinic/referrals/referrals.service.ts'
import { addMinutes } from '../clinic/shared/days.ts'
import { readShared, saveDraft } from '../clinic/visits/draft.service.ts'
import { emptyContent, type VisitContent } from '../clinic/visits/visits.rules.ts'
import { singleDiagnosis } from '../clinic/visits/diagnoses.rules.ts'
import { signVisit, startVisit } from '../clinic/visits/visits.service.ts'
import type { Desk } from '../db/desk.ts'
import { specialtyNames } from './catalogue.ts'
import type { DemoPlan, PlannedBooking, PlannedVisit } from './plan.ts'
import type { PlannedBill, PlannedPayment } from './plan/bills.ts'
import type { PlannedStep } from './plan/day-flow.ts'

/** One call of a service at its instant. */
export interface DemoEvent {
  at: string
  run: () => Promise<void>
}

/** Whose desks the booking passes, and the ids of what it is about. */
export interface BookingGround {
  plan: DemoPlan
  receptionist: Desk
  cashier: Desk
  doctor: Desk
  /** Known once the patient is registered. */
  patientId: () => string
  serviceId: (code: string) => string
}

/** The row that a booking has become; each step of it makes a version. */
interface Row {
  id: string
  version: number
  encounterId: string
  invoiceId: string
  referralId: string
}

/** The events of a booking, by their instants. */
export function bookingEvents(ground: BookingGround, booking: PlannedBooking): DemoEvent[] {
  const row: Row = { id: '', version: 0, encounterId: '', invoiceId: '', referralId: '' }
  const [first, ...steps] = booking.steps
  if (first === undefined) return []
  return [
    { at: first.at, run: () => book(ground, booking, row, first) },
    ...steps.flatMap((step) => stepEvents(ground, booking, row, step)),
    ...(booking.bill === null ? [] : billEvents(ground, booking, row, booking.bill)),
    ...settleEvents(ground, booking, row),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

async function book(
  ground: BookingGround,
  booking: PlannedBooking,
  row: Row,
  first: PlannedStep,
): Promise<void> {
  const { receptionist, doctor } = ground
  const { id, version } = await bookAppointment(receptionist, {
    patientId: ground.patientId(),
    practitionerId: doctor.actor.id,
    serviceId: ground.serviceId(booking.service.code),
    startsAt: booking.startsAt,
    as: first.status === 'requested' ? 'requested' : 'confirmed',
    note: null,
  })
  row.id = id
  row.version = version
}

function stepEvents(
  ground: BookingGround,
  booking: PlannedBooking,
  row: Row,
  { status, at }: PlannedStep,
): DemoEvent[] {
  const { receptionist, cashier, doctor } = ground
  const one = (run: () => Promise<void>): DemoEvent[] => [{ at, run }]
  switch (status) {
    case 'requested':
      return []
    case 'confirmed':
      return one(async () => {
        row.version = (await confirmAppointment(receptionist, row)).version
      })
    case 'cancelled':
      return one(() => cancel(ground, booking, row))
    case 'called':
      // Whoever comes into the room was called: opening the visit takes both steps.
      return booking.visit === null ? one(() => step(doctor, row, 'called')) : []
    case 'in-room':
      return booking.visit === null ? [] : one(() => begin(doctor, booking.visit, row))
    case 'to-pay':
      return one(() => end(ground, booking.visit, row, 'to-pay'))
    case 'done':
      return doneEvents(ground, booking, row, at)
    case 'arrived':
    case 'no-show':
      return one(() => step(status === 'arrived' ? receptionist : cashier, row, status))
  }
}

/** Done by leaving the room when nothing was to pay, by paying, or at last by the cashier. */
function doneEvents(
  ground: BookingGround,
  booking: PlannedBooking,
  row: Row,
  at: string,
): DemoEvent[] {
  const { bill, visit, steps } = booking
  const hadToPay = steps.some((one) => one.status === 'to-pay')
  if (!hadToPay) return [{ at, run: () => end(ground, visit, row, 'done') }]
  const paid = bill?.payments.reduce((sum, payment) => sum + payment.amountMinor, 0) ?? 0
  if (bill !== null && paid >= bill.totalMinor) return []
  return [{ at, run: () => step(ground.cashier, row, 'done') }]
}

async function step(desk: Desk, row: Row, to: Step['to']): Promise<void> {
  row.version = (await takeStep(desk, { id: row.id, version: row.version, to })).version
}

async function cancel(
  { receptionist, cashier }: BookingGround,
  { cancelReason, bill }: PlannedBooking,
  row: Row,
): Promise<void> {
  const { id, version } = row
  await cancelAppointment(receptionist, { id, version, reason: cancelReason ?? '' })
  if (!bill?.refund) return
  const { payments } = await readInvoice(cashier, row.invoiceId)
  const payment = payments[0]
  if (payment === undefined) return
  const { amountMinor, reason } = bill.refund
  await giveBack(cashier, { paymentId: payment.id, amountMinor, method: payment.method, reason })
}

async function begin(doctor: Desk, visit: PlannedVisit | null, row: Row): Promise<void> {
  row.encounterId = (await startVisit(doctor, row.id)).encounterId
  row.version += 2
  if (visit !== null && visit.signedAt === null) {
    const { encounterId } = row
    const base = await baseOf(doctor, encounterId)
    await saveDraft(doctor, { encounterId, content: contentOf(visit), base, isShared: true })
  }
}

/** The patient leaves the room; most visits are signed with it, and a referral may follow. */
async function end(
  ground: BookingGround,
  visit: PlannedVisit | null,
  row: Row,
  to: 'to-pay' | 'done',
): Promise<void> {
  const { doctor, plan } = ground
  if (visit === null || visit.signedAt === null) return step(doctor, row, to)
  const { encounterId } = row
  const { mark } = await baseOf(doctor, encounterId)
  await signVisit(doctor, { encounterId, content: contentOf(visit), base: mark })
  row.version += 1
  if (visit.referral === null) return
  const { specialty, priority, reason } = visit.referral
  const { id } = await issueReferral(doctor.with({}), {
    patientId: ground.patientId(),
    encounterId,
    serviceId: null,
    performerId: null,
    performerEmail: null,
    dueOn: null,
    performerOrganization: null,
    performerName: null,
    specialty: specialtyNames[specialty][plan.language],
    reason,
    diagnosis: visit.diagnosis,
    note: null,
    priority,
  })
  row.referralId = id
}

const week = 7 * 24 * 60

/** Most referrals are settled within a week; what was asked early in a month nobody has answered yet. */
function settleEvents(
  { doctor, plan }: BookingGround,
  { visit }: PlannedBooking,
  row: Row,
): DemoEvent[] {
  if (visit === null || visit.signedAt === null || visit.referral === null) return []
  const at = addMinutes(visit.signedAt, week)
  const isUnanswered = Number(visit.signedAt.slice(8, 10)) <= 2
  if (isUnanswered || at > plan.now) return []
  return [{ at, run: () => closeReferral(doctor, { id: row.referralId, note: null }) }]
}

async function baseOf(doctor: Desk, encounterId: string) {
  const { mark, content } = (await readShared(doctor.read, encounterId)) ?? noText
  return { mark, content }
}

const noText = { mark: '', content: emptyContent }

/** What a patient has for good: high pressure, asthma, diabetes, an ischaemic heart, and the like. */
const chronicCodes = /^(I1[0-5]|I2[05]|I48|I50|E1[0-4]|E0[0-7]|J4[45]|L20|L40|G43)/

function contentOf(visit: PlannedVisit): VisitContent {
  const { complaint, findings, diagnosis, diagnosisCode, plan, vitals } = visit
  const isChronic = diagnosisCode !== null && chronicCodes.test(diagnosisCode)
  const diagnoses = singleDiagnosis(diagnosis, diagnosisCode).map((one) => ({ ...one, isChronic }))
  return { ...emptyContent, complaint, findings, plan, vitals, diagnoses }
}

function billEvents(
  { cashier, serviceId }: BookingGround,
  { steps, service }: PlannedBooking,
  row: Row,
  bill: PlannedBill,
): DemoEvent[] {
  const extraLines = bill.services
    .filter((one) => one !== service)
    .map((one) => ({ serviceId: serviceId(one.code), quantity: 1 }))
  const issue = async () => {
    row.invoiceId = (await issueInvoice(cashier, { appointmentId: row.id, extraLines })).invoiceId
  }
  const pay = async () => {
    const payments = bill.payments.map(asPart)
    const { appointmentStatus } = await takePayment(cashier, { invoiceId: row.invoiceId, payments })
    // A bill paid before the visit leaves the booking as it is.
    const isOver = appointmentStatus === 'done' && steps.some((one) => one.status === 'to-pay')
    if (isOver) row.version += 1
  }
  const [first] = bill.payments
  return [
    { at: bill.issuedAt, run: issue },
    ...(first === undefined ? [] : [{ at: first.at, run: pay }]),
  ]
}

function asPart({
  method,
  amountMinor,
  tenderedMinor,
}: PlannedPayment): TakePayment['payments'][number] {
  return method === 'cash'
    ? { method, amountMinor, tenderedMinor: tenderedMinor ?? amountMinor }
    : { method, amountMinor }
}
