/** A document's life in a real clinic: its route makes tasks, its history grows, its signed bytes never change. */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  approveDocument,
  archiveDocument,
  beginDocument,
  discardDocument,
  disposeDocument,
  returnDocument,
  saveContent,
  signDocument,
  submitDocument,
} from '../../../../main/clinic/documents/compositions.service.ts'
import {
  addDocumentType,
  addSampleTypes,
  archiveDocumentType,
  listDocumentTypes,
  updateDocumentType,
} from '../../../../main/clinic/documents/document-types.service.ts'
import { textIn } from '../../../../main/clinic/documents/document-types.rules.ts'
import {
  listDocumentsOf,
  listRegister,
  listToDispose,
  readDocument,
  readDocumentPdf,
} from '../../../../main/clinic/documents/register.service.ts'
import { delegateTask, listMyTasks } from '../../../../main/clinic/tasks/tasks.service.ts'
import type { Desk } from '../../../../main/db/desk.ts'
import type { Role } from '../../../../main/clinic/shared/permissions.ts'
import type { PrintedForm } from '../../../../main/pdf/printed-form.ts'
import { openVisitDay, type VisitDay } from '../../../helpers/visit-day.ts'

let day: VisitDay
let rendered: PrintedForm[]
let types: Map<string, string>

beforeEach(async () => {
  day = await openVisitDay()
  rendered = []
  await addSampleTypes(day.desk)
  const listed = await listDocumentTypes(day.desk)
  types = new Map(listed.map(({ id, definition }) => [textIn(definition.name, 'en'), id]))
})
afterEach(() => day.close())

/** Stands in for the worker: other words on paper, other bytes. */
async function render(form: PrintedForm): Promise<Uint8Array> {
  rendered.push(form)
  return new TextEncoder().encode(`%PDF ${JSON.stringify(form)}`)
}

const typeOf = (name: string) => types.get(name) ?? ''
const leave = {
  kind: '0',
  'first-day': '2026-12-01',
  'last-day': '2026-12-14',
  reason: 'Семейные обстоятельства',
}

async function begin(desk: Desk, name = 'Leave application', patientId: string | null = null) {
  const wish = { typeId: typeOf(name), patientId, language: 'ru' as const, replacesId: null }
  const { id } = await beginDocument(desk, wish)
  return id
}

const at = async (id: string) => {
  const { version, state } = await readDocument(day.desk, id)
  return { id, version, state }
}

const step = async (id: string) => {
  const { version } = await at(id)
  return { id, version }
}

async function filled(desk: Desk): Promise<string> {
  const id = await begin(desk)
  await saveContent(desk, { id, version: 1, content: leave })
  return id
}

async function signed(): Promise<string> {
  const id = await filled(day.nurse)
  await submitDocument(day.nurse, await step(id))
  await approveDocument(day.desk, await step(id))
  await signDocument(day.desk, await step(id), render)
  return id
}

const titles = async (desk: Desk) =>
  (await listMyTasks(desk)).map(({ title, dueOn }) => [title, dueOn])

