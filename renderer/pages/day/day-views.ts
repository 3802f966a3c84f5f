/** The saved views of the day board: whose columns a person wants to see, one digit each. */
import type { DayView } from '../../../main/clinic/preferences/preferences.input.ts'
import type { Doctor } from './board-model.ts'

/** What of a view decides who has a column; its name does not. */
type DayFilter = Omit<DayView, 'name'>

/** As many as there are digits. */
export const mostDayViews = 9

/** Leaves nobody out. */
export const everyone: DayFilter = { specialties: [], practitionerIds: [], locationIds: [] }

/** The views of who has saved none: everyone, and each specialty; a digit stays free for a first own one. */
export function usualViews(
  doctors: readonly Pick<Doctor, 'specialty'>[],
  everyoneName: string,
): DayView[] {
  const specialties = new Set(doctors.flatMap(({ specialty }) => specialty ?? []))
  return [
    { name: everyoneName, ...everyone },
    ...[...specialties].map((name) => ({ ...everyone, name, specialties: [name] })),
  ].slice(0, mostDayViews - 1)
}

/** The rooms in which each doctor is that day: those of the hours, and those of the bookings. */
export function roomsOfDay({
  practitioners,
  appointments,
}: {
  practitioners: readonly { id: string; spans: readonly { locationId: string | null }[] }[]
  appointments: readonly { practitioner: { id: string }; location: { id: string } | null }[]
}): Map<string, Set<string>> {
  const rooms = new Map<string, Set<string>>()
  const add = (doctorId: string, locationId: string | null) => {
    if (locationId === null) return
    const known = rooms.get(doctorId) ?? new Set()
    rooms.set(doctorId, known.add(locationId))
  }
  for (const { id, spans } of practitioners) {
    for (const { locationId } of spans) add(id, locationId)
  }
  for (const { practitioner, location } of appointments) add(practitioner.id, location?.id ?? null)
  return rooms
}

/** Whether a doctor who is in these rooms has a column: one of each kind that the view names. */
export function isInView(
  doctor: Pick<Doctor, 'id' | 'specialty'>,
  { specialties, practitionerIds, locationIds }: DayFilter,
  rooms: ReadonlySet<string> = new Set(),
): boolean {
  const { id, specialty } = doctor
  return (
    (specialties.length === 0 || (specialty !== null && specialties.includes(specialty))) &&
    (practitionerIds.length === 0 || practitionerIds.includes(id)) &&
    (locationIds.length === 0 || locationIds.some((room) => rooms.has(room)))
  )
}
