/** Who may do what: the one permission matrix, as data. */
export const roles = ['administrator', 'receptionist', 'doctor', 'nurse', 'cashier'] as const

export type Role = (typeof roles)[number]

/** Whether a word is one of the five roles. */
export function isRole(word: string): word is Role {
  return (roles as readonly string[]).includes(word)
}

const everyone: readonly Role[] = roles
const frontDesk: readonly Role[] = ['administrator', 'receptionist']
const clinicians: readonly Role[] = ['doctor', 'nurse']
const till: readonly Role[] = ['administrator', 'receptionist', 'cashier']

/** Each permission and the roles that hold it. */
export const permissionMatrix = {
  'patients.read': everyone,
  'patients.write': [...frontDesk, ...clinicians],
  'patients.archive': frontDesk,
  'patients.import': frontDesk,
  // Making one of two records, and taking that back.
  'patients.merge': frontDesk,
  'patients.export': frontDesk,
  'cards.read': ['administrator', 'receptionist', 'doctor', 'nurse'],
  'cards.write': ['receptionist', 'doctor', 'nurse'],
  'cards.decide': ['doctor'],
  'appointments.read': everyone,
  'appointments.book': [...frontDesk, ...clinicians],
  // Setting a booking over another one, knowing of it.
  'appointments.overbook': [...frontDesk, 'doctor'],
  'appointments.steps': [...frontDesk, ...clinicians, 'cashier'],
  'appointments.cancel': [...frontDesk, 'doctor'],
  'visits.read': ['doctor', 'nurse'],
  'visits.write': ['doctor'],
  // Writing into a visit before its doctor signs it; a nurse into any, a doctor into their own.
  'visits.draft': clinicians,
  'certificates.issue': ['doctor'],
  'templates.read': ['administrator', ...clinicians],
  // Allergies and medicines, in words of their own.
  'record.read': clinicians,
  'record.write': clinicians,
  // The whole record as a file: it goes where the clinic no longer watches over it.
  'record.export': ['doctor'],
  'prescriptions.issue': ['doctor'],
  'referrals.read': ['administrator', 'receptionist', 'doctor', 'nurse'],
  'referrals.issue': ['doctor'],
  // Sending one on, and keeping what came back.
  'referrals.handle': ['receptionist', 'doctor', 'nurse'],
  'labs.read': clinicians,
  'labs.order': ['doctor'],
  'labs.collect': clinicians,
  // Results by hand, files of a laboratory, and saying whose results are of whom none said so plainly.
  'labs.enter': clinicians,
  'labs.review': ['doctor'],
  'billing.read': till,
  'billing.invoice': till,
  'billing.take': ['receptionist', 'cashier'],
  'billing.refund': ['administrator', 'cashier', 'receptionist'],
  'documents.read': everyone,
  // Beginning documents, and doing in them what their route gives to somebody.
  'documents.write': everyone,
  // Ending documents whose time of keeping is over.
  'documents.dispose': ['administrator'],
  // Files of patients and visits: scans, pictures, letters from outside.
  'files.read': ['administrator', 'receptionist', 'doctor', 'nurse'],
  'files.write': ['administrator', 'receptionist', 'doctor', 'nurse'],
  // Each person's own alone: what was asked of them or of their role, and what they asked for.
  'tasks.work': everyone,
  'notifications.read': frontDesk,
  'notifications.resend': frontDesk,
  'catalog.read': everyone,
  'catalog.write': ['administrator'],
  'schedule.read': everyone,
  'schedule.write': ['administrator'],
  // Keeping time free of bookings, with a reason.
  'schedule.block': [...frontDesk, 'doctor'],
  'staff.read': everyone,
  'staff.write': ['administrator'],
  'settings.write': ['administrator'],
  'audit.read': ['administrator'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissionMatrix

/** Whether any of a person's roles holds the permission. */
export function may(held: readonly string[], permission: Permission): boolean {
  const allowed: readonly string[] = permissionMatrix[permission]
  return held.some((role) => allowed.includes(role))
}
