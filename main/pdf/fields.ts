/** Labelled values in a grid, and headings with running text under them. */
import { isGiven, oneLine } from './plain-text.ts'
import type { Sheet } from './sheet.ts'
import { styles } from './typography.ts'
import type { TextStyle } from './typography.ts'

/** A label with its value; `span` is in columns of the grid. */
export interface Field {
  label: string
  value: string | null
  span?: number
  style?: TextStyle
}

/** A small heading that stays with the first two lines of what follows. */
export function drawSection(sheet: Sheet, title: string): void {
  sheet.reserve(styles.section.leading + 2 * styles.body.leading + 3)
  sheet.paragraph(title, styles.section, sheet.column(), 'H2')
  sheet.y += 3
}

/** A heading and running text under it; nothing where there is no text. */
export function drawText(sheet: Sheet, title: string, text: string | null): void {
  if (!isGiven(text)) return
  drawSection(sheet, title)
  sheet.paragraph(text.trim(), styles.body)
  sheet.y += 11
}

/** Labels over values in a grid of equal columns; fields without a value are left out. */
export function drawFields(
  sheet: Sheet,
  fields: readonly Field[],
  columns: number,
  width: number = sheet.width,
): void {
  for (const row of rowsOf(fields, columns)) {
    const cells = row.map(({ field, index, span }) => {
      const place = sheet.column(index, columns, span, width)
      const style = field.style ?? styles.body
      const label = sheet.wrap(field.label, styles.label, place.width)
      const value = sheet.wrap(oneLine(field.value ?? ''), style, place.width)
      return { place, style, label, value }
    })
    const labelHeight = Math.max(...cells.map((cell) => cell.label.length)) * styles.label.leading
    const height =
      labelHeight + Math.max(...cells.map((cell) => cell.value.length * cell.style.leading))
    if (height > sheet.fullHeight) {
      drawOneUnderAnother(sheet, row)
      continue
    }
    sheet.reserve(height)
    const top = sheet.y
    for (const { place, style, label, value } of cells) {
      sheet.tagged('P', () => {
        const labelTop = top + labelHeight - label.length * styles.label.leading
        sheet.drawLines(label, styles.label, place, labelTop)
        sheet.drawLines(value, style, place, top + labelHeight)
      })
    }
    sheet.y = top + height + 7
  }
  sheet.y += 6
}

/** Fields too long for any page, as running text. */
function drawOneUnderAnother(sheet: Sheet, row: readonly PlacedField[]): void {
  for (const { field } of row) {
    sheet.paragraph(field.label, styles.label)
    sheet.paragraph(oneLine(field.value ?? ''), field.style ?? styles.body)
    sheet.y += 7
  }
}

interface PlacedField {
  field: Field
  index: number
  span: number
}

function rowsOf(fields: readonly Field[], columns: number): PlacedField[][] {
  const rows: PlacedField[][] = []
  let index = columns
  for (const field of fields.filter((one) => isGiven(one.value))) {
    const span = Math.min(field.span ?? 1, columns)
    if (index + span > columns) {
      rows.push([])
      index = 0
    }
    rows.at(-1)?.push({ field, index, span })
    index += span
  }
  return rows
}
