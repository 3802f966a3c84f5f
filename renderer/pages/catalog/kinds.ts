/** What rooms and machines are for, in the clinic's own words. */

/** The kinds that are used already, to choose one rather than spell it anew. */
export function kindsOf(rows: readonly { kind: string | null }[]): string[] {
  const kinds = rows.flatMap(({ kind }) => (kind === null ? [] : [kind]))
  return [...new Set(kinds)].toSorted((a, b) => a.localeCompare(b))
}
