/** Which work lists there are and who works them, apart from their screens: the rail asks before any is opened. */
import type { Permission } from '../../../main/clinic/shared/permissions.ts'

/**
 * The lists in the order of their keys. A name is the list's address below `/lists/` and its text
 * under `lists:name`; its screen and its count stand in work-lists.ts.
 */
const permissionOf = {
  // A doctor's first thing.
  results: 'labs.review',
  specimens: 'labs.collect',
  laboratory: 'labs.enter',
  cosign: 'visits.write',
  cards: 'cards.decide',
  duplicates: 'patients.merge',
  'outside-hours': 'appointments.cancel',
  confirmations: 'appointments.book',
  waitlist: 'appointments.book',
  absences: 'appointments.book',
  scans: 'files.write',
  referrals: 'referrals.read',
  tasks: 'tasks.work',
  'overdue-tasks': 'tasks.work',
} as const satisfies Record<string, Permission>

export type WorkListName = keyof typeof permissionOf

/** The lists that someone works; nobody else sees them. */
export function workListsOf(may: (permission: Permission) => boolean): WorkListName[] {
  const names: WorkListName[] = []
  for (const name of Object.keys(permissionOf)) {
    if (isWorkList(name) && may(permissionOf[name])) names.push(name)
  }
  return names
}

function isWorkList(word: string): word is WorkListName {
  return Object.hasOwn(permissionOf, word)
}
