/** The cashier's receipt: what was taken, how, for which services, and what is still owed. */
import { fullName } from '../clinic/shared/names.ts'
import type { ReceiptForm } from './printed-form.ts'
import { drawServiceLines } from './service-lines.ts'
import type { Sheet } from './sheet.ts'
import { drawSignature, heightOfSignature } from './signatures.ts'
import { drawTitle } from './title.ts'
import { drawSums, heightOfSums } from './table.ts'
import type { Sum } from './table.ts'
import { fill } from './texts.ts'
import type { Words } from './texts.ts'
import { styles } from './typography.ts'

/** Each payment with the cash handed over and given back, then the total and the rest. */
function sumsOf(form: ReceiptForm, words: Words): Sum[] {
  const { texts } = words
  const money = (amountMinor: number) => words.money(amountMinor, form.currency)
  const detail = (label: string, amountMinor: number | null): Sum[] =>
    amountMinor === null ? [] : [{ label, amount: money(amountMinor), style: styles.small }]
  const payments = form.payments.flatMap((payment) => [
    { label: texts.method[payment.method], amount: money(payment.amountMinor) },
    ...detail(texts.receipt.tendered, payment.tenderedMinor),
    ...detail(texts.receipt.change, payment.changeMinor),
  ])
  const rest: Sum =
    form.balanceAfterMinor === 0
      ? { label: texts.receipt.settled, amount: '' }
      : { label: texts.receipt.balanceAfter, amount: money(form.balanceAfterMinor) }
  return [
    ...payments,
    { label: texts.receipt.total, amount: money(form.totalMinor), style: styles.sum },
    rest,
  ]
}

export function drawReceipt(sheet: Sheet, form: ReceiptForm, words: Words): void {
  const { texts, language } = words
  drawTitle(sheet, {
    title: texts.receipt.title,
    subtitle: [fill(texts.number, { number: form.number }), words.dayAndTimeOf(form.takenAt)],
    number: form.number,
    fields: [
      {
        label: texts.receipt.patient,
        value: fullName(form.patient, language),
        span: 2,
        style: styles.strong,
      },
      { label: texts.receipt.invoice, value: fill(texts.number, { number: form.invoiceNumber }) },
    ],
  })
  const sums = sumsOf(form, words)
  const height = Math.max(heightOfSums(sums), heightOfSignature)
  drawServiceLines(sheet, form.lines, form.currency, words, height)
  drawSums(sheet, sums)
  // The cashier signs left of the sums, on the page where they end.
  const cashier = { caption: texts.signature.cashier, name: fullName(form.cashier, language) }
  const top = Math.max(sheet.document.page.margins.top, sheet.y - heightOfSignature)
  const end = drawSignature(sheet, cashier, { x: sheet.left, width: 200 }, top)
  sheet.y = Math.max(sheet.y, end)
}
