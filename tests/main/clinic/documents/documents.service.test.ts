/** Papers from the order to the file: due, rendered, failed, changed meanwhile, damaged. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { refund, takePayment } from '../../../../main/clinic/billing/billing.service.ts'
import { documentName } from '../../../../main/clinic/documents/documents.rules.ts'
import {
  listDocuments,
  readDocumentFile,
  renderAgain,
  renderDueDocuments,
} from '../../../../main/clinic/documents/documents.service.ts'
import { issueReferral } from '../../../../main/clinic/referrals/referrals.service.ts'
import { addAddendum } from '../../../../main/clinic/visits/visits.service.ts'
import { systemActor } from '../../../../main/db/desk.ts'
import type { PrintedForm } from '../../../../main/pdf/printed-form.ts'
import { renderForm } from '../../../../main/pdf/forms.ts'
import {
  elsewhere,
  billedVisit,
  openVisitDay,
  signedVisit,
  type VisitDay,
} from '../../../helpers/visit-day.ts'

let day: VisitDay
/** The forms that were asked for, in order. */
let asked: PrintedForm[]

beforeEach(async () => {
  day = await openVisitDay()
  asked = []
})
afterEach(() => day.close())

/** Stands in for the worker: the same form gives the same bytes. */
async function render(form: PrintedForm): Promise<Uint8Array> {
  asked.push(form)
  return new TextEncoder().encode(JSON.stringify(form))
}

const system = () => day.desk.with({ actor: systemActor })
const states = () =>
  day.raw
    .prepare<[], { kind: string; state: string }>(
      'SELECT kind, state FROM document_reference ORDER BY id',
    )
    .all()
    .map(({ kind, state }) => [kind, state])

async function everyPaper() {
  const visit = await billedVisit(day)
  const referral = await issueReferral(day.doctor, {
    patientId: day.patientId,
    encounterId: visit.encounterId,
    ...elsewhere,
    performerOrganization: 'Областной центр',
    performerName: null,
    specialty: 'Кардиология',
    reason: 'Одышка',
    diagnosis: 'I20',
    note: null,
    priority: 'urgent',
  })
  const { invoiceId } = visit
  const payment = await takePayment(day.cashier, {
    invoiceId,
    payments: [
      { method: 'cash', amountMinor: 100_000, tenderedMinor: 150_000 },
      { method: 'terminal', amountMinor: 50_000 },
    ],
  })
  const rest = await takePayment(day.cashier, {
    invoiceId,
    payments: [{ method: 'terminal', amountMinor: 100_000 }],
  })
  const paymentId = String(
    day.raw.prepare(`SELECT id FROM payment WHERE method = 'cash'`).pluck().get(),
  )
  const refunded = await refund(day.cashier, {
    paymentId,
    amountMinor: 30_000,
    method: 'cash',
    reason: 'Скидка',
  })
  return { visit, referral, payment, rest, refunded }
}

