/** Sick notes and certificates: numbered papers out of a visit, for days that can be. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  issueCertificateInput,
  type IssueCertificate,
} from '../../../../main/clinic/certificates/certificates.input.ts'
import { daysProblem, sickDays } from '../../../../main/clinic/certificates/certificates.rules.ts'
import {
  cancelCertificate,
  issueCertificate,
  readCertificates,
} from '../../../../main/clinic/certificates/certificates.service.ts'
import {
  readDocumentFile,
  renderDueDocuments,
} from '../../../../main/clinic/documents/documents.service.ts'
import { renderForm } from '../../../../main/pdf/forms.ts'
import { openVisit, openVisitDay, type VisitDay } from '../../../helpers/visit-day.ts'

describe('the days', () => {
  test.each([
    ['2026-11-16', '2026-11-16', null],
    ['2026-10-17', '2026-11-16', null],
    ['2026-10-16', '2026-11-16', { path: 'fromDay', code: 'long-before-visit' }],
    ['2026-12-16', '2026-12-16', null],
    ['2026-12-17', '2026-12-18', { path: 'fromDay', code: 'long-after-visit' }],
    ['2026-11-17', '2026-11-16', { path: 'toDay', code: 'before-start' }],
    ['2026-11-16', '2027-05-14', null],
    ['2026-11-16', '2027-05-15', { path: 'toDay', code: 'long-after-visit' }],
  ])('from %s to %s for a visit on 16 November: %j', (fromDay, toDay, problem) => {
    expect(daysProblem({ fromDay, toDay }, '2026-11-16')).toEqual(problem)
  })
  test('count both ends', () => {
    expect(sickDays('2026-11-16', '2026-11-16')).toBe(1)
    expect(sickDays('2026-11-16', '2026-11-30')).toBe(15)
  })
})

const note = {
  kind: 'sick-note' as const,
  patientId: '01900000-0000-7000-8000-000000000001',
  encounterId: '01900000-0000-7000-8000-000000000002',
  fromDay: '2026-11-16',
  toDay: '2026-11-20',
  diagnosis: null,
  presentedTo: 'Работодателю',
  text: null,
}

test.each([
  [{ ...note, fromDay: null, toDay: null }, 'fromDay'],
  [{ ...note, toDay: null }, 'toDay'],
  [{ ...note, fromDay: '2026-02-30' }, 'fromDay'],
  [{ ...note, kind: 'certificate', fromDay: null, toDay: null }, 'text'],
])('what is missing is told at its field: %#', (sent, path) => {
  const { error } = issueCertificateInput.safeParse(sent)
  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
})

describe('in the clinic', () => {
  let day: VisitDay
  beforeEach(async () => {
    day = await openVisitDay()
  })
  afterEach(() => day.close())

  async function issue(change: Partial<IssueCertificate> = {}) {
    const { encounterId } = await openVisit(day)
    const wish = { ...note, patientId: day.patientId, encounterId, ...change }
    return issueCertificate(day.doctor.with({}), wish)
  }

  test('each kind counts for itself, and its paper is made in the language of the patient', async () => {
    const sick = await issue()
    const proof = await issue({ kind: 'certificate', text: 'Здорова', fromDay: null, toDay: null })
    expect([sick.number, proof.number]).toEqual([
      expect.stringMatching(/K0001$/),
      expect.stringMatching(/C0001$/),
    ])
    await renderDueDocuments(day.desk, renderForm)
    const { name, bytes } = await readDocumentFile(day.doctor, sick.documentId)
    expect(name).toBe(`sick-note-${sick.number}.pdf`)
    expect(Buffer.from(bytes).toString('latin1')).toContain('/Lang (ru)')
    await expect(readDocumentFile(day.reception, sick.documentId)).rejects.toMatchObject({
      code: 'forbidden',
    })
    const listed = await readCertificates(day.nurse, day.patientId)
    expect(listed.map(({ kind, fromDay }) => [kind, fromDay])).toEqual([
      ['certificate', null],
      ['sick-note', '2026-11-16'],
    ])
  })

  test('days that cannot be are refused at their field', async () => {
    await expect(issue({ toDay: '2026-11-15' })).rejects.toMatchObject({
      code: 'invalid-input',
      data: { fields: [{ path: 'toDay', code: 'before-start' }] },
    })
  })

  test('a visit of somebody else is not found', async () => {
    await expect(issue({ patientId: day.newId() })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('it is cancelled once, by its doctor, with a reason', async () => {
    const { id } = await issue()
    const cancel = { id, reason: 'Ошибка в датах' }
    await expect(cancelCertificate(day.otherDoctor, cancel)).rejects.toMatchObject({
      code: 'not-the-author',
    })
    await cancelCertificate(day.doctor.with({}), cancel)
    await expect(cancelCertificate(day.doctor.with({}), cancel)).rejects.toMatchObject({
      code: 'already-cancelled',
    })
    const [one] = await readCertificates(day.nurse, day.patientId)
    expect(one?.cancelReason).toBe('Ошибка в датах')
    await expect(
      cancelCertificate(day.doctor.with({}), { id: day.newId(), reason: 'x' }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })
})
