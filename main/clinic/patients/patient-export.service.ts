/** Giving the registry away as a file: who did it, how many patients and which stands in the audit trail. */
import { setImmediate as turn } from 'node:timers/promises'
import type { Desk } from '../../db/desk.ts'
import { type ExportedRow, listAfter, listExported } from './export.queries.ts'
import { csvLine, exportColumns, type ExportRow, type ExportSeparator } from './export.rules.ts'
import { phoneValues } from './patient-index.rules.ts'
import { searchPatients } from './patient-search.service.ts'
import type { ExportPatients } from './patients.input.ts'

/** Rows between two turns of others on this thread: a few milliseconds. */
const rowsAtOnce = 500

/** So many at most are found by a search and exported. */
const mostFound = 5_000

/**
 * The file, UTF-8 with a byte order mark so that a spreadsheet takes it for what it is, and how many
 * patients stand in it: all who are not put away, or those whom a search finds, 5,000 at most.
 */
export async function exportPatients(
  desk: Desk,
  { query, separator }: ExportPatients,
): Promise<{ bytes: Uint8Array; count: number }> {
  const parts = ['\ufeff', csvLine(exportColumns, separator)]
  let count = 0
  const rows = query.trim() === '' ? everybody(desk) : found(desk, query)
  for await (const some of rows) {
    for (const row of some) parts.push(lineOf(row, separator))
    count += some.length
    await turn()
  }
  await desk.write('patients.export', async (unit) =>
    // Not what was looked for: that is a patient's name.
    unit.note('patientExport', { count, which: query.trim() === '' ? 'all' : 'found' }),
  )
  return { bytes: new TextEncoder().encode(parts.join('')), count }
}

async function* everybody(desk: Desk): AsyncGenerator<ExportedRow[]> {
  let after = ''
  for (;;) {
    const rows = await listAfter(desk.read, after, rowsAtOnce)
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)?.id ?? ''
  }
}

async function* found(desk: Desk, query: string): AsyncGenerator<ExportedRow[]> {
  const ids = (await searchPatients(desk, query, mostFound)).map(({ id }) => id)
  for (let from = 0; from < ids.length; from += rowsAtOnce) {
    const some = ids.slice(from, from + rowsAtOnce)
    const rows = new Map((await listExported(desk.read, some)).map((row) => [row.id, row]))
    yield some.flatMap((id) => rows.get(id) ?? [])
  }
}

function lineOf(row: ExportedRow, separator: ExportSeparator): string {
  const fields: ExportRow = {
    family: row.family,
    given: row.given,
    patronymic: row.patronymic,
    sex: row.sex,
    born_on: row.bornOn,
    phone: phoneValues(row.phones).join(' | '),
    email: row.email,
    address: row.address,
    document_kind: row.documentKind,
    document_number: row.documentNumber,
    language: row.language,
    consent_on: row.consentOn,
    card_number: row.cardNumber,
  }
  return csvLine(
    exportColumns.map((column) => fields[column]),
    separator,
  )
}
