/**
 * The calendar entry that goes with an appointment's mail (RFC 5545, sent as RFC 5546 and 6047 say).
 *
 * Times are written in UTC (`20261121T073000Z`) and no VTIMEZONE is sent. An appointment happens
 * once, so nothing has to be worked out from the zone's rules, and every calendar shows a UTC
 * instant right in its owner's zone; an own VTIMEZONE would be wrong as soon as a country changes
 * its rules, and some calendars read it by its name alone. The mail's text tells the clinic's time.
 */
import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendarMethod,
  ICalEventClass,
  ICalEventStatus,
} from 'ical-generator'
import { fullName, shortName } from '../clinic/shared/names.ts'
import { cleanLines, oneLine } from './clean.ts'
import { placeOf, type AppointmentMail } from './mail-template.ts'
import { mailTexts } from './texts.ts'

export interface CalendarAttachment {
  method: 'REQUEST' | 'CANCEL'
  filename: string
  /** The whole VCALENDAR, CRLF between lines. */
  content: string
}

export interface CalendarEnvelope {
  /** The address the clinic's mail comes from: calendars take changes from this address only. */
  organizerAddress: string
  recipient: { address: string; name: string }
  /** When the mail's row was written (UTC instant); of two entries with one SEQUENCE the later wins. */
  stampedAt: string
}

/**
 * The entry for the recipient's calendar. Its UID is the appointment's and its SEQUENCE the
 * appointment's version, so that a move replaces the entry and a cancellation takes it away, in
 * whatever order the mails are opened. It tells where and when and with whom; the patient's also
 * how to prepare. No service, no reason, no diagnosis: calendars are shared with colleagues.
 */
export function renderCalendar(
  mail: AppointmentMail,
  { organizerAddress, recipient, stampedAt }: CalendarEnvelope,
): CalendarAttachment {
  const cancelled = mail.template === 'appointment-cancelled'
  const method = cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST
  const calendar = ical({
    prodId: { company: 'Polyclinic', product: 'Polyclinic', language: 'EN' },
    method,
  })
  calendar.createEvent({
    id: calendarUid(mail.appointmentId),
    sequence: mail.version,
    stamp: stampedAt,
    start: mail.startsAt,
    end: mail.endsAt,
    summary: summaryOf(mail),
    description: descriptionOf(mail),
    location: placeOf(mail),
    status: statusOf(mail),
    class: ICalEventClass.PRIVATE,
    organizer: { name: oneLine(mail.clinic.name), email: oneLine(organizerAddress) },
    attendees: [
      {
        name: oneLine(recipient.name),
        email: oneLine(recipient.address),
        role: ICalAttendeeRole.REQ,
        type: ICalAttendeeType.INDIVIDUAL,
        // Nobody reads answers to these mails: changes are made with the front desk.
        rsvp: false,
        status: awaitsConfirmation(mail)
          ? ICalAttendeeStatus.TENTATIVE
          : ICalAttendeeStatus.ACCEPTED,
      },
    ],
  })
  return {
    method: cancelled ? 'CANCEL' : 'REQUEST',
    filename: 'appointment.ics',
    // The last line ends as all do (RFC 5545 §3.1); the library leaves that open.
    content: `${calendar.toString().trimEnd()}\r\n`,
  }
}

/** The UID of an appointment's calendar entry, the same for as long as the appointment exists. */
function calendarUid(appointmentId: string): string {
  return `${oneLine(appointmentId)}@polyclinic`
}

function awaitsConfirmation(mail: AppointmentMail): boolean {
  return (
    mail.template === 'appointment-requested' ||
    (mail.template === 'appointment-moved' && mail.awaitsConfirmation)
  )
}

function statusOf(mail: AppointmentMail): ICalEventStatus {
  if (mail.template === 'appointment-cancelled') return ICalEventStatus.CANCELLED
  return awaitsConfirmation(mail) ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED
}

function summaryOf(mail: AppointmentMail): string {
  const text = mailTexts(mail.language)
  return mail.audience === 'patient'
    ? text('calendar.patientSummary', { clinic: oneLine(mail.clinic.name) })
    : text('calendar.practitionerSummary', {
        patient: oneLine(shortName(mail.patient, mail.language)),
      })
}

function descriptionOf(mail: AppointmentMail): string | null {
  if (mail.audience === 'practitioner') return null
  const text = mailTexts(mail.language)
  const lines = [
    text('calendar.doctor', { practitioner: oneLine(fullName(mail.practitioner, mail.language)) }),
  ]
  if (mail.preparation !== null && mail.preparation.trim() !== '') {
    const preparation = cleanLines(mail.preparation).join('\n')
    lines.push(text('calendar.preparation', { preparation }))
  }
  if (mail.clinic.phone !== null) {
    lines.push(text('calendar.phone', { phone: oneLine(mail.clinic.phone) }))
  }
  return lines.join('\n')
}
