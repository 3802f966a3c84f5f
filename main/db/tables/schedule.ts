/** Time: hours and absences, bookings, the queue, the waitlist and calls. */

export interface WeeklyHoursRow {
  id: string
  practitionerId: string
  locationId: string | null
  weekday: number
  startsLocal: string
  endsLocal: string
  validFrom: string
  validTo: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface LeaveRow {
  id: string
  practitionerId: string
  fromDay: string
  toDay: string
  /** Of an absence of some hours: from when on each of its days; null for whole days. */
  startsLocal: string | null
  endsLocal: string | null
  /** RFC 5545 rule, counted from `fromDay`; null when it comes once. */
  recurrence: string | null
  reason: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** Hours beside the weekly ones, of one day or of the days of a rule. */
export interface ExtraHoursRow {
  id: string
  practitionerId: string
  locationId: string | null
  day: string
  startsLocal: string
  endsLocal: string
  /** RFC 5545 rule, counted from `day`; null when it comes once. */
  recurrence: string | null
  note: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A day on which the clinic is closed, or open although it is a public holiday. */
export interface ClinicDayRow {
  id: string
  day: string
  kind: 'closed' | 'open'
  name: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** Time of a doctor or of a room that is no booking: exactly one of the two is named. */
export interface ScheduleBlockRow {
  id: string
  practitionerId: string | null
  locationId: string | null
  startsAt: string
  endsAt: string
  reason: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface AppointmentRow {
  id: string
  patientId: string
  practitionerId: string
  serviceId: string
  locationId: string | null
  day: string
  startsAt: string
  endsAt: string
  timeZone: string
  status:
    | 'requested'
    | 'confirmed'
    | 'arrived'
    | 'called'
    | 'in-room'
    | 'to-pay'
    | 'done'
    | 'no-show'
    | 'cancelled'
  statusAt: string
  priceMinor: number
  currency: string
  note: string | null
  cancelReason: string | null
  /** 1 for a booking that was set over another one on purpose. */
  overbooked: 0 | 1
  /** JSON list of the rooms and equipment that it claims besides the doctor. */
  resourceIds: string
  /** The same in all bookings that were made together; null for a single one. */
  seriesId: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface AppointmentStepRow {
  id: string
  appointmentId: string
  fromStatus: string | null
  toStatus: string
  at: string
  actorId: string
  reason: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A booking that lost its time to another desk's and wants a new one. */
export interface RebookTaskRow {
  id: string
  appointmentId: string
  /** The booking that holds the time; one of a branch that this workstation does not serve is not here. */
  heldById: string
  /** What was taken: `practitioner:ID`, or `resource:ID` for a room or equipment; null in older rows. */
  heldResource: string | null
  /** The time that was lost. */
  startsAt: string
  endsAt: string
  state: 'open' | 'rebooked' | 'dismissed'
  decidedAt: string | null
  decidedBy: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** What holds the time of rooms and equipment; kept by triggers from appointment. */
export interface ResourceClaimRow {
  resourceId: string
  startsAt: string
  endsAt: string
  appointmentId: string
}

/** A patient's number in the waiting room, given at the arrival. */
export interface QueueTicketRow {
  id: string
  appointmentId: string
  /** Of the arrival; the numbers begin anew each day. */
  day: string
  /** The desk's prefix and its count: `A12`. */
  label: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface WaitlistEntryRow {
  id: string
  patientId: string
  serviceId: string
  /** Null: any doctor who offers the service. */
  practitionerId: string | null
  /** JSON list of ISO weekdays; empty: any. */
  weekdays: string
  partOfDay: 'morning' | 'afternoon' | 'evening' | null
  fromDay: string
  toDay: string | null
  urgency: 'urgent' | 'soon' | 'routine'
  note: string | null
  state: 'waiting' | 'booked' | 'withdrawn'
  /** The booking that came of it. */
  appointmentId: string | null
  /** The referral that it came of. */
  referralId: string | null
  decidedAt: string | null
  decidedBy: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A patient of the waitlist was asked about a time. */
export interface WaitlistCallRow {
  id: string
  entryId: string
  practitionerId: string
  startsAt: string
  endsAt: string
  answer: 'accepted' | 'declined' | 'thinking' | 'not-reached'
  note: string | null
  at: string
  actorId: string
  version: number
  createdAt: string
  updatedAt: string
}

/** A patient was called about a booking. */
export interface AppointmentCallRow {
  id: string
  appointmentId: string
  purpose: 'confirmation' | 'absence'
  result: 'confirmed' | 'not-reached' | 'cancelled' | 'moved'
  /** When the booking was to start as the call was made. */
  startsAt: string
  note: string | null
  at: string
  actorId: string
  version: number
  createdAt: string
  updatedAt: string
}