describe('a document', () => {
  test('goes draft, review, returned with remarks, approved, signed, archived; each step in its history', async () => {
    const id = await filled(day.nurse)
    await submitDocument(day.nurse, await step(id))
    await returnDocument(day.desk, { ...(await step(id)), remark: 'Укажите, кто замещает' })
    await saveContent(day.nurse, {
      ...(await step(id)),
      content: { ...leave, substitute: 'Зимина И.' },
    })
    await submitDocument(day.nurse, await step(id))
    await approveDocument(day.desk, await step(id))
    await signDocument(day.desk, await step(id), render)
    await archiveDocument(day.desk, await step(id))
    const document = await readDocument(day.nurse, id)
    expect(document.state).toBe('archived')
    expect(document.retainUntil).toBe('2031-12-14')
    expect(document.steps.map(({ action, toState, remark }) => [action, toState, remark])).toEqual([
      ['begin', 'draft', null],
      ['submit', 'review', null],
      ['return', 'returned', 'Укажите, кто замещает'],
      ['submit', 'review', null],
      ['approve', 'approved', null],
      ['sign', 'signed', null],
      ['archive', 'archived', null],
    ])
    expect(document.steps.every(({ actor }) => actor !== null)).toBe(true)
  })

  test('makes a task for whoever is next, with the due day of the route, and ends it with the step', async () => {
    const id = await filled(day.nurse)
    expect(await titles(day.nurse)).toEqual([])
    await submitDocument(day.nurse, await step(id))
    const { number } = await readDocument(day.desk, id)
    expect(await titles(day.desk)).toEqual([
      [`Согласовать: Заявление на отпуск ${number}`, '2026-11-19'],
    ])
    await returnDocument(day.desk, { ...(await step(id)), remark: 'Нет причины' })
    expect(await titles(day.desk)).toEqual([])
    expect(await titles(day.nurse)).toEqual([[`Исправить: Заявление на отпуск ${number}`, null]])
    await submitDocument(day.nurse, await step(id))
    await approveDocument(day.desk, await step(id))
    expect(await titles(day.desk)).toEqual([
      [`Подписать: Заявление на отпуск ${number}`, '2026-11-19'],
    ])
    await signDocument(day.desk, await step(id), render)
    expect(await titles(day.desk)).toEqual([])
  })

  test('may be approved by the colleague to whom the task was handed on', async () => {
    const id = await filled(day.nurse)
    await submitDocument(day.nurse, await step(id))
    const [task] = await listMyTasks(day.desk)
    const owner = { practitionerId: day.reception.actor.id }
    await delegateTask(day.desk, { id: task?.id ?? '', version: 1, owner, comment: null })
    await approveDocument(day.reception, await step(id))
    expect((await at(id)).state).toBe('approved')
  })

  test('is refused to whoever’s turn it is not, and what has not come so far', async () => {
    const id = await filled(day.nurse)
    await expect(submitDocument(day.doctor, await step(id))).rejects.toMatchObject({
      code: 'not-your-turn',
    })
    await expect(approveDocument(day.desk, await step(id))).rejects.toMatchObject({
      code: 'step-not-possible',
    })
    await submitDocument(day.nurse, await step(id))
    await expect(
      saveContent(day.nurse, { ...(await step(id)), content: {} }),
    ).rejects.toMatchObject({ code: 'document-closed' })
  })

  test('is given on only with all that is required', async () => {
    const id = await begin(day.nurse)
    await expect(submitDocument(day.nurse, await step(id))).rejects.toMatchObject({
      code: 'document-incomplete',
      data: { field: 'kind' },
    })
  })

  test('that two people work on tells the second one, who overwrites nothing', async () => {
    const id = await filled(day.nurse)
    const { version } = await at(id)
    await saveContent(day.nurse, { id, version, content: { ...leave, reason: 'Первый' } })
    await expect(
      saveContent(day.nurse, { id, version, content: { ...leave, reason: 'Второй' } }),
    ).rejects.toMatchObject({ code: 'version-conflict' })
    expect((await readDocument(day.nurse, id)).content['reason']).toBe('Первый')
    await submitDocument(day.nurse, await step(id))
    const seen = await step(id)
    await approveDocument(day.desk, seen)
    await expect(returnDocument(day.desk, { ...seen, remark: 'Поздно' })).rejects.toMatchObject({
      code: 'version-conflict',
    })
  })

  test('keeps the type it was begun with when the type is changed', async () => {
    const id = await filled(day.nurse)
    const [, type] = await listDocumentTypes(day.desk)
    if (type === undefined) throw new Error('no type')
    await updateDocumentType(day.desk, {
      ...type,
      definition: { ...type.definition, name: { ru: 'Другое имя' } },
    })
    expect(textIn((await readDocument(day.nurse, id)).name, 'ru')).toBe('Заявление на отпуск')
    await archiveDocumentType(day.desk, { id: type.id, version: 2, archived: true })
    await expect(begin(day.nurse)).rejects.toMatchObject({ code: 'archived' })
  })

  test('of a kind that is about a patient asks for one, and is read by clinicians alone when it is medical', async () => {
    await expect(begin(day.doctor, 'Informed consent to a procedure')).rejects.toMatchObject({
      code: 'patient-needed',
    })
    const id = await begin(day.doctor, 'Informed consent to a procedure', day.patientId)
    await expect(readDocument(day.cashier, id)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await listDocumentsOf(day.cashier, day.patientId)).toEqual([])
    expect(await listDocumentsOf(day.nurse, day.patientId)).toMatchObject([{ id, isMine: false }])
  })

  test('that nobody needs is given up with a reason, and its task is called off', async () => {
    const id = await filled(day.nurse)
    await discardDocument(day.nurse, { ...(await step(id)), remark: 'Передумала' })
    expect((await at(id)).state).toBe('discarded')
    await expect(submitDocument(day.nurse, await step(id))).rejects.toMatchObject({
      code: 'step-not-possible',
    })
  })

  test('is found in the register by state, type and patient', async () => {
    const one = await filled(day.nurse)
    const other = await begin(day.reception, 'Certificate of attendance', day.patientId)
    const all = { state: null, typeId: null, patientId: null, limit: 100 }
    const ids = async (filter: Partial<typeof all> | { state: 'signed' | 'draft' }) =>
      (await listRegister(day.desk, { ...all, ...filter })).documents.map(({ id }) => id)
    expect(await ids({})).toEqual([other, one])
    expect(await ids({ state: 'signed' })).toEqual([])
    expect(await ids({ state: 'draft' })).toEqual([other, one])
    expect(
      (await listRegister(day.desk, { ...all, typeId: typeOf('Internal memo') })).documents,
    ).toEqual([])
    expect(
      (await listRegister(day.desk, { ...all, patientId: day.patientId })).documents,
    ).toMatchObject([{ id: other }])
    expect(await listRegister(day.desk, { ...all, limit: 1 })).toMatchObject({ hasMore: true })
  })
})

