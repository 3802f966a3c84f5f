/** The text of a visit while it is written: what may be typed, and what is taken over from before. */
import { longestCode } from '../../../main/clinic/codes/codes.rules.ts'
import { fixLayout } from '../../../main/clinic/patients/search.rules.ts'
import { hasControlCharacters } from '../../../main/clinic/shared/text.ts'
import type { VisitContent } from '../../../main/clinic/visits/visits.rules.ts'

/** The long texts, in the order in which they are written. */
export const visitFields = ['complaint', 'findings', 'diagnosis', 'plan'] as const

export type VisitField = (typeof visitFields)[number]

/** The longest text of each field that the service takes. */
export const longestText: Record<VisitField, number> = {
  complaint: 20_000,
  findings: 20_000,
  diagnosis: 2_000,
  plan: 20_000,
}

/** Text without the invisible characters that a paste can bring along and that are refused. */
export function typeable(text: string): string {
  const unified = text.replaceAll(/\r\n?/g, '\n')
  if (!hasControlCharacters(unified, { multiLine: true })) return unified
  return [...unified].filter((one) => !hasControlCharacters(one, { multiLine: true })).join('')
}

/** A code as it is typed, in either layout: `ь54.5` is `M54.5`; what no code can hold is left out. */
export function diagnosisCodeOf(typed: string): string {
  const latin = [...typed.replaceAll(/[,ю]/gi, '.')].map((letter) => fixCyrillic(letter)).join('')
  return latin
    .toUpperCase()
    .replaceAll(/[^A-Z0-9.]/g, '')
    .slice(0, longestCode)
}

function fixCyrillic(letter: string): string {
  return /\p{Script=Cyrillic}/u.test(letter) ? fixLayout(letter) : letter
}

/** Adds an earlier text to a field: in the place of nothing, else below what stands there. */
export function takeOver(
  content: VisitContent,
  field: VisitField,
  earlier: VisitContent,
): VisitContent {
  const text = earlier[field]
  if (text.trim() === '') return content
  const before = content[field].trimEnd()
  const joined = (before === '' ? text : `${before}\n${text}`).slice(0, longestText[field])
  const taken = { ...content, [field]: joined }
  return field === 'diagnosis'
    ? { ...taken, diagnosisCode: content.diagnosisCode ?? earlier.diagnosisCode }
    : taken
}

/** Fills the fields that are still empty with an earlier visit's; written text stays as it is. */
export function takeOverAll(content: VisitContent, earlier: VisitContent): VisitContent {
  return visitFields
    .filter((field) => content[field].trim() === '')
    .reduce((taken, field) => takeOver(taken, field, earlier), content)
}
