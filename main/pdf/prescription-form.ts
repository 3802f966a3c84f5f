/** The prescription: who takes what, how and until when, and how long a pharmacy may take it. */
import { drawFields, drawSection, drawText } from './fields.ts'
import { drawPatient, practitionerLine } from './people.ts'
import type { PrescriptionForm } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawSignatures } from './signatures.ts'
import { fill } from './texts.ts'
import type { Words } from './texts.ts'
import { drawTitle } from './title.ts'
import { styles } from './typography.ts'

export function drawPrescription(sheet: Sheet, form: PrescriptionForm, words: Words): void {
  const { texts } = words
  const { prescription } = texts
  drawTitle(sheet, {
    title: prescription.title,
    subtitle: [fill(texts.number, { number: form.number }), words.dayOf(form.issuedAt)],
    number: form.number,
  })
  drawPatient(sheet, form.patient, words, ['bornOn', 'sex', 'cardNumber', 'address'])
  for (const [index, one] of form.medicines.entries()) {
    drawSection(sheet, fill(prescription.medicine, { position: index + 1 }))
    drawFields(
      sheet,
      [
        { label: prescription.name, value: one.medicine, span: 2, style: styles.strong },
        { label: prescription.quantity, value: one.quantity },
      ],
      3,
    )
    drawText(sheet, prescription.dosage, one.dosage)
    const until = one.takenUntil === null ? null : words.day(one.takenUntil)
    drawText(sheet, prescription.takenUntil, until)
  }
  drawText(sheet, prescription.validTo, words.day(form.validTo))
  drawText(sheet, prescription.requester, practitionerLine(form.requester, words))
  drawSignatures(sheet, [
    { caption: texts.signature.practitioner },
    { caption: texts.signature.stamp, stamp: true },
  ])
}
