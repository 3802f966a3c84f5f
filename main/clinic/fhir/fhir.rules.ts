/** What every FHIR R4 resource of ours is made of (https://hl7.org/fhir/R4). */

export type FhirValue = string | number | boolean | FhirValue[] | FhirFields

export interface FhirFields {
  [name: string]: FhirValue
}

export interface FhirResource extends FhirFields {
  resourceType: string
  id: string
}

/** A field that may have nothing in it; FHIR has neither null nor empty lists. */
type Given = FhirValue | null | undefined

/** The fields in which something stands. */
export function filled(fields: Record<string, Given>): FhirFields {
  const kept: FhirFields = {}
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined || value === '') continue
    if (Array.isArray(value) && value.length === 0) continue
    kept[name] = value
  }
  return kept
}

/** A resource without what is not known of it. */
export function resource(
  resourceType: string,
  id: string,
  fields: Record<string, Given>,
): FhirResource {
  return { resourceType, id, ...filled(fields) }
}

/** How the parts of one bundle name each other. */
export const urn = (id: string): string => `urn:uuid:${id}`

export const reference = (id: string): FhirFields => ({ reference: urn(id) })

export const maybeReference = (id: string | null): FhirFields | null =>
  id === null ? null : reference(id)

/** A concept by its code in a system, with the words that a person reads. */
export function coded(system: string, code: string, text: string | null = null): FhirFields {
  return filled({ coding: [filled({ system, code })], text })
}

/** A concept of which there are words only. */
export const worded = (text: string): FhirFields => ({ text })

/** Where HL7's own code systems live. */
export const terminology = 'http://terminology.hl7.org/CodeSystem'

export const loinc = 'http://loinc.org'

/** A bundle of resources that name each other by their URNs; `at` is a UTC instant. */
export function bundleOf(id: string, at: string, resources: readonly FhirResource[]): FhirResource {
  return resource('Bundle', id, {
    type: 'collection',
    timestamp: at,
    entry: resources.map((one) => ({ fullUrl: urn(one.id), resource: one })),
  })
}

/** The ids that resources name, each once. */
export function referencesIn(resources: readonly FhirResource[]): string[] {
  const found = new Set<string>()
  const look = (value: FhirValue): void => {
    if (typeof value !== 'object') return
    if (Array.isArray(value)) return value.forEach(look)
    for (const [name, field] of Object.entries(value)) {
      if (name === 'reference' && typeof field === 'string') found.add(field.replace(urn(''), ''))
      else look(field)
    }
  }
  for (const one of resources) look(one)
  return [...found]
}
