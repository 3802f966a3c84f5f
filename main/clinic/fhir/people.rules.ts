/** People and the clinic as FHIR R4 Patient, Practitioner and Organization. */
import type {
  OrganizationRow,
  PatientRow,
  PractitionerRow,
  RelatedPersonRow,
} from '../../db/tables.ts'
import { type DocumentKind, isDocumentKind } from '../patients/identity.rules.ts'
import { phoneValues } from '../patients/patient-index.rules.ts'
import { isLanguage } from '../shared/languages.ts'
import { fullName, type HumanName } from '../shared/names.ts'
import {
  coded,
  type FhirFields,
  type FhirResource,
  filled,
  reference,
  resource,
  terminology,
  urn,
  worded,
} from './fhir.rules.ts'

/** The kinds of document that HL7 v2 table 0203 has a word for; the others keep ours alone. */
const identifierTypes: Partial<Record<DocumentKind, string>> = {
  passport: 'PPN',
  'ru-passport': 'PPN',
  'national-id': 'NI',
  rg: 'NI',
  'driving-licence': 'DL',
  'birth-certificate': 'BCT',
  snils: 'SS',
  nir: 'SS',
  cpf: 'TAX',
}

/** What HL7 calls a relative, where it has a word. */
const relationships: Record<string, string> = {
  mother: 'MTH',
  father: 'FTH',
  child: 'CHILD',
  spouse: 'SPS',
  sibling: 'SIB',
  grandparent: 'GRPRNT',
  guardian: 'GUARD',
}

/** The kind that an identifier's type names: our own word first, then HL7's. */
export function documentKindOf(text: string | null, code: string | null): DocumentKind | null {
  if (text !== null && isDocumentKind(text)) return text
  const known = Object.entries(identifierTypes).find(([, type]) => type === code)?.[0]
  return known !== undefined && isDocumentKind(known) ? known : null
}

export interface PatientFacts {
  patient: PatientRow
  cardNumber: string | null
  relatives: readonly (RelatedPersonRow & { relativeName: HumanName | null })[]
  organizationId: string
}

export function fhirPatient(facts: PatientFacts): FhirResource {
  const { patient, organizationId } = facts
  const { bornOn, mergedIntoId, address } = patient
  return resource('Patient', patient.id, {
    identifier: identifiersOf(facts),
    active: patient.archivedAt === null && mergedIntoId === null,
    name: [humanName(patient)],
    telecom: [
      ...phoneValues(patient.phones).map((value) => ({ system: 'phone', value })),
      ...(patient.email === null ? [] : [{ system: 'email', value: patient.email }]),
    ],
    gender: patient.sex,
    birthDate: bornOn,
    address: address === null ? [] : [{ text: address }],
    contact: facts.relatives.map((one) => contactOf(one, patient)),
    communication: [{ language: coded('urn:ietf:bcp:47', patient.language), preferred: true }],
    managingOrganization: reference(organizationId),
    link: mergedIntoId === null ? [] : [{ other: reference(mergedIntoId), type: 'replaced-by' }],
  })
}

function identifiersOf({ patient, cardNumber, organizationId }: PatientFacts): FhirFields[] {
  const { documentKind, documentNumber } = patient
  const found: FhirFields[] = []
  if (cardNumber !== null) {
    found.push({
      use: 'usual',
      type: coded(`${terminology}/v2-0203`, 'MR'),
      system: urn(organizationId),
      value: cardNumber,
      assigner: reference(organizationId),
    })
  }
  if (documentKind !== null && documentNumber !== null) {
    const code = isDocumentKind(documentKind) ? identifierTypes[documentKind] : undefined
    found.push({
      use: 'official',
      type:
        code === undefined
          ? worded(documentKind)
          : coded(`${terminology}/v2-0203`, code, documentKind),
      value: documentNumber,
    })
  }
  return found
}

function humanName(name: HumanName): FhirFields {
  const given = [name.given, name.patronymic ?? ''].filter((part) => part !== '')
  return filled({ use: 'official', family: name.family, given })
}

function contactOf(one: PatientFacts['relatives'][number], patient: PatientRow): FhirFields {
  const language = isLanguage(patient.language) ? patient.language : 'en'
  const text = one.relativeName === null ? (one.name ?? '') : fullName(one.relativeName, language)
  const code = relationships[one.relationship]
  return filled({
    relationship: [
      code === undefined
        ? worded(one.relationship)
        : coded(`${terminology}/v3-RoleCode`, code, one.relationship),
    ],
    name: { text },
    telecom: one.phone === null ? [] : [{ system: 'phone', value: one.phone }],
  })
}

export function fhirPractitioner(row: PractitionerRow): FhirResource {
  const { specialty } = row
  return resource('Practitioner', row.id, {
    active: row.archivedAt === null,
    name: [humanName(row)],
    qualification: specialty === null ? [] : [{ code: worded(specialty) }],
  })
}

export function fhirOrganization(row: OrganizationRow): FhirResource {
  const telecom = [
    { system: 'phone', value: row.phone },
    { system: 'email', value: row.email },
  ]
  return resource('Organization', row.id, {
    identifier:
      row.taxId === null
        ? []
        : [{ type: coded(`${terminology}/v2-0203`, 'TAX'), value: row.taxId }],
    active: true,
    name: row.legalName ?? row.name,
    alias: row.legalName === null ? [] : [row.name],
    telecom: telecom.flatMap(({ system, value }) => (value === null ? [] : [{ system, value }])),
    address: row.address === null ? [] : [{ text: row.address, country: row.country }],
  })
}
