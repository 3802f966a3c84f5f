/** How much a result worries, and its limits in writing. */
import {
  type Interpretation,
  isCritical,
} from '../../../main/clinic/labs/reference-ranges.rules.ts'

export type Worry = 'critical' | 'abnormal' | 'normal'

/** What is not judged worries nobody. */
export function worryOf(interpretation: Interpretation | null): Worry {
  if (isCritical(interpretation)) return 'critical'
  return interpretation === null || interpretation === 'N' ? 'normal' : 'abnormal'
}

interface Norm {
  low: string | number | null
  high: string | number | null
  normalText: string | null
}

/** The limits as they are: `3.5–5.1`, `≤ 5`, `≥ 60`, or words; empty where there are none. */
export function normOf({ low, high, normalText }: Norm): string {
  if (normalText !== null) return normalText.replaceAll('|', ', ')
  if (low !== null && high !== null) return `${low}–${high}`
  if (high !== null) return `≤ ${high}`
  return low === null ? '' : `≥ ${low}`
}
