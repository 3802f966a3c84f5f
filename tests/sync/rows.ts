/** What must be the same everywhere once it is quiet: every shared row, to the byte. */
import { canonical, type Row } from '../../main/sync/merge.rules.ts'
import { entityOrder } from '../../main/sync/entities.ts'
import type { RawDatabase } from '../../main/db/open.ts'

/** Each shared row of a workstation as `entity id` → canonical text. */
export function rowsOf(raw: RawDatabase): Map<string, string> {
  const rows = new Map<string, string>()
  for (const entity of entityOrder) {
    const table = entity.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    for (const found of raw.prepare<[], Row>(`SELECT * FROM ${table}`).iterate()) {
      const row = camelRow(found)
      rows.set(`${entity} ${row['id']}`, canonical(row))
    }
  }
  return rows
}

/** The differences between two desks, in words: short, because a failing run prints them. */
export function differences(
  name: string,
  rows: Map<string, string>,
  expected: Map<string, string>,
): string[] {
  const found: string[] = []
  for (const [key, text] of rows) {
    const other = expected.get(key)
    if (other === undefined) found.push(`${name} alone has ${key}: ${text}`)
    else if (other !== text) found.push(`${name} differs in ${key}: ${text} is not ${other}`)
  }
  for (const [key, text] of expected) {
    if (!rows.has(key)) found.push(`${name} lacks ${key}: ${text}`)
  }
  return found
}

/** Bookings that hold a doctor's time and were not set over another one on purpose. */
const holding = new Set(['requested', 'confirmed', 'arrived', 'called'])

/** Pairs of bookings that both hold the same doctor at the same time: there must be none. */
export function doubleBookings(rows: Iterable<Row>): string[] {
  const held = [...rows].filter(
    (row) => holding.has(String(row['status'])) && row['overbooked'] === 0,
  )
  const sorted = held.toSorted((a, b) => compare(placeOf(a), placeOf(b)))
  const found: string[] = []
  let before: Row | null = null
  for (const row of sorted) {
    // In order of their starts, any pair that overlaps has two neighbours that do.
    if (
      before !== null &&
      before['practitionerId'] === row['practitionerId'] &&
      String(before['endsAt']) > String(row['startsAt'])
    ) {
      found.push(`${placeOf(before)} ${before['id']} and ${placeOf(row)} ${row['id']}`)
    }
    before = row
  }
  return found
}

function placeOf(row: Row): string {
  return `${row['practitionerId']} ${row['startsAt']} ${row['endsAt']}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function camelRow(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
}

/** The rows of one entity out of canonical text. */
export function parseRows(rows: Map<string, string>, entity: string): Row[] {
  const found: Row[] = []
  for (const [key, text] of rows) {
    if (key.startsWith(`${entity} `)) found.push(JSON.parse(text) as Row)
  }
  return found
}