describe('a signed document', () => {
  test('has its bytes and hash fixed: reading them renders nothing, whatever was changed since', async () => {
    const id = await signed()
    expect(rendered).toHaveLength(1)
    const { sha256, contentHash } = await readDocument(day.nurse, id)
    day.raw.prepare(`UPDATE organization SET name = 'Другое имя'`).run()
    const { bytes } = await readDocumentPdf(day.nurse, id, render)
    expect(rendered).toHaveLength(1)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    expect(new TextDecoder().decode(bytes)).toContain(contentHash)
  })

  test('cannot be changed, neither by a step nor in the database', async () => {
    const id = await signed()
    await expect(
      saveContent(day.nurse, { ...(await step(id)), content: {} }),
    ).rejects.toMatchObject({ code: 'document-closed' })
    for (const change of [`content = '{}'`, `sha256 = 'x'`, `definition = '{}'`, `number = '1'`]) {
      expect(() => day.raw.prepare(`UPDATE composition SET ${change}`).run()).toThrow(
        'a signed document never changes',
      )
    }
    expect(() => day.raw.prepare('DELETE FROM composition').run()).toThrow(
      'a signed document never changes',
    )
    expect(() => day.raw.prepare(`UPDATE composition_step SET remark = 'x'`).run()).toThrow(
      'append-only',
    )
  })

  test('whose bytes are damaged or gone says so and is never made anew', async () => {
    const id = await signed()
    day.raw.prepare(`UPDATE stored_file SET bytes = x'00'`).run()
    await expect(readDocumentPdf(day.nurse, id, render)).rejects.toMatchObject({
      code: 'file-unreadable',
      data: { reason: 'damaged' },
    })
    day.raw.prepare('DELETE FROM stored_file').run()
    await expect(readDocumentPdf(day.nurse, id, render)).rejects.toMatchObject({
      code: 'file-unreadable',
    })
    expect(rendered).toHaveLength(1)
  })

  test('is corrected by a new one that names it and begins with its words', async () => {
    const id = await signed()
    const { id: next } = await beginDocument(day.nurse, {
      typeId: typeOf('Leave application'),
      patientId: null,
      language: 'ru',
      replacesId: id,
    })
    const correction = await readDocument(day.nurse, next)
    expect(correction.replaces?.id).toBe(id)
    expect(correction.content).toEqual(leave)
    expect((await readDocument(day.nurse, id)).replacedBy?.id).toBe(next)
    await expect(
      beginDocument(day.nurse, {
        typeId: typeOf('Leave application'),
        patientId: null,
        language: 'ru',
        replacesId: next,
      }),
    ).rejects.toMatchObject({ code: 'not-signed-document' })
    await readDocumentPdf(day.nurse, next, render)
    expect(rendered.at(-1)).toMatchObject({ replacesNumber: expect.stringMatching(/-D0001$/) })
  })

  test('is not signed when it was changed while its PDF was made', async () => {
    const id = await filled(day.nurse)
    await submitDocument(day.nurse, await step(id))
    await approveDocument(day.desk, await step(id))
    const seen = await step(id)
    await expect(
      signDocument(day.desk, seen, async (form) => {
        await returnDocument(day.desk, { ...seen, remark: 'Стоп' })
        return render(form)
      }),
    ).rejects.toMatchObject({ code: 'version-conflict' })
    expect(await at(id)).toMatchObject({ state: 'returned' })
    expect(day.raw.prepare('SELECT count(*) FROM stored_file').pluck().get()).toBe(0)
  })

  test('asks every signatory of its route, and is made of all their names', async () => {
    const [sample] = await listDocumentTypes(day.desk)
    if (sample === undefined) throw new Error('no type')
    const role = (name: Role) => ({ action: 'sign' as const, by: { role: name }, dueDays: 1 })
    const fill = { action: 'fill' as const, by: { author: true as const }, dueDays: null }
    const { id: typeId } = await addDocumentType(day.desk, {
      definition: {
        ...sample.definition,
        fields: [],
        form: { ...sample.definition.form, text: {} },
        route: [fill, role('doctor'), role('administrator')],
      },
    })
    const wish = { typeId, patientId: day.patientId, language: 'ru' as const, replacesId: null }
    const { id } = await beginDocument(day.nurse, wish)
    await submitDocument(day.nurse, await step(id))
    await signDocument(day.doctor, await step(id), render)
    expect(await at(id)).toMatchObject({ state: 'approved' })
    expect(rendered).toEqual([])
    await signDocument(day.desk, await step(id), render)
    expect(await at(id)).toMatchObject({ state: 'signed' })
    expect(rendered).toMatchObject([{ signatures: [{}, {}] }])
  })
})