describe('renderDueDocuments', () => {
  test('fills each kind of paper from its rows', async () => {
    const { visit, referral, payment, rest, refunded } = await everyPaper()
    expect(await renderDueDocuments(system(), render)).toBeNull()
    expect(states().map(([, state]) => state)).toEqual(Array(6).fill('ready'))
    const of = (kind: string) => asked.filter((form) => form.kind === kind)
    const patient = { family: 'Иванова', given: 'Анна', patronymic: 'Сергеевна' }
    const cashier = { family: 'Осенева', given: 'Ирина', patronymic: null }
    expect(of('invoice')).toMatchObject([
      {
        language: 'ru',
        clinic: { name: 'Поликлиника «Три кита»', timeZone: 'Europe/Moscow' },
        number: visit.number,
        patient: { name: patient, phone: '+79125550148', bornOn: '1984-02-29' },
        lines: [{ code: 'K-01', quantity: 1, totalMinor: 250_000 }],
        currency: 'RUB',
        totalMinor: 250_000,
        paidMinor: 0,
        balanceMinor: 250_000,
      },
    ])
    expect(of('receipt').toReversed()).toMatchObject([
      {
        number: payment.number,
        invoiceNumber: visit.number,
        cashier,
        patient,
        payments: [
          { method: 'cash', amountMinor: 100_000, tenderedMinor: 150_000, changeMinor: 50_000 },
          { method: 'terminal', amountMinor: 50_000, tenderedMinor: null, changeMinor: null },
        ],
        totalMinor: 150_000,
        balanceAfterMinor: 100_000,
      },
      { number: rest.number, totalMinor: 100_000, balanceAfterMinor: 0 },
    ])
    expect(of('refund-receipt')).toMatchObject([
      { number: refunded.number, amountMinor: 30_000, reason: 'Скидка', cashier },
    ])
    expect(of('referral')).toMatchObject([
      {
        number: referral.number,
        to: { organization: 'Областной центр', practitioner: null, specialty: 'Кардиология' },
        requester: { name: { family: 'Петров' }, specialty: 'Кардиолог' },
        urgency: 'urgent',
      },
    ])
    expect(of('visit-summary')).toMatchObject([
      {
        number: null,
        diagnoses: [{ code: 'I20.9' }, { code: 'I10' }],
        contentHash: visit.contentHash,
        addenda: [],
      },
    ])
  })

  test('makes real PDFs of what was gathered', async () => {
    await everyPaper()
    await renderDueDocuments(system(), renderForm)
    for (const { id, state } of await listDocuments(day.doctor, day.patientId)) {
      expect(state).toBe('ready')
      const { bytes } = await readDocumentFile(day.doctor, id)
      expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-')
    }
  })

  test('a paper that cannot be rendered fails, is told, and holds up no other', async () => {
    const { documentId } = await billedVisit(day)
    const faulty = async (form: PrintedForm) => {
      if (form.kind === 'invoice') throw new Error('no such font')
      return render(form)
    }
    await expect(renderDueDocuments(system(), faulty)).rejects.toMatchObject({
      errors: [{ message: 'no such font' }],
    })
    expect(states()).toEqual([
      ['visit-summary', 'ready'],
      ['invoice', 'failed'],
    ])
    expect(await renderDueDocuments(system(), render)).toBeNull()
    expect(asked).toHaveLength(1)
    await expect(readDocumentFile(day.reception, documentId)).rejects.toMatchObject({
      code: 'document-not-ready',
    })
    await renderAgain(day.reception, documentId)
    expect(day.woken.at(-1)).toBe('documents')
    await renderDueDocuments(system(), render)
    expect(await readDocumentFile(day.reception, documentId)).toMatchObject({
      name: expect.stringMatching(/^invoice-A-2026-0001\.pdf$/),
      mediaType: 'application/pdf',
    })
  })

  test('a crash while rendering leaves the paper due for the next start', async () => {
    await signedVisit(day)
    // The process is gone before the bytes come: the promise of the first run never settles.
    const started = Promise.withResolvers<void>()
    void renderDueDocuments(system(), () => {
      started.resolve()
      return new Promise(() => {})
    })
    await started.promise
    expect(states()).toEqual([['visit-summary', 'due']])
    expect(await renderDueDocuments(system(), render)).toBeNull()
    expect(states()).toEqual([['visit-summary', 'ready']])
  })

  test('a paper that grew while it was rendered stays due', async () => {
    const { encounterId } = await signedVisit(day)
    await renderDueDocuments(system(), render)
    await addAddendum(day.doctor, { encounterId, text: 'one' })
    await renderDueDocuments(system(), async (form) => {
      await addAddendum(day.doctor, { encounterId, text: 'two' })
      return render(form)
    })
    await renderDueDocuments(system(), render)
    expect(states()).toEqual([['visit-summary', 'ready']])
    expect(asked.at(-1)).toMatchObject({ addenda: [{ text: 'one' }, { text: 'two' }] })
  })

  test('does a few at a time, the newest first, and says that more is due', async () => {
    for (let hour = 0; hour < 10; hour += 1) {
      day.setNow(`2026-11-16T1${hour}:00:00.000Z`)
      await signedVisit(day)
    }
    expect(await renderDueDocuments(system(), render)).toBe('2026-11-16T19:00:00.000Z')
    expect(asked).toHaveLength(8)
    expect(asked[0]).toMatchObject({ signedAt: '2026-11-16T19:00:00.000Z' })
    expect(await renderDueDocuments(system(), render)).toBeNull()
    expect(asked).toHaveLength(10)
  })

  test('asks for what is due through its index', () => {
    const plan = day.raw
      .prepare(
        `EXPLAIN QUERY PLAN SELECT * FROM document_reference WHERE state = 'due' ORDER BY created_at DESC, id DESC LIMIT 9`,
      )
      .all()
    expect(plan).toMatchObject([
      { detail: 'SCAN document_reference USING INDEX document_reference_due' },
    ])
  })
})

