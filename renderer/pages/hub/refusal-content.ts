/** What of a refused row a person can read: nothing of the program's own marks. */

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

/** Lists of ids or roles, kept as JSON. */
function isList(value: string | number): boolean {
  return typeof value === 'string' && /^[[{]/.test(value)
}
