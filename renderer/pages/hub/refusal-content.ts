/** What of a refused change a person can read: why, and what was written, without the program's own marks. */

/** Keys of rows, secrets and the program's own marks: nothing that anyone has typed. */
const unread =
  /(^|[a-z])(Id|Ids|Hash|Key|By)$|^(?!starts|ends)[a-z]+At$|^(id|version|status|state|timeZone|content|template|language|currency|overbooked|attempts|value)$/

/** The fields that a person has written, in the order in which they stand in the row. */
export function writtenFields(
  changes: Record<string, string | number | null>,
): [field: string, value: string | number][] {
  return Object.entries(changes).flatMap(([field, value]): [string, string | number][] =>
    value === null || value === '' || unread.test(field) || isList(value) ? [] : [[field, value]],
  )
}

/**
 * Why a unit of work was refused, each reason once. Its other rows stand or fall with the guilty one:
 * that they do is said only where nothing else is.
 */
export function reasonsOf(codes: readonly string[]): string[] {
  const all = [...new Set(codes)]
  const own = all.filter((code) => code !== 'depends-on-missing')
  return own.length === 0 ? all : own
}

/** Lists of ids or roles, kept as JSON. */
function isList(value: string | number): boolean {
  return typeof value === 'string' && /^[[{]/.test(value)
}
