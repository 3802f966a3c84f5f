/** A pdfkit document set up as all our papers are: PDF/A-3b, tagged, embedded fonts, same input same bytes. */
import PDFDocument from 'pdfkit'
import type { Language } from '../clinic/shared/languages.ts'
import { fontBytes } from './fonts.ts'
import { oneLine, xmlText } from './plain-text.ts'

declare global {
  // What pdfkit 0.20 has and its types leave out.
  namespace PDFKit {
    interface PDFDocument {
      readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } }
      endMetadata(): void
    }
  }
}

export type Paper = 'A4' | 'A5 landscape'

/** Margins in points: room for a punch hole on A4, and what every printer can reach on A5. */
const margins = {
  A4: { top: 46, bottom: 58, left: 58, right: 58 },
  'A5 landscape': { top: 30, bottom: 38, left: 42, right: 42 },
}

interface DocumentFacts {
  language: Language
  paper: Paper
  title: string
  author: string
  /** UTC instant of what the paper tells; stands as the file's creation time, so a reprint is the same file. */
  createdAt: string
}

/** pdfkit writes title and author into the XMP packet as they are; here they are escaped first. */
class FormDocument extends PDFDocument {
  override endMetadata(): void {
    // By now the information dictionary, which wants the plain words, has been written.
    const { Title = '', Author = '' } = this.info
    this.info = { ...this.info, Title: xmlText(Title), Author: xmlText(Author) }
    super.endMetadata()
  }
}

/** An empty document with its first page, pages kept open until `documentBytes`. */
export function openDocument(facts: DocumentFacts): PDFKit.PDFDocument {
  const document = new FormDocument({
    size: facts.paper === 'A4' ? 'A4' : 'A5',
    layout: facts.paper === 'A4' ? 'portrait' : 'landscape',
    margins: margins[facts.paper],
    pdfVersion: '1.7',
    subset: 'PDF/A-3b',
    tagged: true,
    lang: facts.language,
    displayTitle: true,
    bufferPages: true,
    // An empty name keeps pdfkit from starting with Helvetica, which it cannot embed.
    font: '',
    info: {
      Title: oneLine(facts.title),
      Author: oneLine(facts.author),
      Creator: 'Polyclinic',
      Producer: 'Polyclinic (pdfkit)',
      CreationDate: new Date(facts.createdAt),
    },
  })
  document.registerFont('regular', Buffer.from(fontBytes('regular')))
  document.registerFont('strong', Buffer.from(fontBytes('strong')))
  return document
}

/** Ends the document and gathers what it wrote. */
export async function documentBytes(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    document.on('end', () => resolve())
    document.on('error', reject)
  })
  document.end()
  await ended
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
