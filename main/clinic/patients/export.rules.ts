/** Patients as a CSV file that a spreadsheet opens without running anything of it, and that the import reads again. */

export const exportSeparators = [',', ';', '\t'] as const

export type ExportSeparator = (typeof exportSeparators)[number]

/** The import's own columns, and the number of the card, which it leaves out. */
export const exportColumns = [
  'family',
  'given',
  'patronymic',
  'sex',
  'born_on',
  'phone',
  'email',
  'address',
  'document_kind',
  'document_number',
  'language',
  'consent_on',
  'card_number',
] as const

export type ExportRow = Record<(typeof exportColumns)[number], string | null>

/** What makes a spreadsheet take a field for a formula (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r]/

/** The field with an apostrophe before what a spreadsheet would run; the import takes it off again. */
export function safeField(field: string): string {
  return formula.test(field) ? `'${field}` : field
}

/** The field without the apostrophe that an export set before it. */
export function withoutGuard(field: string): string {
  return /^'[=+\-@]/.test(field) ? field.slice(1) : field
}

/** One line, ended as spreadsheets end it (RFC 4180). */
export function csvLine(fields: readonly (string | null)[], separator: ExportSeparator): string {
  return `${fields.map((field) => quoted(safeField(field ?? ''), separator)).join(separator)}\r\n`
}

function quoted(field: string, separator: ExportSeparator): string {
  const isPlain = !field.includes(separator) && !/["\r\n]/.test(field)
  return isPlain ? field : `"${field.replaceAll('"', '""')}"`
}
