/** Decisions about the catalog: what a search finds and how densely a service's times are offered. */

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
