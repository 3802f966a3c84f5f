/** The clinic itself: its rooms, its people, how they sign in and what they chose. */

export interface OrganizationRow {
  id: string
  name: string
  legalName: string | null
  country: string
  language: string
  currency: string
  timeZone: string
  address: string | null
  phone: string | null
  email: string | null
  taxId: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface SettingRow {
  id: string
  value: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface LocationRow {
  id: string
  name: string
  /** What the room is for, in the clinic's own word. */
  kind: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PractitionerRow {
  id: string
  family: string
  given: string
  patronymic: string | null
  roles: string
  specialty: string | null
  email: string | null
  phone: string | null
  language: string
  /** Who signs this one's visits as well; null for who needs nobody. */
  supervisorId: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface CredentialRow {
  id: string
  practitionerId: string
  login: string
  passwordHash: string
  passwordChangedAt: string
  mustChange: number
  version: number
  createdAt: string
  updatedAt: string
}

/** A passphrase that was given at a workstation, and what came of it. */
export interface SignInRow {
  id: string
  /** Null when nobody has the login; what was typed is not kept, it may be a passphrase. */
  practitionerId: string | null
  outcome: 'accepted' | 'refused' | 'locked'
  method: 'passphrase' | 'pin'
  at: string
  deviceId: string
  version: number
  createdAt: string
  updatedAt: string
}

/** What one person chose for themselves, at every workstation. */
export interface PreferenceRow {
  id: string
  practitionerId: string
  name: string
  /** JSON, in the shape that goes with the name. */
  value: string
  version: number
  createdAt: string
  updatedAt: string
}
