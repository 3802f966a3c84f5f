/** Poppler and qpdf as the second opinion on our PDFs; tests that need one are skipped where it is absent. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

type Tool = 'qpdf' | 'pdftotext' | 'pdftoppm' | 'pdffonts' | 'pdfinfo'

/** Whether a tool is missing on this machine. */
export function isMissing(tool: Tool): boolean {
  return spawnSync(tool, [tool === 'qpdf' ? '--version' : '-v']).error !== undefined
}

/** Runs a tool on the PDF; `PDF` among the arguments stands for its file. */
export function run(tool: Tool, pdf: Uint8Array, args: readonly string[]): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'form-'))
  const file = path.join(folder, 'form.pdf')
  try {
    writeFileSync(file, pdf)
    const result = spawnSync(
      tool,
      args.map((arg) => (arg === 'PDF' ? file : arg)),
      { maxBuffer: 256 * 1024 * 1024 },
    )
    if (result.status !== 0) {
      throw new Error(`${tool} left with ${result.status}: ${result.stdout}${result.stderr}`)
    }
    return result.stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const oneBlank = (text: string) => text.replace(/\s+/g, ' ').trim()

/** The text of one page or all in reading order, with every run of blanks as one space. */
export function textOf(pdf: Uint8Array, page?: number): string {
  const pages = page === undefined ? [] : ['-f', String(page), '-l', String(page)]
  return oneBlank(run('pdftotext', pdf, [...pages, '-enc', 'UTF-8', 'PDF', '-']).toString('utf8'))
}

/** The text as it stands line by line across the page, which keeps a label beside its sum. */
export function linesOf(pdf: Uint8Array): string {
  return oneBlank(run('pdftotext', pdf, ['-layout', '-enc', 'UTF-8', 'PDF', '-']).toString('utf8'))
}

/** How many pages, and the size of the first in points, as pdfinfo says. */
export function pagesOf(pdf: Uint8Array): { count: number; size: string } {
  const info = run('pdfinfo', pdf, ['PDF']).toString('utf8')
  return {
    count: Number(/^Pages:\s+(\d+)/m.exec(info)?.[1]),
    size: /^Page size:\s+([\d.]+ x [\d.]+)/m.exec(info)?.[1] ?? '',
  }
}

/** The first page as RGB pixels at 150 dpi, from pdftoppm's PPM. */
export function pixelsOf(pdf: Uint8Array): { width: number; height: number; data: Uint8Array } {
  const ppm = run('pdftoppm', pdf, ['-r', '150', '-f', '1', '-l', '1', 'PDF'])
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 40).toString('latin1'))
  if (head === null) throw new Error('not a PPM')
  const width = Number(head[1])
  const height = Number(head[2])
  return { width, height, data: new Uint8Array(ppm.subarray(head[0].length)) }
}
