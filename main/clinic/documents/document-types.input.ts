/** What an administrator may send about types of documents. */
import * as z from 'zod'
import { idInput, versionInput } from '../shared/inputs.ts'
import { languages } from '../shared/languages.ts'
import { roles } from '../shared/permissions.ts'
import { hasControlCharacters } from '../shared/text.ts'
import { definitionProblems, fieldKinds, routeActions } from './document-types.rules.ts'

function localText(maximum: number) {
  const text = z
    .string()
    .max(maximum)
    .refine((words) => !hasControlCharacters(words, { multiLine: true }), 'control-characters')
    .transform((words) => words.normalize('NFC'))
  return z.partialRecord(z.enum(languages), text)
}

const fieldInput = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  kind: z.enum(fieldKinds),
  label: localText(200),
  required: z.boolean(),
  choices: z.array(localText(200)).max(50),
})

const actorInput = z.union([
  z.object({ author: z.literal(true) }),
  z.object({ role: z.enum(roles) }),
  z.object({ practitionerId: idInput }),
])

const stepInput = z.object({
  action: z.enum(routeActions),
  by: actorInput,
  dueDays: z.number().int().min(0).max(365).nullable(),
})

/** A whole type; also how one that is kept is read back. */
export const definitionShape = z.object({
  name: localText(200),
  fields: z.array(fieldInput).max(60),
  form: z.object({
    title: localText(200),
    text: localText(20_000),
    signatureLines: z.array(localText(200)).max(8),
  }),
  route: z.array(stepInput).min(2).max(12),
  retention: z.object({
    years: z.number().int().min(1).max(150).nullable(),
    from: z.string().min(1).max(40),
  }),
  isMedical: z.boolean(),
  needsPatient: z.boolean(),
})

const definitionInput = definitionShape.superRefine((definition, context) => {
  for (const problem of definitionProblems(definition)) {
    context.addIssue({ code: 'custom', message: problem, path: [] })
  }
})

export const addDocumentTypeInput = z.object({ definition: definitionInput })

export const updateDocumentTypeInput = z.object({
  id: idInput,
  version: versionInput,
  definition: definitionInput,
})

export const archiveDocumentTypeInput = z.object({
  id: idInput,
  version: versionInput,
  archived: z.boolean(),
})

export type AddDocumentType = z.infer<typeof addDocumentTypeInput>
export type UpdateDocumentType = z.infer<typeof updateDocumentTypeInput>
export type ArchiveDocumentType = z.infer<typeof archiveDocumentTypeInput>
