/** A report on paper: in the patient's language, once, and only for who may read results. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  listDocuments,
  renderDueDocuments,
} from '../../../../main/clinic/documents/documents.service.ts'
import { takeInMessage, undoMatch } from '../../../../main/clinic/labs/lab-messages.service.ts'
import {
  enterResults,
  printReport,
  readLabInbox,
} from '../../../../main/clinic/labs/lab-results.service.ts'
import type { PrintedForm } from '../../../../main/pdf/printed-form.ts'
import { type LabClinic, openLabClinic } from '../../../helpers/lab-clinic.ts'
import { oru, utf8 } from '../../../helpers/oru.ts'

let clinic: LabClinic
beforeEach(async () => {
  clinic = await openLabClinic()
})
afterEach(() => clinic.close())

async function printed(): Promise<PrintedForm[]> {
  const forms: PrintedForm[] = []
  await renderDueDocuments(clinic.desk.with({}), async (form) => {
    forms.push(form)
    return new Uint8Array([1])
  })
  return forms
}

test('says what was measured, by which limits, and what lies outside, in the patient’s language', async () => {
  const { K, NIT } = clinic.analytes
  await clinic.desk.with({}).write('test.language', async (unit) => {
    unit.patch('patient', clinic.patientId, { language: 'fr' })
  })
  const { id, number } = await clinic.order({ panelIds: [], definitionIds: [K, NIT] })
  const { reportId } = await enterResults(clinic.nurse.with({}), {
    orderId: id,
    results: [
      { definitionId: K, value: '6,9', note: 'Повторить' },
      { definitionId: NIT, value: 'отрицательно', note: null },
    ],
  })
  const { documentId } = await printReport(clinic.doctor.with({}), reportId)
  const [form] = await printed()
  expect(form).toMatchObject({
    kind: 'lab-report',
    language: 'fr',
    number,
    status: 'final',
    results: [
      {
        value: '6.9',
        unit: 'ммоль/л',
        norm: '3.5–5.1',
        interpretation: 'HH',
        note: 'Повторить',
      },
      { value: 'отрицательно', unit: null, norm: 'отрицательно', interpretation: 'N' },
    ],
  })
  // Asked for again it is the paper that there is.
  expect(await printReport(clinic.doctor.with({}), reportId)).toEqual({ documentId })
  expect(await listDocuments(clinic.nurse, clinic.patientId)).toMatchObject([
    { kind: 'lab-report', subjectId: reportId, state: 'ready' },
  ])
  expect(await listDocuments(clinic.reception, clinic.patientId)).toEqual([])
})

test('of a match that was taken back is refused', async () => {
  const { number } = await clinic.order()
  await clinic.desk.with({}).write('test.name', async (unit) => {
    unit.patch('patient', clinic.patientId, { family: 'Ёлкина' })
  })
  const bytes = utf8(oru({ placer: number, family: 'Ёлкина' }))
  await takeInMessage(clinic.nurse.with({}), { bytes, source: 'file' })
  const [report] = await readLabInbox(clinic.doctor, 'mine')
  const wish = { matchId: report?.matchId ?? '', reason: 'Не та' }
  await undoMatch(clinic.nurse.with({}), wish)
  await expect(printReport(clinic.doctor.with({}), report?.id ?? '')).rejects.toMatchObject({
    code: 'not-found',
  })
})
