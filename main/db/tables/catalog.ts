/** What the clinic offers, with what, for how much. */

export interface ServiceCategoryRow {
  id: string
  /** Of a subcategory: the category that it is in. */
  parentId: string | null
  name: string
  position: number
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface HealthcareServiceRow {
  id: string
  categoryId: string
  code: string
  name: string
  durationMinutes: number
  priceMinor: number
  preparation: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PractitionerServiceRow {
  id: string
  practitionerId: string
  serviceId: string
  /** Where the service is offered; null wherever the practitioner works. */
  locationId: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A machine or instrument that bookings claim; stands in a room, or goes where it is needed. */
export interface EquipmentRow {
  id: string
  name: string
  kind: string | null
  locationId: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** One thing that a service claims beside the doctor. */
export interface ServiceNeedRow {
  id: string
  serviceId: string
  target: 'room' | 'equipment'
  /** Any of this kind; null where `resourceIds` names them. */
  kind: string | null
  /** JSON list: one of these. */
  resourceIds: string
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PriceListRow {
  id: string
  name: string
  /** `everyone`, or those alone who have a coverage. */
  audience: 'everyone' | 'covered'
  validFrom: string
  validTo: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface ServicePriceRow {
  id: string
  priceListId: string
  serviceId: string
  priceMinor: number
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A patient who pays by a price list, as an insurer's do. */
export interface CoverageRow {
  id: string
  patientId: string
  priceListId: string
  policyNumber: string | null
  validFrom: string
  validTo: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface ServicePackageRow {
  id: string
  code: string
  name: string
  priceMinor: number
  validFrom: string
  validTo: string | null
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}

export interface PackagePartRow {
  id: string
  packageId: string
  serviceId: string
  quantity: number
  archivedAt: string | null
  version: number
  createdAt: string
  updatedAt: string
}
