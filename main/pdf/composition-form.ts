/** A document of the clinic's own types: its text or its fields, who signed it when, lines to sign on by hand. */
import { fullName, type HumanName } from '../clinic/shared/names.ts'
import { drawFields, drawText } from './fields.ts'
import { drawPatient } from './people.ts'
import type { CompositionForm } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawSignatures } from './signatures.ts'
import { fill, type Words } from './texts.ts'
import { drawTitle } from './title.ts'
import { styles } from './typography.ts'

export function drawComposition(sheet: Sheet, form: CompositionForm, words: Words): void {
  const { texts, language } = words
  const { composition } = texts
  drawTitle(sheet, {
    title: form.title,
    subtitle: [fill(texts.number, { number: form.number }), words.dayOf(form.writtenAt)],
    number: form.number,
  })
  if (form.patient !== null) drawPatient(sheet, form.patient, words, ['bornOn', 'cardNumber'])
  if (form.replacesNumber !== null) {
    sheet.paragraph(fill(composition.replaces, { number: form.replacesNumber }), styles.strong)
    sheet.y += 8
  }
  for (const paragraph of form.paragraphs) {
    sheet.paragraph(paragraph, styles.body)
    sheet.y += 9
  }
  const short = form.fields.filter(({ isLong }) => !isLong)
  drawFields(sheet, short, 2)
  for (const { label, value, isLong } of form.fields) if (isLong) drawText(sheet, label, value)
  drawSigning(sheet, form, words)
  if (form.signatureLines.length > 0) {
    drawSignatures(
      sheet,
      form.signatureLines.map((caption) => ({ caption })),
    )
  }

  function drawSigning(on: Sheet, { signatures, contentHash }: CompositionForm, spoken: Words) {
    if (signatures.length === 0) {
      on.paragraph(composition.draft, styles.strong)
      on.y += 8
      return
    }
    for (const { signer, signedAt } of signatures) {
      const date = spoken.dayAndTimeOf(signedAt)
      on.paragraph(fill(composition.signed, { signer: nameOf(signer), date }), styles.small)
    }
    on.paragraph(fill(composition.contentHash, { hash: contentHash }), styles.small)
    on.y += 8
  }

  function nameOf(name: HumanName): string {
    return fullName(name, language)
  }
}
