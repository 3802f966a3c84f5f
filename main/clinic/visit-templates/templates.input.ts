/** What a caller may send about templates and phrases. */
import * as z from 'zod'
import { idInput, lineInput, optionalLine, textInput, versionInput } from '../shared/inputs.ts'
import { mostFields, templatePlaces } from './templates.rules.ts'

const fieldInput = z
  .object({
    place: z.enum(templatePlaces),
    title: optionalLine(100).transform((title) => title ?? ''),
    preset: textInput(4000),
    isRequired: z.boolean(),
  })
  .refine(({ place, title }) => place !== 'section' || title !== '', {
    path: ['title'],
    message: 'required',
  })

/** The fields as they lie in the database. */
export const templateFields = z.array(fieldInput)

export const saveTemplateInput = z.object({
  id: idInput,
  /** Null makes a new one. */
  version: versionInput.nullable(),
  title: lineInput(100),
  /** Null is for every specialty. */
  specialty: optionalLine(100),
  fields: z
    .array(fieldInput)
    .min(1)
    .max(mostFields)
    .refine(
      (fields) =>
        new Set(fields.map(({ place, title }) => `${place} ${title}`)).size === fields.length,
      'field-twice',
    ),
})

export const archiveTemplateInput = z.object({
  id: idInput,
  version: versionInput,
  archived: z.boolean(),
})

export const savePhraseInput = z.object({
  id: idInput,
  /** Null makes a new one. */
  version: versionInput.nullable(),
  /** Of the whole clinic rather than one's own. */
  isShared: z.boolean(),
  name: z.string().regex(/^[\p{L}\p{N}-]{1,30}$/u, 'phrase-name'),
  text: textInput(4000).refine((text) => text.trim() !== '', 'required'),
})

export const archivePhraseInput = z.object({ id: idInput, version: versionInput })

export type SaveTemplate = z.infer<typeof saveTemplateInput>
export type ArchiveTemplate = z.infer<typeof archiveTemplateInput>
export type SavePhrase = z.infer<typeof savePhraseInput>
export type ArchivePhrase = z.infer<typeof archivePhraseInput>
