/** A pen over the pages: wraps text, keeps the place, turns the page, and tags what it draws. */
import { openDocument } from './form-document.ts'
import type { Paper } from './form-document.ts'
import { printable } from './plain-text.ts'
import { colours } from './typography.ts'
import type { TextStyle } from './typography.ts'
import type { Words } from './texts.ts'

type Align = 'left' | 'right'

export interface Place {
  x: number
  width: number
  align?: Align
}

/** The height of an ascender and of the whole em box of Noto Sans, as parts of the size. */
const emBox = 1.362

/** Room under the top margin that the running head of a further page takes. */
const runningHeadHeight = 24

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Where a line may break: after a blank, and after a hyphen between letters. */
const breakPlaces = /(?<= )|(?<=\p{L}-)(?=\p{L})/u

export class Sheet {
  readonly document: PDFKit.PDFDocument
  readonly words: Words
  readonly left: number
  readonly width: number
  /** Top of what is drawn next, in points from the top of the page. */
  y: number
  private readonly open: PDFKit.PDFStructureElement[] = []

  constructor(
    words: Words,
    paper: Paper,
    facts: { title: string; author: string; createdAt: string },
  ) {
    this.words = words
    this.document = openDocument({ ...facts, paper, language: words.language })
    const { page } = this.document
    this.left = page.margins.left
    this.width = page.width - page.margins.left - page.margins.right
    this.y = page.margins.top
    const root = this.document.struct('Document')
    this.document.addStructure(root)
    this.open.push(root)
  }

  get pageCount(): number {
    return this.document.bufferedPageRange().count
  }

  get bottom(): number {
    return this.document.page.height - this.document.page.margins.bottom
  }

  /** Height that a page after the first has for content. */
  get fullHeight(): number {
    return this.bottom - this.document.page.margins.top - runningHeadHeight
  }

  turnPage(): void {
    this.document.continueOnNewPage()
    this.y = this.document.page.margins.top + runningHeadHeight
  }

  /** Turns the page when `height` does not fit on this one any more. */
  reserve(height: number): void {
    const top = this.document.page.margins.top + runningHeadHeight
    if (this.y + height > this.bottom && this.y > top) this.turnPage()
  }

  /** A structure element with others inside (`Table`, `TR`). */
  group(tag: string, draw: () => void): void {
    const element = this.document.struct(tag)
    this.open.at(-1)?.add(element)
    this.open.push(element)
    draw()
    this.open.pop()
    element.end()
  }

  /** A structure element that holds what `draw` puts on the page. */
  tagged(tag: string, draw: () => void, options: { alt?: string; scope?: string } = {}): void {
    this.open.at(-1)?.add(this.document.struct(tag, options, draw))
  }

  /** Lines, repeated heads and page numbers: on the page, but not part of the text. */
  artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.document.markContent('Artifact', { type })
    draw()
    this.document.endMarkedContent()
  }

  rule(
    y: number,
    place: Place = this.column(),
    colour: string = colours.hairline,
    weight = 0.6,
  ): void {
    this.artifact(() => {
      this.document
        .moveTo(place.x, y)
        .lineTo(place.x + place.width, y)
        .lineWidth(weight)
        .strokeColor(colour)
        .stroke()
    })
  }

  /** The place of column `index` of `count` equal columns of `total`, over `span` of them. */
  column(index = 0, count = 1, span = 1, total: number = this.width): Place {
    const gap = 18
    const width = (total - gap * (count - 1)) / count
    return { x: this.left + index * (width + gap), width: width * span + gap * (span - 1) }
  }

  /** The text as lines no wider than `width`, with nothing in it that cannot be printed. */
  wrap(text: string, style: TextStyle, width: number): string[] {
    this.document.font(style.weight).fontSize(style.size)
    const { font } = this.document._font
    const clean = printable(text, (codePoint) => font.hasGlyphForCodePoint(codePoint))
    return clean.split('\n').flatMap((paragraph) => this.wrapParagraph(paragraph, width))
  }

  private wrapParagraph(paragraph: string, width: number): string[] {
    const lines: string[] = []
    let line = ''
    for (const word of paragraph.split(breakPlaces)) {
      if (this.document.widthOfString((line + word).trimEnd()) <= width) {
        line += word
        continue
      }
      if (line.trim() !== '') lines.push(line.trimEnd())
      const pieces = this.breakWord(word, width)
      lines.push(...pieces.slice(0, -1))
      line = pieces.at(-1) ?? ''
    }
    lines.push(line.trimEnd())
    return lines
  }

  /** A word that is wider than the line, cut into pieces that are not. */
  private breakWord(word: string, width: number): string[] {
    if (this.document.widthOfString(word.trimEnd()) <= width) return [word]
    const pieces = ['']
    let used = 0
    for (const { segment } of graphemes.segment(word)) {
      const advance = this.document.widthOfString(segment)
      if (used + advance > width && used > 0) {
        pieces.push('')
        used = 0
      }
      pieces.push((pieces.pop() ?? '') + segment)
      used += advance
    }
    return pieces
  }

  /** Draws lines that `wrap` has made, from `top` down; returns the y under the last. */
  drawLines(lines: readonly string[], style: TextStyle, place: Place, top: number): number {
    this.document.font(style.weight).fontSize(style.size).fillColor(style.colour)
    const shift = (style.leading - style.size * emBox) / 2
    lines.forEach((line, index) => {
      const indent = place.align === 'right' ? place.width - this.document.widthOfString(line) : 0
      this.document.text(line, place.x + indent, top + index * style.leading + shift, {
        lineBreak: false,
      })
    })
    return top + lines.length * style.leading
  }

  /** Text that flows on over pages, never leaving one line alone; moves the place under it. */
  paragraph(text: string, style: TextStyle, place: Place = this.column(), tag = 'P'): void {
    const lines = this.wrap(text, style, place.width)
    this.reserve(Math.min(lines.length, 2) * style.leading)
    this.tagged(tag, () => {
      lines.forEach((line, index) => {
        const together = index === lines.length - 2 ? 2 : 1
        this.reserve(together * style.leading)
        this.y = this.drawLines([line], style, place, this.y)
      })
    })
  }

  /** Closes the structure; running heads can still be drawn as artifacts. */
  endText(): void {
    this.open.pop()?.end()
  }
}
