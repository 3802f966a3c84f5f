/** Two texts of one visit that grew apart: what can stand together, and what a person has to choose. */
import { typedVitalSigns } from '../vitals/vital-signs.rules.ts'
import { emptyContent, type VisitContent, visitTexts } from './visits.rules.ts'

/** The parts of a visit that are compared as wholes. */
const visitParts = [...visitTexts, 'vitals', 'diagnoses', 'sections'] as const

export type VisitPart = (typeof visitParts)[number]

export interface MergedVisit {
  /** Theirs where only they changed it, mine in all else. */
  content: VisitContent
  /** Parts that both changed, each in another way; mine stands in `content`. */
  clashes: VisitPart[]
}

/**
 * Brings my text and theirs together over the one that both grew out of. `base` is null where that is
 * not known: then every part in which they differ is a clash, but for one that says nothing here.
 */
export function mergeVisits(
  base: VisitContent | null,
  mine: VisitContent,
  theirs: VisitContent,
): MergedVisit {
  let content = mine
  const clashes: VisitPart[] = []
  for (const part of visitParts) {
    if (part === 'vitals') {
      const vitals = mergeVitals(base, mine, theirs)
      content = { ...content, vitals: vitals.merged }
      if (vitals.isClash) clashes.push(part)
      continue
    }
    const [before, own, other] = [
      textOf(base ?? emptyContent, part),
      textOf(mine, part),
      textOf(theirs, part),
    ]
    if (own === other || other === before) continue
    if (own === before) content = takePart(content, theirs, part)
    else clashes.push(part)
  }
  return { content, clashes }
}

function mergeVitals(base: VisitContent | null, mine: VisitContent, theirs: VisitContent) {
  const merged = { ...mine.vitals }
  let isClash = false
  for (const sign of typedVitalSigns) {
    const before = base?.vitals[sign] ?? ''
    const own = mine.vitals[sign] ?? ''
    const other = theirs.vitals[sign] ?? ''
    if (own === other || other === before) continue
    if (own === before) merged[sign] = other
    else isClash = true
  }
  return { merged, isClash }
}

/** My text with a part of theirs in the place of mine. */
export function takePart(mine: VisitContent, theirs: VisitContent, part: VisitPart): VisitContent {
  return part === 'sections'
    ? { ...mine, sections: theirs.sections, templateId: theirs.templateId }
    : { ...mine, [part]: theirs[part] }
}

/** A part as one text, so that two of them can be compared. */
function textOf(content: VisitContent, part: VisitPart): string {
  if (part === 'sections') return JSON.stringify([content.templateId, content.sections])
  return JSON.stringify(content[part])
}

/** Whether two texts of a visit say the same. */
export function isSameVisit(one: VisitContent, other: VisitContent): boolean {
  const { clashes, content } = mergeVisits(one, one, other)
  return (
    clashes.length === 0 && visitParts.every((part) => textOf(content, part) === textOf(one, part))
  )
}
