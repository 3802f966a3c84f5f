/** The text of a visit while two write in it: shared, brought together, and never written over unseen. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyContent, type VisitContent } from '../../../main/clinic/visits/visits.rules.ts'
import {
  createVisitDraft,
  type SavedText,
  type Shared,
} from '../../../renderer/pages/visits/visit-draft.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const start: VisitContent = { ...emptyContent, complaint: 'Кашель' }

interface Sent {
  content: VisitContent
  base: { mark: string; content: VisitContent }
  isShared: boolean
}

function open(outcome: SavedText['outcome'] = 'shared') {
  const sent: Sent[] = []
  const state = { outcome }
  const draft = createVisitDraft({
    content: start,
    base: { mark: 'a', content: start },
    savedAt: null,
    isFinal: () => false,
    save: async (text) => {
      sent.push(text)
      const mark = state.outcome === 'shared' ? `mine-${sent.length}` : text.base.mark
      return { savedAt: 'now', outcome: state.outcome, mark }
    },
  })
  return { draft, sent, state }
}

const theirs = (change: Partial<VisitContent>, rest: Partial<Shared> = {}): Shared => ({
  mark: 'b',
  lineage: ['a'],
  savedAt: 'later',
  content: { ...start, ...change },
  ...rest,
})

describe('what is typed', () => {
  test('is saved over the text that it grew out of, and stands on itself afterwards', async () => {
    const { draft, sent } = open()
    draft.change({ ...start, plan: 'Питьё' })
    await draft.flush(false)
    expect(sent).toMatchObject([{ base: { mark: 'a' }, isShared: false }])
    expect(draft.mark()).toBe('mine-1')
  })

  test('that was kept for oneself alone reaches the others when the page is left', async () => {
    const { draft, sent, state } = open('kept')
    draft.change({ ...start, plan: 'Питьё' })
    await draft.flush(false)
    state.outcome = 'shared'
    await draft.flush(true)
    await draft.flush(true)
    expect(sent.map(({ isShared }) => isShared)).toEqual([false, true])
  })

  test('is not sent any more once it was signed', async () => {
    const { draft, sent } = open()
    draft.change({ ...start, plan: 'Питьё' })
    draft.drop()
    await draft.flush(true)
    expect(sent).toEqual([])
  })
})

describe('what somebody else writes', () => {
  test('comes in where nothing was typed', () => {
    const { draft } = open()
    draft.takeIn(theirs({ vitals: { systolic: '130' } }))
    expect(draft.snapshot()).toMatchObject({
      content: { vitals: { systolic: '130' } },
      clash: null,
    })
    expect(draft.mark()).toBe('b')
  })

  test('stands beside what was typed in another part', () => {
    const { draft } = open()
    draft.change({ ...start, plan: 'Питьё' })
    draft.takeIn(theirs({ vitals: { systolic: '130' } }))
    expect(draft.snapshot().content).toMatchObject({ plan: 'Питьё', vitals: { systolic: '130' } })
    expect(draft.snapshot().clash).toBeNull()
  })

  test('in the same part waits for a choice, and both texts are there until then', async () => {
    const { draft, sent } = open('newer')
    draft.change({ ...start, complaint: 'Кашель ночью' })
    draft.takeIn(theirs({ complaint: 'Кашель с кровью', history: 'Курит' }))
    const { content, clash } = draft.snapshot()
    expect(content).toMatchObject({ complaint: 'Кашель ночью', history: 'Курит' })
    expect(clash).toMatchObject({ parts: ['complaint'], theirs: { complaint: 'Кашель с кровью' } })
    await draft.flush(false)
    expect(sent.at(-1)?.base.mark).toBe('a')
  })

  test.each([
    ['mine', 'Кашель ночью'],
    ['theirs', 'Кашель с кровью'],
  ] as const)('%s can be chosen, and is saved knowing of the other', async (whose, complaint) => {
    const { draft, sent, state } = open('newer')
    draft.change({ ...start, complaint: 'Кашель ночью' })
    draft.takeIn(theirs({ complaint: 'Кашель с кровью' }))
    draft.choose('complaint', whose)
    expect(draft.snapshot()).toMatchObject({ content: { complaint }, clash: null })
    expect(draft.mark()).toBe('b')
    state.outcome = 'shared'
    await draft.flush(false)
    expect(sent.at(-1)).toMatchObject({ base: { mark: 'b' }, content: { complaint } })
  })

  test('that did not grow out of the own text is never taken for an answer to it', () => {
    const { draft } = open()
    draft.takeIn(theirs({ complaint: 'Боль' }, { lineage: ['elsewhere'] }))
    expect(draft.snapshot()).toMatchObject({
      content: { complaint: 'Кашель' },
      clash: { parts: ['complaint'] },
    })
  })

  test('of before, read late, changes nothing', async () => {
    const { draft } = open()
    draft.change({ ...start, plan: 'Питьё' })
    await draft.flush(false)
    draft.takeIn(theirs({ plan: 'Старый' }, { mark: 'a', lineage: [] }))
    expect(draft.snapshot()).toMatchObject({ content: { plan: 'Питьё' }, clash: null })
  })

  test('while a save is on its way is looked at when it has arrived', async () => {
    const { draft } = open()
    draft.change({ ...start, plan: 'Питьё' })
    const saving = draft.flush(false)
    // Their text is an answer to the one that is just being saved.
    draft.takeIn(theirs({ plan: 'Питьё', history: 'Курит' }, { lineage: ['a', 'mine-1'] }))
    expect(draft.snapshot().content.history).toBe('')
    await saving
    expect(draft.snapshot()).toMatchObject({
      content: { plan: 'Питьё', history: 'Курит' },
      clash: null,
    })
  })
})
