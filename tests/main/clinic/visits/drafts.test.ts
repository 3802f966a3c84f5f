/** A visit while it is written: kept as typed, shared with whoever is in it, and never written over unseen. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readShared, saveDraft } from '../../../../main/clinic/visits/draft.service.ts'
import { emptyContent, type VisitContent } from '../../../../main/clinic/visits/visits.rules.ts'
import { readVisit, signVisit } from '../../../../main/clinic/visits/visits.service.ts'
import type { Desk } from '../../../../main/db/desk.ts'
import {
  openVisit,
  openVisitDay,
  signedVisit,
  type VisitDay,
  written,
} from '../../../helpers/visit-day.ts'

let day: VisitDay
beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

const count = (table: string) =>
  Number(day.raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get())

type Base = Pick<NonNullable<Awaited<ReturnType<typeof readShared>>>, 'mark' | 'content'>

const sharedText = async (encounterId: string): Promise<Base> =>
  (await readShared(day.doctor.read, encounterId)) ?? { mark: '', content: emptyContent }

async function save(
  desk: Desk,
  encounterId: string,
  change: Partial<VisitContent>,
  { base, isShared = true }: { base?: Base; isShared?: boolean } = {},
) {
  return saveDraft(desk.with({}), {
    encounterId,
    content: { ...emptyContent, ...change },
    base: base ?? (await sharedText(encounterId)),
    isShared,
  })
}

describe('a draft', () => {
  test('is kept exactly as typed at every pause, and sent only every now and then', async () => {
    const { encounterId } = await openVisit(day)
    const first = await save(day.doctor, encounterId, { plan: 'Э' }, { isShared: false })
    expect(first.outcome).toBe('shared')
    const before = [count('audit_event'), count('outbox_operation')]
    day.setNow('2026-11-16T06:00:14.999Z')
    const second = await save(day.doctor, encounterId, written, { isShared: false })
    expect(second).toMatchObject({ outcome: 'kept', mark: first.mark })
    expect([count('audit_event'), count('outbox_operation')]).toEqual(before)
    const { encounter } = await readVisit(day.doctor, { encounterId })
    expect(encounter?.content).toEqual(written)
    day.setNow('2026-11-16T06:00:15.000Z')
    const third = await save(
      day.doctor,
      encounterId,
      { ...written, plan: 'ЭКГ' },
      { isShared: false },
    )
    expect(third.outcome).toBe('shared')
  })

  test('of a program from before keeps its one diagnosis', async () => {
    const { encounterId } = await openVisit(day)
    const earlier = {
      complaint: 'Кашель',
      findings: 'Хрипы',
      diagnosis: 'Бронхит',
      diagnosisCode: 'J20.9',
      plan: 'Питьё',
    }
    day.raw
      .prepare(`INSERT INTO draft VALUES ('encounter', ?, ?, ?, 1, '2026-11-16T06:00:00.000Z')`)
      .run(encounterId, day.practitionerId, JSON.stringify(earlier))
    const { encounter } = await readVisit(day.doctor, { encounterId })
    expect(encounter?.content).toMatchObject({
      complaint: 'Кашель',
      findings: 'Хрипы',
      plan: 'Питьё',
      diagnoses: [{ text: 'Бронхит', code: 'J20.9' }],
    })
  })

  test('that says nothing new is not shared again, and its text stays out of the audit trail', async () => {
    const { encounterId } = await openVisit(day)
    await save(day.doctor, encounterId, written)
    const before = count('outbox_operation')
    expect((await save(day.doctor, encounterId, written)).outcome).toBe('kept')
    expect(count('outbox_operation')).toBe(before)
    const told = day.raw
      .prepare(`SELECT changes FROM audit_event WHERE entity = 'encounter_draft'`)
      .pluck()
      .all()
      .join()
    expect(told).not.toContain('после')
  })
})

describe('two in one visit', () => {
  test('see who else writes there, and what', async () => {
    const { encounterId } = await openVisit(day)
    await save(day.nurse, encounterId, { vitals: { systolic: '130' } })
    const { encounter, mayWrite, maySign } = await readVisit(day.doctor, { encounterId })
    expect(encounter?.shared?.savedBy.name.family).toBe('Весна')
    expect(encounter?.content.vitals).toEqual({ systolic: '130' })
    expect([mayWrite, maySign]).toEqual([true, true])
    const nurses = await readVisit(day.nurse, { encounterId })
    expect([nurses.mayWrite, nurses.maySign]).toEqual([true, false])
  })

  test('never write over each other: a save over a newer text is refused, and both texts are there', async () => {
    const { encounterId } = await openVisit(day)
    const base = await sharedText(encounterId)
    await save(day.nurse, encounterId, { complaint: 'Со слов матери: кашель' }, { base })
    const late = await save(day.doctor, encounterId, { complaint: 'Кашель' }, { base })
    expect(late).toMatchObject({ outcome: 'newer', mark: base.mark })
    const { encounter } = await readVisit(day.doctor, { encounterId })
    expect(encounter?.content.complaint).toBe('Кашель')
    expect(encounter?.own?.base).toEqual({ mark: base.mark, content: emptyContent })
    expect(encounter?.shared).toMatchObject({
      content: { complaint: 'Со слов матери: кашель' },
      lineage: [base.mark],
    })
    const chosen = await save(day.doctor, encounterId, { complaint: 'Кашель' })
    expect(chosen.outcome).toBe('shared')
  })

  test('a visit is not signed over a text that its doctor has not seen', async () => {
    const { encounterId } = await openVisit(day)
    const { mark } = await save(day.doctor, encounterId, written)
    const nurses = await save(day.nurse, encounterId, { ...written, history: 'Аллергия на йод' })
    const blind = signVisit(day.doctor, { encounterId, content: written, base: mark })
    await expect(blind).rejects.toMatchObject({ code: 'written-meanwhile' })
    await signVisit(day.doctor.with({}), { encounterId, content: written, base: nurses.mark })
  })

  test('others may not write there, and nobody after it was signed', async () => {
    const open = await openVisit(day)
    await expect(save(day.otherDoctor, open.encounterId, written)).rejects.toMatchObject({
      code: 'not-the-author',
    })
    await expect(save(day.cashier, open.encounterId, written)).rejects.toMatchObject({
      code: 'not-the-author',
    })
    const { encounterId } = await signedVisit(day)
    await expect(save(day.doctor, encounterId, written)).rejects.toMatchObject({
      code: 'already-signed',
    })
  })
})
