/** Which price holds, and how a package's price is shared among its parts. */

/** Whether a validity of days, the last of them open or not, holds on a day. */
export function holdsOnDay(
  validity: { validFrom: string; validTo: string | null },
  day: string,
): boolean {
  return validity.validFrom <= day && (validity.validTo === null || day <= validity.validTo)
}

/**
 * Shares a whole sum out by weights, in minor units, so that the shares make exactly the sum (largest
 * remainders first, then in order); evenly where nothing has a weight.
 */
export function sharesOf(totalMinor: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, one) => all + one, 0)
  const parts = sum === 0 ? weights.map(() => 1) : weights
  const whole = sum === 0 ? weights.length : sum
  // In whole numbers beyond 2^53 too: a sum of money times a weight may be larger.
  const exact = parts.map((part) => BigInt(totalMinor) * BigInt(part))
  const shares = exact.map((value) => Number(value / BigInt(whole)))
  const left = totalMinor - shares.reduce((all, one) => all + one, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, rest: Number(value % BigInt(whole)) }))
    .toSorted((a, b) => b.rest - a.rest || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1
  return shares
}
