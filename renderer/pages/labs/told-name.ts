/** Whom and what a laboratory's message names, as it wrote it. */

/** `Family Given`, or null where it names nobody. */
export function toldName({
  family,
  given,
}: {
  family: string | null
  given: string | null
}): string | null {
  const parts = [family, given].filter((part) => part !== null && part !== '')
  return parts.length === 0 ? null : parts.join(' ')
}

/** The laboratory of a sender `APPLICATION|FACILITY`: the facility, or else the program. */
export function labOf(sender: string): string {
  return sender.split('|').findLast((part) => part !== '') ?? ''
}
