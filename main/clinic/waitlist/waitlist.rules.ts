/** Decisions about the waitlist: whom a time would suit, and who is asked first. */
import { isoWeekday } from '../shared/days.ts'

export const partsOfDay = ['morning', 'afternoon', 'evening'] as const
export type PartOfDay = (typeof partsOfDay)[number]

export const urgencies = ['urgent', 'soon', 'routine'] as const
export type Urgency = (typeof urgencies)[number]

/** Wall times from and until: a part of the day begins within them. */
export const partBounds: Record<PartOfDay, { from: string; to: string }> = {
  morning: { from: '00:00', to: '12:00' },
  afternoon: { from: '12:00', to: '17:00' },
  evening: { from: '17:00', to: '24:00' },
}

export interface Wish {
  practitionerId: string | null
  weekdays: readonly number[]
  partOfDay: PartOfDay | null
  fromDay: string
  toDay: string | null
}

export interface OfferedTime {
  practitionerId: string
  day: string
  /** Wall time. */
  localTime: string
}

/** Whether a time is what the patient would come for: doctor, day, weekday and part of the day. */
export function suits(wish: Wish, time: OfferedTime): boolean {
  const { practitionerId, weekdays, partOfDay, fromDay, toDay } = wish
  if (practitionerId !== null && practitionerId !== time.practitionerId) return false
  if (time.day < fromDay || (toDay !== null && time.day > toDay)) return false
  if (weekdays.length > 0 && !weekdays.includes(isoWeekday(time.day))) return false
  if (partOfDay === null) return true
  const { from, to } = partBounds[partOfDay]
  return time.localTime >= from && time.localTime < to
}

export interface Ranked {
  urgency: Urgency
  practitionerId: string | null
  createdAt: string
  /** What was said about this very time so far, the latest last. */
  answers: readonly string[]
}

/**
 * The order in which they are asked: who has said yes or is thinking, then the more urgent, then who
 * waits for this doctor and no other, then who waits longest. Who declined the time is last.
 */
export function inAskingOrder<Entry extends Ranked>(entries: readonly Entry[]): Entry[] {
  const place = (entry: Entry) => {
    const last = entry.answers.at(-1)
    return [
      last === 'declined' ? 2 : last === 'accepted' || last === 'thinking' ? 0 : 1,
      urgencies.indexOf(entry.urgency),
      entry.practitionerId === null ? 1 : 0,
    ]
  }
  return entries.toSorted((a, b) => {
    const ofB = place(b)
    const first = place(a)
      .map((rank, index) => rank - (ofB[index] ?? 0))
      .find((rank) => rank !== 0)
    return first ?? (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0)
  })
}
