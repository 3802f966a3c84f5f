/** The schedule as a calendar file (RFC 5545) that other calendars can show. */
import ical, { ICalEventClass, ICalEventTransparency } from 'ical-generator'
import type { Span } from '../shared/days.ts'

/** One entry of the calendar. */
export interface FeedEvent extends Span {
  /** The same each time the file is written, so that a calendar changes the entry and keeps it one. */
  key: string
  summary: string
  location: string | null
  /** Whether the time is taken; hours in which somebody works are not. */
  isBusy: boolean
}

/**
 * The whole VCALENDAR, CRLF between lines, times in UTC: each is one instant, so that nothing has to be
 * worked out from a zone's rules. `stampedAt` is when it was made (UTC instant).
 */
export function calendarFile(
  { name, stampedAt }: { name: string; stampedAt: string },
  events: readonly FeedEvent[],
): string {
  const calendar = ical({
    name,
    prodId: { company: 'Polyclinic', product: 'Polyclinic', language: 'EN' },
    // How often a calendar that follows the file should look again.
    ttl: 15 * 60,
  })
  for (const { key, startsAt, endsAt, summary, location, isBusy } of events) {
    calendar.createEvent({
      id: `${key}@polyclinic`,
      stamp: stampedAt,
      start: startsAt,
      end: endsAt,
      summary,
      location,
      class: ICalEventClass.PRIVATE,
      transparency: isBusy ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
    })
  }
  // The last line ends as all do (RFC 5545 §3.1); the library leaves that open.
  return `${calendar.toString().trimEnd()}\r\n`
}

/** A file's name that every system takes, from a calendar's. */
export function calendarFileName(name: string): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '')
  return `${plain === '' ? 'schedule' : plain}.ics`
}
