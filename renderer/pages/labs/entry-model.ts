/** What was typed into a sheet of results: judged by the same limits as what is kept, and what of it is new. */
import {
  flagOf,
  type Interpretation,
  noLimits,
  parseQuantity,
} from '../../../main/clinic/labs/reference-ranges.rules.ts'
import type { ResultSheet } from './types.ts'

export type SheetItem = ResultSheet['items'][number]

/** By the analyte; what was not touched is not there. */
export type Typed = Readonly<Record<string, string>>

/** What is known of an analyte so far, as it would be typed. */
export function shownResult({ result }: Pick<SheetItem, 'result'>): string {
  return result === null ? '' : `${result.comparator ?? ''}${result.value}`
}

/** The flag of what is typed, and whether it is no number where one is wanted; nothing typed is neither. */
export function judgeTyped(
  { valueKind, range }: Pick<SheetItem, 'valueKind' | 'range'>,
  typed: string,
): { interpretation: Interpretation | null; isWrong: boolean } {
  if (typed.trim() === '') return { interpretation: null, isWrong: false }
  const limits = range ?? noLimits
  if (valueKind === 'text') {
    const measured = { valueKind, comparator: null, value: typed.trim() }
    return { interpretation: flagOf(measured, limits), isWrong: false }
  }
  const quantity = parseQuantity(typed)
  if (quantity === null) return { interpretation: null, isWrong: true }
  return { interpretation: flagOf({ valueKind, ...quantity }, limits), isWrong: false }
}

/** What is sent: what was typed and is not what was there; an emptied field takes nothing back. */
export function changedResults(items: readonly SheetItem[], typed: Typed) {
  return items.flatMap((item) => {
    const value = typed[item.definitionId]?.trim() ?? ''
    if (value === '' || value === shownResult(item)) return []
    return [{ definitionId: item.definitionId, value, note: null }]
  })
}
