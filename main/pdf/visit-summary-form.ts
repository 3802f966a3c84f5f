/** The visit summary: what the doctor wrote, the addenda, and whether it is signed. */
import { fullName } from '../clinic/shared/names.ts'
import { drawPatient, practitionerLine } from './people.ts'
import type { VisitSummaryForm } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawFields, drawText } from './fields.ts'
import { drawSignatures } from './signatures.ts'
import { drawTitle } from './title.ts'
import { fill } from './texts.ts'
import type { Words } from './texts.ts'
import { styles } from './typography.ts'

/** When it was signed and the hash of what was signed, or that it is a draft. */
function drawSigning(sheet: Sheet, form: VisitSummaryForm, words: Words): void {
  const { visitSummary } = words.texts
  if (form.signedAt === null) {
    sheet.paragraph(visitSummary.draft, styles.strong)
    return
  }
  const date = words.dayAndTimeOf(form.signedAt)
  sheet.paragraph(fill(visitSummary.signedAt, { date }), styles.small)
  if (form.contentHash === null) return
  sheet.paragraph(fill(visitSummary.contentHash, { hash: form.contentHash }), styles.small)
}

export function drawVisitSummary(sheet: Sheet, form: VisitSummaryForm, words: Words): void {
  const { texts, language } = words
  const { visitSummary } = texts
  const number = form.number === null ? null : fill(texts.number, { number: form.number })
  drawTitle(sheet, {
    title: visitSummary.title,
    subtitle: [number, words.dayAndTimeOf(form.visitedAt)],
    number: form.number,
  })
  drawPatient(sheet, form.patient, words, ['bornOn', 'sex', 'cardNumber'])
  const practitioner = practitionerLine(form.practitioner, words)
  drawFields(sheet, [{ label: visitSummary.practitioner, value: practitioner }], 1)
  const diagnosis = [form.diagnosisCode, form.diagnosis].filter((part) => part !== null)
  drawText(sheet, visitSummary.complaint, form.complaint)
  drawText(sheet, visitSummary.findings, form.findings)
  drawText(sheet, visitSummary.diagnosis, diagnosis.join('  '))
  drawText(sheet, visitSummary.plan, form.plan)
  for (const { writtenAt, author, text } of form.addenda) {
    const date = words.dayAndTimeOf(writtenAt)
    drawText(sheet, fill(visitSummary.addendum, { date, author: fullName(author, language) }), text)
  }
  drawSigning(sheet, form, words)
  drawSignatures(sheet, [
    { caption: texts.signature.practitioner, name: fullName(form.practitioner.name, language) },
    { caption: texts.signature.stamp, stamp: true },
  ])
}
