/** The invoice: the services of a visit, what they cost, what is paid and what is due. */
import { drawPatient } from './people.ts'
import type { InvoiceForm } from './printed-form.ts'
import { drawServiceLines } from './service-lines.ts'
import type { Sheet } from './sheet.ts'
import { drawFields, drawSection } from './fields.ts'
import { drawSignatures } from './signatures.ts'
import { drawTitle } from './title.ts'
import { drawSums, heightOfSums } from './table.ts'
import type { Sum } from './table.ts'
import { fill } from './texts.ts'
import type { Words } from './texts.ts'
import { styles } from './typography.ts'

export function drawInvoice(sheet: Sheet, form: InvoiceForm, words: Words): void {
  const { texts } = words
  drawTitle(sheet, {
    title: texts.invoice.title,
    subtitle: [fill(texts.number, { number: form.number }), words.dayOf(form.issuedAt)],
    number: form.number,
  })
  drawPatient(sheet, form.patient, words, ['bornOn', 'cardNumber', 'phone', 'address'])
  if (form.payer !== null) {
    drawSection(sheet, texts.invoice.payer)
    sheet.paragraph(form.payer.name, styles.strong)
    sheet.y += 4
    drawFields(
      sheet,
      [
        { label: texts.invoice.payerTaxId, value: form.payer.taxId },
        { label: texts.patient.address, value: form.payer.address, span: 2 },
      ],
      3,
    )
  }
  const money = (amountMinor: number) => words.money(amountMinor, form.currency)
  const sums: Sum[] = [
    { label: texts.invoice.total, amount: money(form.totalMinor), style: styles.strong },
    { label: texts.invoice.paid, amount: money(form.paidMinor) },
    { label: texts.invoice.balance, amount: money(form.balanceMinor), style: styles.sum },
  ]
  drawServiceLines(sheet, form.lines, form.currency, words, heightOfSums(sums))
  drawSums(sheet, sums)
  drawSignatures(sheet, [
    { caption: texts.signature.clinic },
    { caption: texts.signature.stamp, stamp: true },
  ])
}
