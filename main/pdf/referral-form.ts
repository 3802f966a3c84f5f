/** The referral: who is sent, to whom, why, and how soon. */
import { drawPatient, practitionerLine } from './people.ts'
import type { ReferralForm } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawFields, drawSection, drawText } from './fields.ts'
import { drawSignatures } from './signatures.ts'
import { drawTitle } from './title.ts'
import { fill } from './texts.ts'
import type { Words } from './texts.ts'
import { styles } from './typography.ts'

export function drawReferral(sheet: Sheet, form: ReferralForm, words: Words): void {
  const { texts } = words
  const { referral } = texts
  drawTitle(sheet, {
    title: referral.title,
    subtitle: [fill(texts.number, { number: form.number }), words.dayOf(form.issuedAt)],
    number: form.number,
  })
  drawPatient(sheet, form.patient, words, [
    'bornOn',
    'sex',
    'cardNumber',
    'phone',
    'identityDocument',
    'address',
  ])
  drawSection(sheet, referral.to)
  const urgencyStyle = form.urgency === 'routine' ? styles.body : styles.strong
  drawFields(
    sheet,
    [
      { label: referral.specialty, value: form.to.specialty, span: 2, style: styles.strong },
      {
        label: referral.urgency,
        value: referral.urgencies[form.urgency],
        style: urgencyStyle,
      },
      { label: referral.organization, value: form.to.organization, span: 2 },
      { label: referral.practitioner, value: form.to.practitioner },
    ],
    3,
  )
  drawText(sheet, referral.reason, form.reason)
  drawText(sheet, referral.diagnosis, form.diagnosis)
  drawText(sheet, referral.note, form.note)
  drawText(sheet, referral.requester, practitionerLine(form.requester, words))
  drawSignatures(sheet, [
    { caption: texts.signature.practitioner },
    { caption: texts.signature.stamp, stamp: true },
  ])
}
