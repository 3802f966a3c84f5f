/** The visit summary: what the doctor wrote, the addenda, and whether it is signed. */
import { fullName } from '../clinic/shared/names.ts'
import { type VitalSign, vitalSigns } from '../clinic/vitals/vital-signs.rules.ts'
import { drawPatient, practitionerLine } from './people.ts'
import type { VisitSummaryForm } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawFields, drawSection, drawText } from './fields.ts'
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

/** Measured values in a grid, both pressures as one. */
function drawVitals(sheet: Sheet, { vitals }: VisitSummaryForm, words: Words): void {
  const { names, units, title } = words.texts.vitals
  const valueOf = (code: VitalSign) => vitals.find((one) => one.code === code)?.value
  const [upper, lower] = [valueOf('systolic'), valueOf('diastolic')]
  const fields = vitalSigns.flatMap((code) => {
    const value = valueOf(code)
    if (value === undefined || (code === 'diastolic' && upper !== undefined)) return []
    const isPressure = code === 'systolic' && lower !== undefined
    const figure = isPressure
      ? `${words.quantity(value)}/${words.quantity(lower)}`
      : words.quantity(value)
    return [{ label: isPressure ? names.pressure : names[code], value: `${figure} ${units[code]}` }]
  })
  if (fields.length === 0) return
  drawSection(sheet, title)
  drawFields(sheet, fields, 3)
}

/** The main one by itself, the others below; what is not confirmed says so. */
function drawDiagnoses(sheet: Sheet, { diagnoses }: VisitSummaryForm, words: Words): void {
  const { visitSummary, certainty } = words.texts
  for (const [index, one] of diagnoses.entries()) {
    const { text, code, verification, isChronic } = one
    const remarks = [
      verification === 'confirmed' ? null : certainty[verification],
      isChronic ? visitSummary.chronic : null,
    ].filter((remark) => remark !== null)
    const said = [code, text].filter((part) => part !== null && part !== '').join('  ')
    const title =
      diagnoses.length === 1
        ? visitSummary.diagnosis
        : index === 0
          ? visitSummary.main
          : visitSummary.secondary
    drawText(sheet, title, remarks.length === 0 ? said : `${said} (${remarks.join(', ')})`)
  }
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
  drawText(sheet, visitSummary.reason, form.reason)
  drawText(sheet, visitSummary.complaint, form.complaint)
  drawText(sheet, visitSummary.history, form.history)
  drawVitals(sheet, form, words)
  drawText(sheet, visitSummary.findings, form.findings)
  for (const { title, text } of form.sections) drawText(sheet, title, text)
  drawDiagnoses(sheet, form, words)
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
