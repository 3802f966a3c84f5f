/** The parts of the clinic's paper that every form shares: letterhead, title with QR, fields, signatures, page numbers. */
import { encodeQR } from 'qr'
import { oneLine } from './plain-text.ts'
import type { Letterhead } from './printed-form.ts'
import type { Place, Sheet } from './sheet.ts'
import { fill } from './texts.ts'
import type { PrintTexts } from './texts.ts'
import { colours, styles } from './typography.ts'
import type { TextStyle } from './typography.ts'

/** Side of the printed QR in points (22 mm): read by a phone and by a desk scanner. */
const qrSide = 62

/** A label with its value; `span` is in columns of the grid. */
export interface Field {
  label: string
  value: string | null
  span?: number
  style?: TextStyle
}

/** The tax number by the name that the clinic's country gives it. */
function taxIdLine(clinic: Letterhead, texts: PrintTexts['letterhead']): string | null {
  if (clinic.taxId === null || clinic.taxId === '') return null
  const sentences: Record<string, string> = {
    RU: texts.taxIdOfRussia,
    BR: texts.taxIdOfBrazil,
    FR: texts.taxIdOfFrance,
  }
  return fill(sentences[clinic.country] ?? texts.taxId, { taxId: clinic.taxId })
}

/** Clinic on the left, how to reach it on the right, one line under both. */
export function drawLetterhead(sheet: Sheet, clinic: Letterhead): void {
  const { letterhead } = sheet.words.texts
  const phone = clinic.phone === null ? null : fill(letterhead.phone, { phone: clinic.phone })
  const contacts = [clinic.address, [phone, clinic.email].filter(isGiven).join(' · ')]
  const left = { x: sheet.left, width: sheet.width * 0.5 }
  const right: Place = {
    x: sheet.left + sheet.width * 0.54,
    width: sheet.width * 0.46,
    align: 'right',
  }
  const drawColumn = (place: Place, parts: readonly [string, TextStyle][]) => {
    let y = sheet.y
    sheet.tagged('P', () => {
      for (const [text, style] of parts) {
        y = sheet.drawLines(sheet.wrap(oneLine(text), style, place.width), style, place, y)
      }
    })
    return y
  }
  const legal = [clinic.legalName, taxIdLine(clinic, letterhead)].filter(isGiven).join(' · ')
  const ends = [
    drawColumn(left, [[clinic.name, styles.clinic], ...smallPrint([legal])]),
    drawColumn(right, smallPrint(contacts)),
  ]
  sheet.y = Math.max(...ends) + 7
  sheet.rule(sheet.y, sheet.column(), colours.accent, 1)
  sheet.y += 16
}

function smallPrint(parts: readonly (string | null)[]): [string, TextStyle][] {
  return parts.filter(isGiven).map((text) => [text, styles.small])
}

function isGiven(text: string | null): text is string {
  return text !== null && text.trim() !== ''
}

interface TitleParts {
  title: string
  subtitle: readonly (string | null)[]
  number: string | null
  /** What stands beside the QR on a small paper. */
  fields?: readonly Field[]
}

/** The form's name, its number and day, and the number as a QR on the right. */
export function drawTitle(sheet: Sheet, parts: TitleParts): void {
  const top = sheet.y
  const width = sheet.width - (parts.number === null ? 0 : qrSide + 18)
  const place = { x: sheet.left, width }
  sheet.paragraph(oneLine(parts.title), styles.title, place, 'H1')
  const subtitle = oneLine(parts.subtitle.filter(isGiven).join(' · '))
  if (subtitle !== '') sheet.paragraph(subtitle, styles.subtitle, place)
  if (parts.fields !== undefined) {
    sheet.y += 8
    drawFields(sheet, parts.fields, 3, width)
  }
  if (parts.number !== null) {
    drawQr(sheet, oneLine(parts.number), sheet.left + sheet.width - qrSide, top + 2)
    sheet.y = Math.max(sheet.y, top + qrSide + 2)
  }
  sheet.y += parts.fields === undefined ? 14 : 4
}

/** The number as a QR of black rectangles, one for each run of dark modules; sharp at any resolution. */
function drawQr(sheet: Sheet, number: string, x: number, y: number): void {
  // The encoder insists on a white border; here the paper around is white already.
  const bordered = encodeQR(number, 'raw', { ecc: 'medium', border: 1 })
  const rows = bordered.slice(1, -1).map((row) => row.slice(1, -1))
  const module = qrSide / rows.length
  const draw = () => {
    rows.forEach((row, rowIndex) => {
      for (let from = 0; from < row.length; from += 1) {
        if (row[from] !== true) continue
        let to = from
        while (row[to] === true) to += 1
        sheet.document.rect(x + from * module, y + rowIndex * module, (to - from) * module, module)
        from = to
      }
    })
    sheet.document.fillColor('#000000').fill()
  }
  sheet.tagged('Figure', draw, { alt: fill(sheet.words.texts.qrCode, { number }) })
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

/** A line to sign on with its caption and the name of who signs; a stamp has its caption alone. */
export interface Signature {
  caption: string
  name?: string
  stamp?: boolean
}

/** Room over a line for the hand that signs. */
const signingRoom = 34

export const heightOfSignature = signingRoom + 2 * styles.small.leading + styles.cell.leading

/** One signature from `top` down; returns the y under it. */
export function drawSignature(
  sheet: Sheet,
  signature: Signature,
  place: Place,
  top: number,
): number {
  const line = top + signingRoom
  if (signature.stamp !== true) sheet.rule(line, place, colours.muted)
  const caption = sheet.wrap(signature.caption, styles.small, place.width)
  const name = isGiven(signature.name ?? null)
    ? sheet.wrap(oneLine(signature.name ?? ''), styles.cell, place.width)
    : []
  let end = line
  sheet.tagged('P', () => {
    const captionEnd = sheet.drawLines(caption, styles.small, place, line + 3)
    end = sheet.drawLines(name, styles.cell, place, captionEnd)
  })
  return end
}

/** Signatures side by side, on one page. */
export function drawSignatures(sheet: Sheet, signatures: readonly Signature[]): void {
  sheet.reserve(heightOfSignature)
  const top = sheet.y
  const ends = signatures.map((signature, index) =>
    drawSignature(sheet, signature, sheet.column(index, 2), top),
  )
  sheet.y = Math.max(top, ...ends)
}

/** On papers of several pages: a head on the further ones and `1/2` at the foot of each. */
export function drawRunningParts(sheet: Sheet, parts: { clinic: string; title: string }): void {
  const { count } = sheet.document.bufferedPageRange()
  if (count < 2) return
  const half = sheet.width / 2 - 9
  const left: Place = { x: sheet.left, width: half }
  const right: Place = { x: sheet.left + half + 18, width: half, align: 'right' }
  const firstLine = (text: string) => sheet.wrap(oneLine(text), styles.small, half).slice(0, 1)
  for (let page = 0; page < count; page += 1) {
    sheet.document.switchToPage(page)
    const { margins, height } = sheet.document.page
    const foot = height - margins.bottom + 14
    const pageNumber = fill(sheet.words.texts.page, { page: page + 1, pages: count })
    sheet.artifact(() => {
      sheet.drawLines(firstLine(pageNumber), styles.small, right, foot)
      if (page === 0) return
      sheet.drawLines(firstLine(parts.clinic), styles.small, left, margins.top - 6)
      sheet.drawLines(firstLine(parts.title), styles.small, right, margins.top - 6)
    }, 'Pagination')
    if (page > 0) sheet.rule(margins.top + 8)
  }
}
