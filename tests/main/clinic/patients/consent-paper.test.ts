/** A recorded consent on paper: in the patient's language, in the clinic's words, once, and again when taken back. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  listDocuments,
  renderDueDocuments,
} from '../../../../main/clinic/documents/documents.service.ts'
import {
  addConsentText,
  printConsent,
  withdrawConsent,
} from '../../../../main/clinic/patients/consents.service.ts'
import { recordConsent } from '../../../../main/clinic/patients/patients.service.ts'
import type { PrintedForm } from '../../../../main/pdf/printed-form.ts'
import { openVisitDay, type VisitDay } from '../../../helpers/visit-day.ts'

let day: VisitDay
beforeEach(async () => {
  day = await openVisitDay()
  await addConsentText(day.desk.with({}), {
    purpose: 'treatment',
    textVersion: '2026-1',
    text: 'Меня ознакомили с планом лечения.',
  })
})
afterEach(() => day.close())

const reception = () => day.deskOf(['receptionist'], '01900000-0000-7000-8000-0000000000ff')

async function printed(): Promise<PrintedForm[]> {
  const forms: PrintedForm[] = []
  await renderDueDocuments(day.desk.with({}), async (form) => {
    forms.push(form)
    return new Uint8Array([1])
  })
  return forms.filter(({ kind }) => kind === 'consent')
}

async function agree(textVersion: string): Promise<string> {
  const { id } = await recordConsent(day.desk.with({}), {
    patientId: day.patientId,
    purpose: 'treatment',
    textVersion,
    givenOn: '2026-11-16',
    method: 'paper',
  })
  return id
}

test('says what was agreed to in the clinic’s words and the patient’s language, and is made once', async () => {
  await day.desk.with({}).write('test.language', async (unit) => {
    unit.patch('patient', day.patientId, { language: 'pt-BR' })
  })
  const consentId = await agree('2026-1')
  const { documentId } = await printConsent(reception(), consentId)
  expect(await printed()).toMatchObject([
    {
      kind: 'consent',
      language: 'pt-BR',
      purpose: 'treatment',
      textVersion: '2026-1',
      text: 'Меня ознакомили с планом лечения.',
      givenOn: '2026-11-16',
      method: 'paper',
      withdrawal: null,
    },
  ])
  expect(await printConsent(reception(), consentId)).toEqual({ documentId })
  expect(await printed()).toEqual([])
})

test('stands among the patient’s papers, for the front desk too', async () => {
  const consentId = await agree('2026-1')
  const { documentId } = await printConsent(reception(), consentId)
  expect(await listDocuments(reception(), day.patientId)).toContainEqual(
    expect.objectContaining({ id: documentId, kind: 'consent', subjectId: consentId }),
  )
})

test('of a version whose words are kept elsewhere names the version alone', async () => {
  await printConsent(reception(), await agree('на бумаге, 2019'))
  expect(await printed()).toMatchObject([{ textVersion: 'на бумаге, 2019', text: null }])
})

test('is made again with the withdrawal once it is taken back', async () => {
  const consentId = await agree('2026-1')
  await printConsent(reception(), consentId)
  await printed()
  const taken = { consentId, withdrawnOn: '2026-11-16', reason: 'Передумала' }
  await withdrawConsent(day.desk.with({}), taken)
  expect(await printed()).toMatchObject([
    { withdrawal: { withdrawnOn: '2026-11-16', reason: 'Передумала' } },
  ])
})

test('is refused for a consent that is not there', async () => {
  const refused = printConsent(reception(), '01900000-0000-7000-8000-00000000dead')
  await expect(refused).rejects.toMatchObject({ code: 'not-found' })
})
