/**
 * Patients of another program as FHIR R4 resources: a Patient, a Bundle, or a resource on each line (the
 * NDJSON of FHIR's bulk data). They become the rows that a CSV file would have given.
 */
import * as z from 'zod'
import { documentKindOf } from '../fhir/people.rules.ts'
import { ClinicError } from '../shared/errors.ts'
import { type ImportColumn, importColumns } from './import-columns.rules.ts'

/** A field that is not what FHIR says it is counts as not given: one wrong field costs no patient. */
const text = z.string().optional().catch(undefined)
const listOf = <Shape extends z.ZodType>(shape: Shape) => z.array(shape).optional().catch(undefined)
const concept = z
  .object({ coding: listOf(z.object({ code: text })), text })
  .optional()
  .catch(undefined)

const patientShape = z.object({
  resourceType: z.literal('Patient'),
  name: listOf(z.object({ use: text, family: text, given: listOf(z.string()), text })),
  gender: text,
  birthDate: text,
  telecom: listOf(z.object({ system: text, value: text })),
  address: listOf(
    z.object({
      text,
      line: listOf(z.string()),
      city: text,
      state: text,
      postalCode: text,
      country: text,
    }),
  ),
  identifier: listOf(z.object({ type: concept, value: text })),
  communication: listOf(z.object({ language: concept })),
})

type FhirPatient = z.infer<typeof patientShape>

const bundleShape = z.object({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.object({ resource: z.unknown().optional() })),
})

const anyResource = z.object({ resourceType: z.string() })

export interface FhirRow {
  /** The entry of the bundle, or the line of the file; the first is 1. */
  line: number
  fields: Partial<Record<ImportColumn, string>>
}

export interface FhirFile {
  rows: FhirRow[]
  /** The columns in which something stands. */
  columns: ImportColumn[]
  /** Kinds of resources that are no patients. */
  ignored: string[]
}

/** Whether a file's text is JSON and so no table. */
export function looksLikeFhir(content: string): boolean {
  return content.trimStart().startsWith('{')
}

/** The patients of a file. Throws `file-unreadable` (`no-fhir`) for JSON that is no FHIR. */
export function readFhirPatients(content: string): FhirFile {
  const rows: FhirRow[] = []
  const ignored = new Set<string>()
  for (const { line, resource } of resourcesOf(content)) {
    const patient = patientShape.safeParse(resource)
    if (patient.success) rows.push({ line, fields: fieldsOf(patient.data) })
    else ignored.add(anyResource.safeParse(resource).data?.resourceType ?? '?')
  }
  const columns = importColumns.filter((column) =>
    rows.some(({ fields }) => fields[column] !== undefined),
  )
  return { rows, columns, ignored: [...ignored] }
}

function resourcesOf(content: string): { line: number; resource: unknown }[] {
  const whole = parsed(content)
  if (whole === null) return linesOf(content)
  const bundle = bundleShape.safeParse(whole)
  if (bundle.success) {
    return bundle.data.entry.map(({ resource }, index) => ({ line: index + 1, resource }))
  }
  if (!anyResource.safeParse(whole).success) throw noFhir()
  return [{ line: 1, resource: whole }]
}

function linesOf(content: string): { line: number; resource: unknown }[] {
  return content.split(/\r\n|\n|\r/).flatMap((text, index) => {
    if (text.trim() === '') return []
    const resource = parsed(text)
    if (!anyResource.safeParse(resource).success) throw noFhir()
    return [{ line: index + 1, resource }]
  })
}

/** Null for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const noFhir = () => new ClinicError('file-unreadable', { reason: 'no-fhir' })

function fieldsOf(patient: FhirPatient): FhirRow['fields'] {
  const name = nameOf(patient)
  const telecom = (wanted: string) =>
    (patient.telecom ?? []).flatMap(({ system, value }) =>
      system === wanted && value !== undefined ? [value] : [],
    )
  const document = documentOf(patient)
  const [address] = patient.address ?? []
  const [language] = patient.communication ?? []
  const fields: Record<ImportColumn, string | undefined> = {
    family: name?.family,
    given: name?.given?.[0],
    patronymic: name?.given?.slice(1).join(' '),
    sex: patient.gender,
    born_on: patient.birthDate,
    phone: telecom('phone').join(' | '),
    email: telecom('email')[0],
    address: address === undefined ? undefined : addressOf(address),
    document_kind: document?.kind,
    document_number: document?.number,
    language: language?.language?.coding?.[0]?.code ?? language?.language?.text,
    // FHIR keeps consents in resources of their own; what was agreed to elsewhere binds nobody here.
    consent_on: undefined,
  }
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
}

/** The official name, else the one in use, else the first. */
function nameOf({ name: names = [] }: FhirPatient) {
  const withUse = (use: string) => names.find((one) => one.use === use)
  const name = withUse('official') ?? withUse('usual') ?? names[0]
  if (name?.family !== undefined || name?.text === undefined) return name
  // Some programs know a name as a whole only: its last word is then the family's.
  const words = name.text.trim().split(/\s+/)
  return { ...name, family: words.at(-1), given: words.slice(0, -1) }
}

type Address = NonNullable<FhirPatient['address']>[number]

function addressOf({ text: whole, line = [], city, state, postalCode, country }: Address): string {
  if (whole !== undefined) return whole
  return [...line, city, state, postalCode, country].filter((part) => part !== undefined).join(', ')
}

/** The first identifier that is a document as we know them. */
function documentOf({ identifier = [] }: FhirPatient): { kind: string; number: string } | null {
  for (const { type, value } of identifier) {
    const kind = documentKindOf(type?.text ?? null, type?.coding?.[0]?.code ?? null)
    if (kind !== null && value !== undefined) return { kind, number: value }
  }
  return null
}
