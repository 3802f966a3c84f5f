/** The head of a form: what it is, its number and day, and the number as a QR. */
import { encodeQR } from 'qr'
import { drawFields } from './fields.ts'
import type { Field } from './fields.ts'
import { isGiven, oneLine } from './plain-text.ts'
import type { Sheet } from './sheet.ts'
import { fill } from './texts.ts'
import { styles } from './typography.ts'

/** Side of the printed QR in points (22 mm): read by a phone and by a desk scanner. */
const qrSide = 62

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
  let qrEnd = top
  if (parts.number !== null) {
    qrEnd = top + 2 + qrSide
    drawQr(sheet, oneLine(parts.number), sheet.left + sheet.width - qrSide, top + 2)
  }
  if (parts.fields === undefined) {
    sheet.y = Math.max(sheet.y, qrEnd) + 14
    return
  }
  sheet.y += 8
  const pages = sheet.pageCount
  drawFields(sheet, parts.fields, 3, width)
  // Fields that went on to another page have left the QR behind.
  if (sheet.pageCount === pages) sheet.y = Math.max(sheet.y, qrEnd)
  sheet.y += 4
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
