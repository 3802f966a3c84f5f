/** The table of services that invoices and receipts share. */
import type { PrintedLine } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawTable } from './table.ts'
import { fill } from './texts.ts'
import type { Words } from './texts.ts'

/** Draws the services; `keepBelow` points of what follows stay on the page of the last one. */
export function drawServiceLines(
  sheet: Sheet,
  lines: readonly PrintedLine[],
  currency: string,
  words: Words,
  keepBelow: number,
): void {
  const { lines: texts } = words.texts
  const rows = lines.map((line, index) => [
    String(index + 1),
    line.code,
    line.description,
    words.quantity(line.quantity),
    words.amount(line.unitPriceMinor, currency),
    words.amount(line.totalMinor, currency),
  ])
  drawTable(
    sheet,
    [
      { title: texts.position, width: 'fit', align: 'right' },
      { title: texts.code, width: 'fit' },
      { title: texts.description, width: 'rest' },
      { title: texts.quantity, width: 'fit', align: 'right' },
      { title: fill(texts.unitPrice, { currency }), width: 'fit', align: 'right' },
      { title: fill(texts.total, { currency }), width: 'fit', align: 'right' },
    ],
    rows,
    keepBelow,
  )
}
