/** What a caller may send about relatives, guardians and payers, and about notes. */
import * as z from 'zod'
import { idInput, optionalLine, textInput, versionInput } from '../shared/inputs.ts'
import { normalizePhone } from './phones.rules.ts'

/** What the relative is to the patient (FHIR RelatedPerson.relationship, the clinic's own short list). */
export const relationships = [
  'mother',
  'father',
  'guardian',
  'spouse',
  'child',
  'sibling',
  'grandparent',
  'other',
] as const

const relationFields = {
  /** Another patient; null for somebody of whom only name and phone are known. */
  relativeId: idInput.nullable(),
  relationship: z.enum(relationships),
  name: optionalLine(200),
  phone: optionalLine(40).refine(
    (phone) => phone === null || normalizePhone(phone) !== null,
    'phone',
  ),
  isGuardian: z.boolean(),
  isPayer: z.boolean(),
}

interface Named {
  relativeId: string | null
  name: string | null
}

/** A person is a patient or has a name. */
function requireName({ relativeId, name }: Named, context: z.RefinementCtx): void {
  if (relativeId !== null || name !== null) return
  context.addIssue({ code: 'custom', path: ['name'], message: 'required' })
}

export const addRelativeInput = z
  .object({ patientId: idInput, ...relationFields })
  .superRefine(requireName)

export const updateRelativeInput = z
  .object({ id: idInput, version: versionInput, ...relationFields })
  .superRefine(requireName)

/** Takes a relative or a note off the record, or puts it back. */
export const archiveRelativeInput = z.object({
  id: idInput,
  version: versionInput,
  archived: z.boolean(),
})

const noteFields = {
  text: textInput(2000).refine((text) => text.trim() !== '', 'required'),
  /** Whether it must be seen before anything is done with the patient. */
  isAlert: z.boolean(),
}

export const addNoteInput = z.object({ patientId: idInput, ...noteFields })

export const updateNoteInput = z.object({ id: idInput, version: versionInput, ...noteFields })

export const patientIdInput = z.object({ patientId: idInput })

export type AddRelative = z.infer<typeof addRelativeInput>
export type UpdateRelative = z.infer<typeof updateRelativeInput>
export type ArchiveRow = z.infer<typeof archiveRelativeInput>
export type AddNote = z.infer<typeof addNoteInput>
export type UpdateNote = z.infer<typeof updateNoteInput>
