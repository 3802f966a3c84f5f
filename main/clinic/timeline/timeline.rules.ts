/** One line of time a patient: what happened, the latest first, of every kind that a person may read. */
import type { Permission } from '../shared/permissions.ts'

export const timelineKinds = [
  'visit',
  'result',
  'prescription',
  'referral',
  'certificate',
  'document',
] as const

export type TimelineKind = (typeof timelineKinds)[number]

/** Who may see entries of a kind; bookings are everyone's, what was written in them is not. */
export const timelinePermissions: Record<TimelineKind, Permission> = {
  visit: 'appointments.read',
  result: 'labs.read',
  prescription: 'record.read',
  referral: 'referrals.read',
  certificate: 'record.read',
  document: 'documents.read',
}

export interface TimelinePlace {
  at: string
  id: string
}

/** The latest first; entries of one instant by their ids, so that a page ends at one place. */
export function laterFirst(one: TimelinePlace, other: TimelinePlace): number {
  if (one.at !== other.at) return one.at > other.at ? -1 : 1
  return one.id > other.id ? -1 : 1
}

/** Entries on one page. */
export const pageSize = 40
