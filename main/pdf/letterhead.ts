/** The clinic's name and address on the first page, and the running head and page numbers on several. */
import { isGiven, oneLine } from './plain-text.ts'
import type { Letterhead } from './printed-form.ts'
import type { Place, Sheet } from './sheet.ts'
import { fill } from './texts.ts'
import type { PrintTexts } from './texts.ts'
import { colours, styles } from './typography.ts'
import type { TextStyle } from './typography.ts'

/** The most lines that one part of the letterhead takes; more would push the form off its page. */
const letterheadLines = 4

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
        const lines = sheet.wrap(oneLine(text), style, place.width).slice(0, letterheadLines)
        y = sheet.drawLines(lines, style, place, y)
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

/** On papers of several pages: a head on the further ones and `1/2` at the foot of each. */
export function drawRunningParts(sheet: Sheet, parts: { clinic: string; title: string }): void {
  const count = sheet.pageCount
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
