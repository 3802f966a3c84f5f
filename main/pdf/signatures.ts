/** Lines to sign on, and the place of the stamp. */
import { isGiven, oneLine } from './plain-text.ts'
import type { Place, Sheet } from './sheet.ts'
import { colours, styles } from './typography.ts'

/** A line to sign on with its caption and the name of who signs; a stamp has its caption alone. */
interface Signature {
  caption: string
  name?: string
  stamp?: boolean
}

/** Room over a line for the hand that signs. */
const signingRoom = 34

const nameLines = 2

export const heightOfSignature =
  signingRoom + 2 * styles.small.leading + nameLines * styles.cell.leading

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
    ? sheet.wrap(oneLine(signature.name ?? ''), styles.cell, place.width).slice(0, nameLines)
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
