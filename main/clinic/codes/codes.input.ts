/** What a caller may send about code lists. */
import * as z from 'zod'
import { idInput, lineInput, optionalLine, versionInput } from '../shared/inputs.ts'
import { hasControlCharacters } from '../shared/text.ts'

/** ICD-11 with its names in one language is about ten. */
export const largestCodeListBytes = 60 * 1024 * 1024

const file = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes.length <= largestCodeListBytes, 'too-large')

export const previewCodeListInput = z.object({ file })

export const importCodeListInput = z.object({
  file,
  title: lineInput(200),
  url: optionalLine(500),
  release: optionalLine(100),
})

export const archiveCodeListInput = z.object({
  id: idInput,
  version: versionInput,
  archived: z.boolean(),
})

export const searchCodesInput = z.object({
  query: z
    .string()
    .max(200)
    .refine((text) => !hasControlCharacters(text), 'control-characters'),
  limit: z.number().int().min(1).max(50),
})

export interface FhirConcept {
  code: string
  display?: string | undefined
  designation?: { language?: string | undefined; value: string }[] | undefined
  concept?: FhirConcept[] | undefined
}

const fhirConcept: z.ZodType<FhirConcept> = z.object({
  code: z.string(),
  display: z.string().optional(),
  designation: z.array(z.object({ language: z.string().optional(), value: z.string() })).optional(),
  get concept() {
    return z.array(fhirConcept).optional()
  },
})

/** A FHIR R4 CodeSystem (https://hl7.org/fhir/R4/codesystem.html), as far as it is read. */
export const codeSystemInput = z.object({
  resourceType: z.literal('CodeSystem'),
  url: z.string().optional(),
  version: z.string().optional(),
  name: z.string().optional(),
  title: z.string().optional(),
  language: z.string().optional(),
  concept: z.array(fhirConcept),
})

/** The content of a list as it goes from desk to desk. */
export const packedConceptsInput = z.array(z.tuple([z.string(), z.string()]))

export type ImportCodeList = z.infer<typeof importCodeListInput>
export type ArchiveCodeList = z.infer<typeof archiveCodeListInput>
export type SearchCodes = z.infer<typeof searchCodesInput>
