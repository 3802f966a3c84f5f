/** Labels for tubes: 50 by 30 millimetres, a page each, whose it is in words and as a barcode. */
import bwip from 'bwip-js/node'
import PDFDocument from 'pdfkit'
import type { Language } from '../clinic/shared/languages.ts'
import { fullName, type HumanName } from '../clinic/shared/names.ts'
import { documentBytes } from './form-document.ts'
import { fontBytes, type Weight } from './fonts.ts'
import { oneLine } from './plain-text.ts'
import { printTexts } from './texts.ts'

/** What stands on a tube. */
export interface SpecimenLabel {
  language: Language
  clinic: string
  /** Printed, and as Code 128 beside it. */
  label: string
  orderNumber: string
  patient: HumanName
  bornOn: string | null
  specimenKind: string
  isUrgent: boolean
  /** The day it was taken, or ordered as long as it was not. */
  day: string
  /** The codes of what is to be measured in it. */
  codes: readonly string[]
}

const millimetre = 72 / 25.4
const page = { width: 50 * millimetre, height: 30 * millimetre }
const margin = 2.5 * millimetre
const width = page.width - 2 * margin
/** Code 128 wants ten modules of white on either side. */
const quietModules = 10
const barcode = { top: 9.6 * millimetre, height: 9 * millimetre }

/** The labels as one PDF, a page each, in the order in which they come. */
export async function renderLabels(labels: readonly SpecimenLabel[]): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    font: '',
    autoFirstPage: false,
    bufferPages: true,
    info: { Title: labels.map(({ label }) => label).join(' '), Creator: 'Polyclinic' },
  })
  document.registerFont('regular', Buffer.from(fontBytes('regular')))
  document.registerFont('strong', Buffer.from(fontBytes('strong')))
  for (const label of labels) {
    document.addPage()
    drawLabel(document, label)
  }
  return documentBytes(document)
}

function drawLabel(document: PDFKit.PDFDocument, label: SpecimenLabel): void {
  const words = printTexts(label.language)
  const { specimenKinds, urgent } = words.specimen
  const kind = new Map<string, string>(Object.entries(specimenKinds)).get(label.specimenKind)
  line(document, fullName(label.patient, label.language), 'strong', 8, 2 * millimetre)
  const born = label.bornOn === null ? words.notGiven : label.bornOn
  line(document, `${born} · ${kind ?? label.specimenKind}`, 'regular', 7, 5.6 * millimetre)
  drawBarcode(document, label.label)
  line(document, `${label.label}   ${label.orderNumber}`, 'strong', 7, 19.2 * millimetre)
  const codes = label.codes.join(' ')
  line(document, label.isUrgent ? `${urgent} · ${codes}` : codes, 'regular', 6.5, 22.6 * millimetre)
  line(document, `${label.day} · ${label.clinic}`, 'regular', 5.5, 26 * millimetre)
}

/** The smallest size that is still read at arm's length; what is longer is cut with a mark. */
const smallest = 5

function line(
  document: PDFKit.PDFDocument,
  text: string,
  weight: Weight,
  size: number,
  top: number,
): void {
  document.font(weight).fillColor('black')
  const plain = oneLine(text)
  const whole = document.fontSize(size).widthOfString(plain)
  document.fontSize(Math.max(smallest, Math.min(size, (size * width) / whole)))
  document.text(fitting(document, plain), margin, top, { lineBreak: false })
}

function fitting(document: PDFKit.PDFDocument, text: string): string {
  if (document.widthOfString(text) <= width) return text
  const letters = [...text]
  while (letters.length > 0 && document.widthOfString(`${letters.join('')}…`) > width) letters.pop()
  return `${letters.join('')}…`
}

function drawBarcode(document: PDFKit.PDFDocument, text: string): void {
  const bars = widthsOf(text)
  const modules = bars.reduce((sum, bar) => sum + bar, 0) + 2 * quietModules
  const module = width / modules
  let x = margin + quietModules * module
  for (const [at, bar] of bars.entries()) {
    if (at % 2 === 0) document.rect(x, barcode.top, bar * module, barcode.height)
    x += bar * module
  }
  document.fill('black')
}

/** The widths of bars and spaces by turns, in modules, a bar first. */
export function widthsOf(text: string): number[] {
  const [symbol] = bwip.raw({ bcid: 'code128', text })
  if (symbol === undefined || !('sbs' in symbol)) throw new Error('no barcode was made')
  return symbol.sbs
}
