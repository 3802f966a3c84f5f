/** What a caller may send about patients. */
import * as z from 'zod'
import {
  dayInput,
  idInput,
  lineInput,
  optionalLine,
  optionalText,
  versionInput,
} from '../shared/inputs.ts'
import { languages } from '../shared/languages.ts'
import { consentPurposes } from './consents.input.ts'
import { importColumns } from './import-columns.rules.ts'
import { exportSeparators } from './export.rules.ts'
import { documentKinds, documentProblem } from './identity.rules.ts'
import { longestName } from './patients.rules.ts'
import { normalizePhone } from './phones.rules.ts'

export const sexes = ['female', 'male', 'other', 'unknown'] as const
export const phoneUses = ['mobile', 'home', 'work'] as const
/** How a patient wants to be reached; `none` is by nothing at all. */
export const contactChannels = ['phone', 'email', 'none'] as const

export const consentMethods = ['paper', 'electronic', 'oral'] as const

/** Nobody alive was born before; an earlier day is a slip. */
const earliestBirth = '1900-01-01'

/** A day of the past; that it is not in the future needs the clock, and the service looks. */
const pastDayInput = dayInput.refine((day) => day >= earliestBirth, 'day-too-early')

const phoneInput = z.object({
  use: z.enum(phoneUses),
  value: lineInput(40).refine((phone) => normalizePhone(phone) !== null, 'phone'),
})

const documentInput = z
  .object({ kind: z.enum(documentKinds), number: lineInput(60) })
  .superRefine(({ kind, number }, context) => {
    const problem = documentProblem(kind, number)
    if (problem !== null) context.addIssue({ code: 'custom', path: ['number'], message: problem })
  })

const personFields = {
  family: lineInput(longestName),
  given: lineInput(longestName),
  patronymic: optionalLine(longestName),
  sex: z.enum(sexes),
  /** Null while nobody knows it. */
  bornOn: pastDayInput.nullable(),
  phones: z.array(phoneInput).max(5),
  email: z.email().max(200).nullable(),
  address: optionalLine(500),
  document: documentInput.nullable(),
  language: z.enum(languages),
  note: optionalText(2000),
  contactChannel: z.enum(contactChannels).default('phone'),
  /** Whether the patient asked for peace: nothing but what is about a booking of theirs. */
  doNotDisturb: z.boolean().default(false),
}

export const personInput = z.object(personFields)

const consentFields = {
  /** Which text was agreed to, as the clinic names it. */
  textVersion: lineInput(60),
  givenOn: pastDayInput,
  method: z.enum(consentMethods),
}

export const registerPatientInput = z.object({
  ...personFields,
  consent: z.object(consentFields),
  /** Whether an empty medical card is opened at once. */
  withCard: z.boolean(),
})

export const updatePatientInput = z.object({
  id: idInput,
  version: versionInput,
  ...personFields,
})

/** Puts a patient away, or takes one back. */
export const archivePatientInput = z.object({
  id: idInput,
  version: versionInput,
  archived: z.boolean(),
})

export const recordConsentInput = z.object({
  patientId: idInput,
  purpose: z.enum(consentPurposes),
  ...consentFields,
})

/** Asked while someone types, so every field may still be empty or half there. */
export const findDuplicatesInput = z.object({
  family: optionalLine(longestName),
  given: optionalLine(longestName),
  patronymic: optionalLine(longestName),
  bornOn: dayInput.nullable(),
  phones: z.array(z.object({ use: z.enum(phoneUses), value: optionalLine(40) })).max(5),
  document: z.object({ kind: z.enum(documentKinds), number: optionalLine(60) }).nullable(),
  /** The patient whose own record is being changed. */
  exceptId: idInput.nullable(),
})

export const patientInput = z.object({ id: idInput })

export const searchPatientsInput = z.object({
  query: z.string().max(200),
  /** Whether those who were put away are found as well. */
  withArchived: z.boolean().default(false),
  limit: z.number().int().min(1).max(50).default(12),
})

/** The largest file that is read: some 100,000 patients. */
export const largestImportBytes = 20 * 1024 * 1024

const importFields = {
  csv: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= largestImportBytes, 'too-large'),
  /** What stands at each place of the file; null where its own header says so. */
  mapping: z.array(z.enum(importColumns).nullable()).max(200).nullable().default(null),
}

/** So many lines at most are left out one by one; a list of more look-alikes is no list to import. */
const mostLeftOut = 4_000

export const previewImportInput = z.object(importFields)

export const importInput = z.object({
  ...importFields,
  /** Lines that are not taken, because they look like somebody in the registry. */
  leaveOut: z.array(z.number().int().min(1)).max(mostLeftOut).default([]),
  /** Looks at everything and takes nothing. */
  dryRun: z.boolean().default(false),
})

/** Everybody with an empty query, or those whom it finds. */
export const exportInput = z.object({
  query: z.string().max(200),
  separator: z.enum(exportSeparators),
})

export type ExportPatients = z.infer<typeof exportInput>
export type Person = z.infer<typeof personInput>
export type RegisterPatient = z.infer<typeof registerPatientInput>
export type UpdatePatient = z.infer<typeof updatePatientInput>
export type ArchivePatient = z.infer<typeof archivePatientInput>
export type RecordConsent = z.infer<typeof recordConsentInput>
export type FindDuplicates = z.infer<typeof findDuplicatesInput>
