/** The refund receipt: how much went back to the patient, how and why, signed by both. */
import { fullName } from '../clinic/shared/names.ts'
import type { RefundReceiptForm } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawText } from './fields.ts'
import { drawSignatures } from './signatures.ts'
import { drawTitle } from './title.ts'
import { fill } from './texts.ts'
import type { Words } from './texts.ts'
import { styles } from './typography.ts'

export function drawRefundReceipt(sheet: Sheet, form: RefundReceiptForm, words: Words): void {
  const { texts, language } = words
  const { refundReceipt } = texts
  const patient = fullName(form.patient, language)
  drawTitle(sheet, {
    title: refundReceipt.title,
    subtitle: [fill(texts.number, { number: form.number }), words.dayAndTimeOf(form.refundedAt)],
    number: form.number,
    fields: [
      { label: refundReceipt.patient, value: patient, span: 2, style: styles.strong },
      { label: refundReceipt.invoice, value: fill(texts.number, { number: form.invoiceNumber }) },
      {
        label: refundReceipt.amount,
        value: words.money(form.amountMinor, form.currency),
        span: 2,
        style: styles.sum,
      },
      { label: refundReceipt.method, value: texts.method[form.method] },
    ],
  })
  sheet.y += 4
  drawText(sheet, refundReceipt.reason, form.reason)
  drawSignatures(sheet, [
    { caption: texts.signature.cashier, name: fullName(form.cashier, language) },
    { caption: texts.signature.recipient, name: patient },
  ])
}
