/** What a report says in a few words, for the title of a task about it. */
import type { Observation } from './types.ts'
import { type Worry, worryOf } from './worry.ts'

/** More would be read in the report anyway. */
const named = 3

const graveFirst: readonly Worry[] = ['critical', 'abnormal', 'normal']

/**
 * `Potassium 7.1 mmol/L, Sodium 150 mmol/L`: what worries, the gravest first; the names alone where
 * nothing does. What was cancelled is not told, and what goes beyond the third is an ellipsis.
 */
export function toldResults(
  observations: readonly Pick<
    Observation,
    'name' | 'comparator' | 'value' | 'unit' | 'interpretation' | 'status'
  >[],
): string {
  const counted = observations.filter(({ status }) => status !== 'cancelled')
  const rank = ({ interpretation }: (typeof counted)[number]) =>
    graveFirst.indexOf(worryOf(interpretation))
  const worrying = counted
    .filter(({ interpretation }) => worryOf(interpretation) !== 'normal')
    .toSorted((one, other) => rank(one) - rank(other))
  const told =
    worrying.length > 0
      ? worrying.map(({ name, comparator, value, unit }) =>
          `${name} ${comparator ?? ''}${value} ${unit ?? ''}`.trimEnd(),
        )
      : counted.map(({ name }) => name)
  return told.slice(0, named).join(', ') + (told.length > named ? ', …' : '')
}
