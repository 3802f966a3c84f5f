/** The consent: who agreed to what, in which words and when, lines to sign on, and that it was taken back. */
import { drawFields, drawText } from './fields.ts'
import { drawPatient, practitionerLine } from './people.ts'
import type { ConsentForm } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawSignatures } from './signatures.ts'
import { fill, type PrintTexts, type Words } from './texts.ts'
import { drawTitle } from './title.ts'
import { styles } from './typography.ts'

/** What the paper is called, by what was agreed to. */
export function consentTitle({ purpose }: ConsentForm, { consent }: PrintTexts): string {
  return consent.titles[purpose ?? 'other']
}

export function drawConsent(sheet: Sheet, form: ConsentForm, words: Words): void {
  const { texts } = words
  const { consent } = texts
  drawTitle(sheet, {
    title: consentTitle(form, texts),
    subtitle: [words.day(form.givenOn)],
    number: null,
  })
  if (form.withdrawal !== null) {
    const { withdrawnOn, reason } = form.withdrawal
    sheet.paragraph(fill(consent.withdrawn, { day: words.day(withdrawnOn) }), styles.strong)
    sheet.y += 8
    drawText(sheet, consent.reason, reason)
  }
  drawPatient(sheet, form.patient, words, ['bornOn', 'cardNumber', 'identityDocument', 'address'])
  drawText(sheet, consent.text, form.text)
  drawFields(
    sheet,
    [
      { label: consent.textVersion, value: form.textVersion },
      { label: consent.method, value: consent.methods[form.method] },
      { label: consent.recorder, value: practitionerLine(form.recorder, words) },
    ],
    3,
  )
  drawSignatures(sheet, [{ caption: consent.patientSigns }, { caption: texts.signature.clinic }])
}
