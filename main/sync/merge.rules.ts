/** What an operation makes of a row: the one place where hub and workstations must agree to the byte. */

/** A row by its camelCase names; absent and null are the same. */
export type Row = Record<string, string | number | null>

export interface Applied {
  rowId: string
  kind: 'create' | 'patch' | 'fact'
  changes: Row
}

/**
 * The row after an operation. A create of a row that is there already changes nothing: it is the
 * same one once more. A patch without its row has nothing to stand on and leaves null.
 */
export function applyOperation(row: Row | null, { rowId, kind, changes }: Applied): Row | null {
  // A row that its clinic brings from another hub says how often it was changed.
  const version = Number(changes['version'] ?? 1)
  if (kind !== 'patch') return row ?? { ...changes, id: rowId, version }
  if (row === null) return null
  return { ...row, ...changes, id: rowId, version: Number(row['version']) + 1 }
}

/** A row as text that is the same on every workstation: fields in order, without what is null. */
export function canonical(row: Row): string {
  const fields = Object.entries(row)
    .filter(([, value]) => value !== null)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(Object.fromEntries(fields))
}
