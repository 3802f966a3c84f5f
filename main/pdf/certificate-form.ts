/** The sick note and the medical certificate: for whom, for which days, what is certified, for whom it is. */
import { sickDays } from '../clinic/certificates/certificates.rules.ts'
import { drawFields, drawSection, drawText } from './fields.ts'
import { drawPatient, practitionerLine } from './people.ts'
import type { CertificateForm } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawSignatures } from './signatures.ts'
import type { Words } from './texts.ts'
import { fill } from './texts.ts'
import { drawTitle } from './title.ts'
import { styles } from './typography.ts'

export function drawCertificate(sheet: Sheet, form: CertificateForm, words: Words): void {
  const { texts } = words
  const { certificate } = texts
  drawTitle(sheet, {
    title: certificate.titles[form.kind],
    subtitle: [fill(texts.number, { number: form.number }), words.dayOf(form.issuedAt)],
    number: form.number,
  })
  drawPatient(sheet, form.patient, words, ['bornOn', 'sex', 'cardNumber', 'address'])
  drawDays(sheet, form, words)
  drawText(sheet, certificate.certified, form.text)
  drawText(sheet, certificate.diagnosis, form.diagnosis)
  drawText(sheet, certificate.presentedTo, form.presentedTo)
  drawText(sheet, certificate.requester, practitionerLine(form.requester, words))
  drawSignatures(sheet, [
    { caption: texts.signature.practitioner },
    { caption: texts.signature.stamp, stamp: true },
  ])
}

function drawDays(sheet: Sheet, { kind, fromDay, toDay }: CertificateForm, words: Words): void {
  const { certificate } = words.texts
  if (fromDay === null || toDay === null) return
  drawSection(sheet, certificate.days[kind])
  drawFields(
    sheet,
    [
      { label: certificate.fromDay, value: words.day(fromDay), style: styles.strong },
      { label: certificate.toDay, value: words.day(toDay), style: styles.strong },
      { label: certificate.count, value: words.quantity(sickDays(fromDay, toDay)) },
    ],
    3,
  )
}
