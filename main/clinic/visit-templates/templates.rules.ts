/** Templates of visits: which fields a specialty writes, what stands there at first, what must be filled in. */
import { type VisitContent, type VisitText, visitTexts } from '../visits/visits.rules.ts'

/** Where a field of a template stands: one of the usual texts, or a section of its own. */
export const templatePlaces = [...visitTexts, 'section'] as const

export type TemplatePlace = (typeof templatePlaces)[number]

export interface TemplateField {
  place: TemplatePlace
  /** Of a section; the usual texts have names of their own. */
  title: string
  /** What stands there at first. */
  preset: string
  isRequired: boolean
}

export const mostFields = 20

export interface Template {
  id: string
  fields: readonly TemplateField[]
}

/** Lays a template over a visit: what is written stays, empty fields get their preset. */
export function applyTemplate(content: VisitContent, { id, fields }: Template): VisitContent {
  const texts: Partial<Record<VisitText, string>> = {}
  // Sections of another template that say nothing go.
  const sections = content.sections.filter(({ text }) => text.trim() !== '')
  for (const { place, title, preset } of fields) {
    if (place !== 'section') {
      if (content[place].trim() === '') texts[place] = preset
    } else if (!sections.some((section) => section.title === title)) {
      sections.push({ title, text: preset })
    }
  }
  return { ...content, ...texts, sections, templateId: id }
}

/** A field that is asked for and empty; its title stands for a section. */
export interface MissingField {
  place: TemplatePlace
  title: string
}

/** What the template of a visit requires and is not filled in. */
export function missingFields(
  content: VisitContent,
  fields: readonly TemplateField[],
): MissingField[] {
  return fields
    .filter((field) => field.isRequired && textAt(content, field).trim() === '')
    .map(({ place, title }) => ({ place, title }))
}

function textAt(content: VisitContent, { place, title }: TemplateField): string {
  if (place !== 'section') return content[place]
  return content.sections.find((section) => section.title === title)?.text ?? ''
}

/** Those of a doctor's own specialty first, then those for everyone, then the others, each by its title. */
export function inOrderFor<Row extends { title: string; specialty: string | null }>(
  templates: readonly Row[],
  specialty: string | null,
): Row[] {
  const own = specialty?.trim().toLowerCase() ?? null
  const rank = (row: Row) => {
    if (row.specialty === null) return 1
    return row.specialty.trim().toLowerCase() === own ? 0 : 2
  }
  return templates.toSorted((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title))
}

/** The word behind the last slash before the caret, as long as it is being typed; null otherwise. */
export function typedPhrase(text: string, caret: number): { from: number; query: string } | null {
  const before = text.slice(0, caret)
  const found = /(?:^|[\s(])\/([\p{L}\p{N}-]{0,30})$/u.exec(before)
  if (found === null) return null
  const query = found[1] ?? ''
  return { from: caret - query.length - 1, query }
}

export interface Phrase {
  id: string
  ownerId: string | null
  name: string
  text: string
}

/** The phrases whose name begins with what is typed, own ones first; then those that hold it. */
export function matchingPhrases<Row extends Phrase>(phrases: readonly Row[], query: string): Row[] {
  const wanted = query.toLowerCase()
  const rank = ({ name, ownerId }: Row) =>
    (name.toLowerCase().startsWith(wanted) ? 0 : 2) + (ownerId === null ? 1 : 0)
  return phrases
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
}

/** The text with a phrase in the place of the slash and what was typed behind it. */
export function insertPhrase(
  text: string,
  { from, caret, phrase }: { from: number; caret: number; phrase: string },
): { text: string; caret: number } {
  return {
    text: text.slice(0, from) + phrase + text.slice(caret),
    caret: from + phrase.length,
  }
}