describe('readDocumentFile', () => {
  test('gives the bytes that were stored, under their hash', async () => {
    const { documentId } = await billedVisit(day)
    await renderDueDocuments(system(), render)
    const { bytes } = await readDocumentFile(day.reception, documentId)
    const stored = day.raw
      .prepare('SELECT sha256 FROM document_reference WHERE id = ?')
      .pluck()
      .get(documentId)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(stored)
    expect(bytes.buffer.byteLength).toBe(bytes.byteLength)
  })

  test('is known to be elsewhere while its bytes are', async () => {
    const { documentId } = await billedVisit(day)
    await renderDueDocuments(system(), render)
    const isHere = async () =>
      (await listDocuments(day.reception, day.patientId)).find(({ id }) => id === documentId)
        ?.isHere
    expect(await isHere()).toBe(true)
    day.raw.prepare('DELETE FROM stored_file').run()
    expect(await isHere()).toBe(false)
  })

  test('refuses damaged bytes and heals them', async () => {
    const { documentId } = await billedVisit(day)
    await renderDueDocuments(system(), render)
    day.raw.prepare(`UPDATE stored_file SET bytes = x'00'`).run()
    const damaged = readDocumentFile(day.reception, documentId)
    await expect(damaged).rejects.toMatchObject({ code: 'file-unreadable' })
    await renderAgain(day.reception, documentId)
    await renderDueDocuments(system(), render)
    await readDocumentFile(day.reception, documentId)
  })

  test('leaves a sound paper alone', async () => {
    const { documentId } = await billedVisit(day)
    await renderDueDocuments(system(), render)
    await renderAgain(day.reception, documentId)
    expect(states().map(([, state]) => state)).toEqual(['ready', 'ready'])
  })

  test('shows medical papers to clinicians alone', async () => {
    const { visit, referral } = await everyPaper()
    await renderDueDocuments(system(), render)
    const summary = readDocumentFile(day.reception, visit.documentId)
    await expect(summary).resolves.toBeDefined()
    const medical = day.raw
      .prepare(`SELECT id FROM document_reference WHERE kind = 'visit-summary'`)
      .pluck()
      .get()
    const visitSummaryId = String(medical)
    await expect(readDocumentFile(day.reception, visitSummaryId)).rejects.toMatchObject({
      code: 'forbidden',
      data: { permission: 'visits.read' },
    })
    await expect(renderAgain(day.reception, visitSummaryId)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(readDocumentFile(day.cashier, referral.documentId)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await readDocumentFile(day.nurse, visitSummaryId)
    const kinds = async (desk: VisitDay['desk']) =>
      (await listDocuments(desk, day.patientId)).map(({ kind }) => kind)
    expect(await kinds(day.cashier)).not.toContain('referral')
    expect(await kinds(day.reception)).not.toContain('visit-summary')
    expect(await kinds(day.nurse)).toHaveLength(6)
    await expect(readDocumentFile(day.nurse, day.newId())).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

test('a paper’s file name holds nothing that a path could be made of', () => {
  const paper = { kind: 'invoice' as const, createdAt: '2026-11-16T06:00:00.000Z' }
  expect(documentName({ ...paper, number: '../А\\1' })).toBe('invoice-.._А_1.pdf')
  expect(documentName({ ...paper, number: '' })).toBe('invoice-2026-11-16.pdf')
})
