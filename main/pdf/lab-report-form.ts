/** The laboratory report: what was measured, what is normal for this patient, and what lies outside. */
import { drawFields } from './fields.ts'
import { drawPatient, practitionerLine } from './people.ts'
import type { LabReportForm, PrintedResult } from './printed-form.ts'
import type { Sheet } from './sheet.ts'
import { drawSignatures } from './signatures.ts'
import { type Column, drawTable } from './table.ts'
import { fill } from './texts.ts'
import type { Words } from './texts.ts'
import { drawTitle } from './title.ts'
import { styles } from './typography.ts'

export function drawLabReport(sheet: Sheet, form: LabReportForm, words: Words): void {
  const { texts } = words
  const { labReport } = texts
  const number = form.number === null ? null : fill(texts.number, { number: form.number })
  drawTitle(sheet, {
    title: labReport.title,
    subtitle: [number, words.dayAndTimeOf(form.issuedAt), labReport.statuses[form.status]],
    number: form.number,
  })
  drawPatient(sheet, form.patient, words, ['bornOn', 'sex', 'cardNumber'])
  drawFields(
    sheet,
    [
      { label: labReport.takenAt, value: words.dayAndTimeOf(form.takenAt) },
      { label: labReport.performer, value: form.performer ?? form.clinic.name },
      {
        label: labReport.requester,
        value: form.requester === null ? null : practitionerLine(form.requester, words),
      },
    ],
    3,
  )
  const columns: Column[] = [
    { title: labReport.analyte, width: 'rest' },
    { title: labReport.value, width: 'fit', align: 'right' },
    { title: labReport.unit, width: 'fit' },
    { title: labReport.norm, width: 'fit' },
    { title: labReport.flag, width: 'fit' },
  ]
  drawTable(
    sheet,
    columns,
    form.results.map((result) => cellsOf(result, words)),
  )
  sheet.y += 10
  sheet.paragraph(labReport.explained, styles.small)
  drawSignatures(sheet, [
    { caption: texts.signature.practitioner },
    { caption: texts.signature.stamp, stamp: true },
  ])
}

/** What lies outside is told in words: a colour or a letter is nothing to a patient. */
function cellsOf(
  { name, value, unit, norm, interpretation, note }: PrintedResult,
  { texts: { labReport } }: Words,
): string[] {
  return [
    note === null ? name : `${name}\n${note}`,
    value,
    unit ?? '',
    norm,
    interpretation === null ? '' : labReport.flags[interpretation],
  ]
}
