/** Tables that run over pages with their head repeated, and the column of sums under them. */
import type { Place, Sheet } from './sheet.ts'
import { colours, styles } from './typography.ts'
import type { TextStyle } from './typography.ts'

export interface Column {
  title: string
  /** `fit` is as wide as its widest cell, up to a limit; what is left belongs to the `rest` columns. */
  width: 'fit' | 'rest'
  align?: 'left' | 'right'
}

const rowPadding = 3.2

/** Width of the column of sums; what stands left of it is free for a signature. */
const sumsWidth = 270
const columnGap = 14

/** The widest that a `fit` column gets, as a part of the table; longer cells wrap. */
const fitLimit = 0.17

/** The widest line of a cell, as far as the limit. */
function widthOfCell(sheet: Sheet, text: string, style: TextStyle, limit: number): number {
  const lines = sheet.wrap(text, style, limit)
  return Math.max(0, ...lines.map((line) => sheet.document.widthOfString(line)))
}

/** The places of the columns over the sheet's width. */
function placesOf(
  sheet: Sheet,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): Place[] {
  const limit = sheet.width * fitLimit
  const fitted = columns.map((column, index) =>
    column.width === 'rest'
      ? 0
      : Math.max(
          widthOfCell(sheet, column.title, styles.columnHead, limit),
          ...rows.map((cells) => widthOfCell(sheet, cells[index] ?? '', styles.cell, limit)),
        ),
  )
  const taken = fitted.reduce((sum, width) => sum + width, columnGap * (columns.length - 1))
  const rest = (sheet.width - taken) / columns.filter(({ width }) => width === 'rest').length
  let x = sheet.left
  return columns.map((column, index) => {
    // A hair more than measured, so that rounding never wraps the widest cell.
    const width = column.width === 'rest' ? rest - 0.5 : (fitted[index] ?? 0) + 0.1
    const place = { x, width, align: column.align ?? 'left' }
    x += width + columnGap
    return place
  })
}

/** A row cut into rows of at most `lineLimit` lines, so that none is taller than a page. */
function slices(wrapped: readonly string[][], lineLimit: number): string[][][] {
  const lineCount = Math.max(1, ...wrapped.map((lines) => lines.length))
  const parts = Math.ceil(lineCount / lineLimit)
  return Array.from({ length: parts }, (_, part) =>
    wrapped.map((lines) => lines.slice(part * lineLimit, (part + 1) * lineLimit)),
  )
}

function heightOfRow(cells: readonly string[][], style: TextStyle): number {
  return Math.max(1, ...cells.map((lines) => lines.length)) * style.leading + 2 * rowPadding
}

/** The head of a table: part of the text where it stands first, an artifact where it is repeated. */
function drawHead(
  sheet: Sheet,
  head: readonly string[][],
  places: readonly Place[],
  repeated: boolean,
) {
  const top = sheet.y + rowPadding
  const draw = (index: number, place: Place) =>
    sheet.drawLines(head[index] ?? [], styles.columnHead, place, top)
  if (repeated) sheet.artifact(() => places.forEach((place, index) => draw(index, place)))
  else {
    sheet.group('TR', () =>
      places.forEach((place, index) =>
        sheet.tagged('TH', () => draw(index, place), { scope: 'Column' }),
      ),
    )
  }
  sheet.y += heightOfRow(head, styles.columnHead)
  sheet.rule(sheet.y, sheet.column(), colours.muted)
}

/**
 * A table from the current place on. Its head is repeated on each further page; the last row stays
 * on one page with `keepBelow` points of what follows.
 */
export function drawTable(
  sheet: Sheet,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  keepBelow = 0,
): void {
  const places = placesOf(sheet, columns, rows)
  const wrapRow = (cells: readonly string[], style: TextStyle) =>
    places.map((place, index) => sheet.wrap(cells[index] ?? '', style, place.width))
  const head = wrapRow(
    columns.map((column) => column.title),
    styles.columnHead,
  )
  const headHeight = heightOfRow(head, styles.columnHead)
  const room = sheet.fullHeight - headHeight - keepBelow - 2 * rowPadding
  const lineLimit = Math.max(1, Math.floor(room / styles.cell.leading))
  const parts = rows.flatMap((cells) => slices(wrapRow(cells, styles.cell), lineLimit))
  sheet.reserve(headHeight + heightOfRow(parts[0] ?? [], styles.cell))
  sheet.group('Table', () => {
    drawHead(sheet, head, places, false)
    parts.forEach((cells, index) => {
      const height = heightOfRow(cells, styles.cell)
      if (sheet.y + height + (index === parts.length - 1 ? keepBelow : 0) > sheet.bottom) {
        sheet.turnPage()
        drawHead(sheet, head, places, true)
      }
      const top = sheet.y + rowPadding
      sheet.group('TR', () =>
        places.forEach((place, column) =>
          sheet.tagged('TD', () => sheet.drawLines(cells[column] ?? [], styles.cell, place, top)),
        ),
      )
      sheet.y += height
      sheet.rule(sheet.y)
    })
  })
}

export interface Sum {
  label: string
  amount: string
  style?: TextStyle
}

/** Height that `drawSums` will take. */
export function heightOfSums(sums: readonly Sum[]): number {
  return sums.reduce((height, sum) => height + (sum.style ?? styles.body).leading + 3, 8)
}

/** Sums under a table, flush with its right edge. */
export function drawSums(sheet: Sheet, sums: readonly Sum[]): void {
  const width = sumsWidth
  const x = sheet.left + sheet.width - width
  sheet.y += 8
  for (const { label, amount, style = styles.body } of sums) {
    const words = sheet.wrap(label, style, width * 0.58)
    const figures = sheet.wrap(amount, style, width * 0.42)
    const height = Math.max(words.length, figures.length) * style.leading
    sheet.reserve(height)
    sheet.tagged('P', () => {
      sheet.drawLines(words, style, { x, width }, sheet.y)
      sheet.drawLines(figures, style, { x, width, align: 'right' }, sheet.y)
    })
    sheet.y += height + 3
  }
}
