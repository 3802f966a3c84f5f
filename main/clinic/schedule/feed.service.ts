/** The schedule as a calendar file: saved once, or kept current at a place of the workstation. */
import { renameSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import type { Desk } from '../../db/desk.ts'
import { occupyingStatuses } from '../appointments/appointments.rules.ts'
import { listRoomRows } from '../catalog/catalog.queries.ts'
import { keepWorkstationSetting, listWorkstationSettings } from '../settings/settings.queries.ts'
import { readClinic } from '../settings/settings.service.ts'
import { addDays, dayBounds, dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { isLanguage } from '../shared/languages.ts'
import { type HumanName, shortName } from '../shared/names.ts'
import { feedInput, type FeedWish } from './feed.input.ts'
import { listFeedBookings } from './feed.queries.ts'
import { calendarFile, calendarFileName, type FeedEvent } from './feed.rules.ts'
import { readPlan } from './plan.service.ts'
import { listDoctors } from './schedule.queries.ts'
import { absencesOn, leaveOn, workingSpans } from './schedule.rules.ts'

/** How far the file reaches; it is written anew before that is over. */
const daysBack = 7
const daysAhead = 42

export interface FeedFile {
  /** A file's name for it. */
  name: string
  bytes: Uint8Array
}

/**
 * The file: hours, bookings and absences of a doctor or of all, from a week ago to six weeks ahead. A
 * booking stands there with its service, and with the patient only where that is wished. Refused with
 * `not-found` (the doctor).
 */
export async function renderFeed(desk: Desk, wish: FeedWish): Promise<FeedFile> {
  const [clinic, everyone, rooms] = await Promise.all([
    readClinic(desk),
    listDoctors(desk.read),
    listRoomRows(desk.read),
  ])
  const { practitionerId, withNames } = wish
  const doctors = everyone.filter(({ id }) => practitionerId === null || id === practitionerId)
  if (practitionerId !== null && doctors.length === 0) {
    throw new ClinicError('not-found', { entity: 'practitioner', id: practitionerId })
  }
  const { timeZone } = clinic
  const language = isLanguage(clinic.language) ? clinic.language : 'en'
  const nameOf = (person: HumanName) => shortName(person, language)
  const today = dayOf(desk.now(), timeZone)
  const [fromDay, toDay] = [addDays(today, -daysBack), addDays(today, daysAhead)]
  const practitionerIds = doctors.map(({ id }) => id)
  const plan = await readPlan(desk.read, practitionerIds, fromDay, toDay)
  const question = { practitionerIds, fromDay, toDay, statuses: occupyingStatuses }
  const bookings = Map.groupBy(
    await listFeedBookings(desk.read, question),
    (booking) => booking.practitionerId,
  )
  const roomNames = new Map(rooms.map(({ id, name }) => [id, name]))
  const days = Array.from({ length: daysBack + daysAhead + 1 }, (_, at) => addDays(fromDay, at))
  const events = doctors.flatMap((doctor) => {
    const { hours, leaves } = plan.of(doctor.id)
    // In a calendar of all, each entry says whose it is.
    const whose = practitionerId === null ? `${nameOf(doctor)}: ` : ''
    const planned = days.flatMap((day): FeedEvent[] => {
      const leave = leaveOn(day, leaves)
      if (leave !== null) {
        const summary = `${whose}${leave.reason}`
        const key = `leave-${doctor.id}-${day}`
        return [{ ...dayBounds(day, timeZone), key, summary, location: null, isBusy: true }]
      }
      const worked = workingSpans(day, hours, leaves, timeZone).map((span) => ({
        startsAt: span.startsAt,
        endsAt: span.endsAt,
        key: `hours-${doctor.id}-${span.startsAt}`,
        summary: nameOf(doctor),
        location: span.locationId === null ? null : (roomNames.get(span.locationId) ?? null),
        isBusy: false,
      }))
      const away = absencesOn(day, leaves, timeZone).map(({ startsAt, endsAt, reason }) => ({
        startsAt,
        endsAt,
        key: `absence-${doctor.id}-${startsAt}`,
        summary: `${whose}${reason}`,
        location: null,
        isBusy: true,
      }))
      return [...worked, ...away]
    })
    const booked = (bookings.get(doctor.id) ?? []).map((booking) => ({
      startsAt: booking.startsAt,
      endsAt: booking.endsAt,
      key: `booking-${booking.id}`,
      summary: `${whose}${[booking.serviceName, ...(withNames ? [nameOf(booking)] : [])].join(', ')}`,
      location: booking.locationName,
      isBusy: true,
    }))
    return [...planned, ...booked]
  })
  const [only] = doctors
  const title =
    practitionerId === null || only === undefined ? clinic.name : `${nameOf(only)}, ${clinic.name}`
  const text = calendarFile({ name: title, stampedAt: desk.now() }, events)
  return { name: calendarFileName(title), bytes: new TextEncoder().encode(text) }
}

/** Notes in the audit trail that the schedule was given away, and whether with patients' names. */
export async function noteFeed(desk: Desk, { practitionerId, withNames }: FeedWish): Promise<void> {
  await desk.write('schedule.feed', async (unit) =>
    unit.note('calendarFeed', {
      which: practitionerId ?? 'all',
      names: withNames ? 'with' : 'without',
    }),
  )
}

const keptShape = z.array(feedInput.extend({ path: z.string() }))

/** A file of this workstation that is written again whenever the schedule changes. */
export type KeptFeed = z.infer<typeof keptShape>[number]

const settingKey = 'calendarFiles'

export async function listKeptFeeds(desk: Pick<Desk, 'read'>): Promise<KeptFeed[]> {
  const rows = await listWorkstationSettings(desk.read)
  const stored = rows.find(({ key }) => key === settingKey)
  return stored === undefined ? [] : keptShape.parse(JSON.parse(stored.value))
}

/** From now on the file at that path is kept current; a path has one calendar. */
export async function keepFeed(desk: Desk, kept: KeptFeed): Promise<void> {
  const others = (await listKeptFeeds(desk)).filter(({ path }) => path !== kept.path)
  await desk.write('schedule.keepFeed', async (unit) => {
    await keepWorkstationSetting(unit.db, settingKey, JSON.stringify([...others, kept]))
  })
}

/** The file is left as it is, and written no more. */
export async function forgetFeed(desk: Desk, path: string): Promise<void> {
  const others = (await listKeptFeeds(desk)).filter((one) => one.path !== path)
  await desk.write('schedule.forgetFeed', async (unit) => {
    await keepWorkstationSetting(unit.db, settingKey, JSON.stringify(others))
  })
}

/**
 * Writes every kept file anew, whole or not at all. One that cannot be written (a stick that was taken
 * out, a doctor who left) is told to `failed` and keeps nobody from the others.
 */
export async function writeKeptFeeds(desk: Desk, failed: (error: unknown) => void): Promise<void> {
  for (const { path, ...wish } of await listKeptFeeds(desk)) {
    try {
      const { bytes } = await renderFeed(desk, wish)
      const half = `${path}.part`
      writeFileSync(half, bytes, { flush: true })
      renameSync(half, path)
    } catch (error) {
      failed(error)
    }
  }
}
