/** The text of a visit while it is written: what may be typed, and what is taken over from before. */
import { longestCode } from '../../../main/clinic/codes/codes.rules.ts'
import { fixLayout } from '../../../main/clinic/patients/search.rules.ts'
import { hasControlCharacters } from '../../../main/clinic/shared/text.ts'
import {
  diagnosisLine,
  givenDiagnoses,
  isBlank,
} from '../../../main/clinic/visits/diagnoses.rules.ts'
import {
  longestText,
  type VisitContent,
  type VisitSection,
} from '../../../main/clinic/visits/visits.rules.ts'

/** What can be taken over from an earlier visit; what was measured then is not of today. */
export const copiedParts = [
  'reason',
  'complaint',
  'history',
  'findings',
  'sections',
  'diagnoses',
  'plan',
] as const

export type CopiedPart = (typeof copiedParts)[number]

/** Whether a part of a visit says nothing. */
export function isPartEmpty(content: VisitContent, part: CopiedPart): boolean {
  if (part === 'diagnoses') return content.diagnoses.every(isBlank)
  if (part === 'sections') return content.sections.every(({ text }) => text.trim() === '')
  return content[part].trim() === ''
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

/** Adds an earlier part to a visit: in the place of nothing, else below what stands there. */
export function takeOver(
  content: VisitContent,
  part: CopiedPart,
  earlier: VisitContent,
): VisitContent {
  if (isPartEmpty(earlier, part)) return content
  if (part === 'diagnoses') return takeDiagnoses(content, earlier)
  if (part === 'sections') return takeSections(content, earlier)
  return { ...content, [part]: joinTexts(content[part], earlier[part], longestText[part]) }
}

function joinTexts(now: string, earlier: string, longest: number): string {
  const before = now.trimEnd()
  return (before === '' ? earlier : `${before}\n${earlier}`).slice(0, longest)
}

/** Those that are not there yet, behind those that are. */
function takeDiagnoses(content: VisitContent, earlier: VisitContent): VisitContent {
  const given = givenDiagnoses(content.diagnoses)
  const isThere = (one: { code: string | null; text: string }) =>
    given.some(({ code, text }) => (one.code === null ? text === one.text : code === one.code))
  const added = givenDiagnoses(earlier.diagnoses).filter((one) => !isThere(one))
  return { ...content, diagnoses: [...given, ...added] }
}

/** By their titles; what this visit does not ask for comes along as it was. */
function takeSections(content: VisitContent, earlier: VisitContent): VisitContent {
  const given = earlier.sections.filter(({ text }) => text.trim() !== '')
  const sections: VisitSection[] = content.sections.map((section) => {
    const same = given.find(({ title }) => title === section.title)
    if (same === undefined) return section
    return { ...section, text: joinTexts(section.text, same.text, longestSection) }
  })
  const added = given.filter(({ title }) => !sections.some((one) => one.title === title))
  return { ...content, sections: [...sections, ...added] }
}

/** The longest text of a section and of a diagnosis that the service takes. */
export const longestSection = 20_000

export const longestDiagnosis = 2000

/** Fills the parts that are still empty with an earlier visit's; written text stays as it is. */
export function takeOverAll(content: VisitContent, earlier: VisitContent): VisitContent {
  return copiedParts
    .filter((part) => isPartEmpty(content, part))
    .reduce((taken, part) => takeOver(taken, part, earlier), content)
}

/** The main diagnosis in one line, for an order. */
export function diagnosisOf({ diagnoses }: Pick<VisitContent, 'diagnoses'>): string {
  const [main] = givenDiagnoses(diagnoses)
  return main === undefined ? '' : diagnosisLine(main)
}