describe('a draft', () => {
  test('is shown as it would look, made anew each time, and says that it is not signed', async () => {
    const id = await filled(day.nurse)
    await readDocumentPdf(day.nurse, id, render)
    expect(rendered).toMatchObject([
      {
        kind: 'document',
        title: 'Заявление на отпуск',
        signatures: [],
        paragraphs: [
          expect.stringContaining('отпуск (Оплачиваемый отпуск) с 1 декабря 2026'),
          'Семейные обстоятельства',
          'Замещает: —',
        ],
      },
    ])
  })
})

describe('the time of keeping', () => {
  async function archived(): Promise<string> {
    const id = await signed()
    await archiveDocument(day.nurse, await step(id))
    return id
  }

  test('over, a document comes to the list, and is disposed of by hand with a reason and an audit entry', async () => {
    const id = await archived()
    expect(await listToDispose(day.desk)).toEqual([])
    await expect(
      disposeDocument(day.desk, { ...(await step(id)), remark: 'Акт № 1' }),
    ).rejects.toMatchObject({ code: 'still-kept' })
    day.setNow('2031-12-15T06:00:00.000Z')
    expect((await listToDispose(day.desk)).map((one) => one.id)).toEqual([id])
    await expect(
      disposeDocument(day.nurse, { ...(await step(id)), remark: 'Акт № 1' }),
    ).rejects.toMatchObject({ code: 'not-your-turn' })
    await disposeDocument(day.desk, { ...(await step(id)), remark: 'Акт № 1' })
    const document = await readDocument(day.desk, id)
    expect(document).toMatchObject({ state: 'disposed', content: {} })
    expect(document.sha256).not.toBeNull()
    expect(day.raw.prepare('SELECT count(*) FROM stored_file').pluck().get()).toBe(0)
    await expect(readDocumentPdf(day.desk, id, render)).rejects.toMatchObject({
      code: 'document-disposed',
    })
    const audited = day.raw
      .prepare(`SELECT count(*) FROM audit_event WHERE command = 'documents.dispose'`)
      .pluck()
      .get()
    expect(audited).toBe(2)
  })

  test('never ends a document by itself', async () => {
    const id = await archived()
    day.setNow('2040-01-01T06:00:00.000Z')
    expect((await at(id)).state).toBe('archived')
  })
})

test('adding the samples twice adds them once', async () => {
  expect(await addSampleTypes(day.desk)).toEqual({ added: 0 })
  expect(await listDocumentTypes(day.desk)).toHaveLength(5)
})
