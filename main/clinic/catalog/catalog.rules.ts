/** Decisions about the catalog: how long a service may take, and what a search finds. */

/** The longest service there is; a booking can therefore reach no further beyond its start. */
export const longestServiceMinutes = 480

/** Whether every word of the search stands somewhere in the text; case and accents do not count. */
export function matchesWords(search: string, text: string): boolean {
  const plain = withoutMarks(text)
  return withoutMarks(search)
    .split(/\s+/)
    .every((word) => plain.includes(word))
}

function withoutMarks(text: string): string {
  // й and ё are letters of their own in Russian, yet nobody is served by a search that insists on them.
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
