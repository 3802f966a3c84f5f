/** The printed forms as PDF/A, judged by Preflight: every form in every language, and two that are none. */
import PDFDocument from 'pdfkit'
import { beforeAll, describe, expect, it } from 'vitest'
import { languages } from '../../../main/clinic/shared/languages.ts'
import { documentBytes } from '../../../main/pdf/form-document.ts'
import { renderForm } from '../../../main/pdf/forms.ts'
import { type Finding, isPreflightMissing, preflight } from './preflight.ts'
import { everyForm } from './sample-forms.ts'

/** A page with one word in a font that is not embedded. */
async function notEmbedded(): Promise<Uint8Array> {
  const document = new PDFDocument({ pdfVersion: '1.4', subset: 'PDF/A-1b', tagged: true })
  document.text('Invoice')
  return documentBytes(document)
}

/** A form whose bytes say less of themselves than PDF/A asks for. */
async function withoutMetadata(): Promise<Uint8Array> {
  const [form] = everyForm('en')
  if (form === undefined) throw new Error('no form')
  const bytes = Buffer.from(await renderForm(form))
  const at = bytes.toString('latin1').search(/\/Metadata \d+ 0 R/)
  if (at === -1) throw new Error('no metadata')
  bytes.write('/Metadatb', at, 'latin1')
  return bytes
}

describe.skipIf(isPreflightMissing())('PDF/A (Preflight)', () => {
  let found: Finding[]
  const forms = languages.flatMap((language) =>
    everyForm(language).map((form) => ({ file: `${language}-${form.kind}.pdf`, form })),
  )

  // One start of Java for all of them.
  beforeAll(async () => {
    const files = new Map<string, Uint8Array>()
    for (const { file, form } of forms) files.set(file, await renderForm(form))
    files.set('not-embedded.pdf', await notEmbedded())
    files.set('without-metadata.pdf', await withoutMetadata())
    found = preflight(files)
  }, 120_000)

  const of = (wanted: string) => found.filter(({ file }) => file === wanted)

  it.each(forms)('finds nothing in $file that PDF/A-3b does not allow', ({ file }) => {
    expect(of(file)).toEqual([])
  })

  it('finds a font that is not embedded', () => {
    expect(of('not-embedded.pdf')).toContainEqual(
      expect.objectContaining({ code: '3.1.3', details: expect.stringContaining('Helvetica') }),
    )
  })

  it('finds metadata that are missing', () => {
    expect(
      of('without-metadata.pdf')
        .map(({ details }) => details)
        .join(),
    ).toMatch(/metadata/i)
  })
})
