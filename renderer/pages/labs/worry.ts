/** How much a result worries. */
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
