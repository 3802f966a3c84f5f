import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createDraftSaver } from '../../../renderer/pages/visits/draft-saver.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** A store that keeps what it is given, and can be told to refuse or to take its time. */
function openStore(refusals: unknown[] = []) {
  const kept: string[] = []
  const saver = createDraftSaver<string>({
    savedAt: null,
    isFinal: (error) => error === 'already-signed',
    save: async (content) => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      const refusal = refusals.shift()
      if (refusal !== undefined) throw refusal
      kept.push(content)
      return { savedAt: `saved ${content}` }
    },
  })
  return { kept, saver }
}

describe('a draft', () => {
  test('is saved when the hands rest, and says so', async () => {
    const { kept, saver } = openStore()
    saver.edit('a')
    saver.edit('ab')
    expect(saver.state()).toEqual({ name: 'unsaved' })
    await vi.advanceTimersByTimeAsync(399)
    expect(saver.state()).toEqual({ name: 'unsaved' })
    await vi.advanceTimersByTimeAsync(1)
    expect(saver.state()).toEqual({ name: 'saving' })
    await vi.advanceTimersByTimeAsync(50)
    expect(kept).toEqual(['ab'])
    expect(saver.state()).toEqual({ name: 'saved', at: 'saved ab' })
  })

  test('is saved every two seconds while the hands do not rest', async () => {
    const { kept, saver } = openStore()
    for (let letter = 1; letter <= 30; letter += 1) {
      saver.edit('x'.repeat(letter))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(kept).toHaveLength(1)
    expect(kept[0]?.length).toBeGreaterThanOrEqual(20)
  })

  test('is saved at once on flush, the newest text last and never two at a time', async () => {
    const { kept, saver } = openStore()
    saver.edit('a')
    const first = saver.flush()
    saver.edit('ab')
    const second = saver.flush()
    await vi.advanceTimersByTimeAsync(100)
    await Promise.all([first, second])
    expect(kept).toEqual(['a', 'ab'])
    expect(saver.state()).toEqual({ name: 'saved', at: 'saved ab' })
  })

  test('shows text that was typed during a save as unsaved', async () => {
    const { kept, saver } = openStore()
    saver.edit('a')
    void saver.flush()
    saver.edit('ab')
    await vi.advanceTimersByTimeAsync(50)
    expect(saver.state()).toEqual({ name: 'unsaved' })
    await vi.advanceTimersByTimeAsync(450)
    expect(kept).toEqual(['a', 'ab'])
  })

  test('is kept after a refusal and tried again by itself', async () => {
    const { kept, saver } = openStore(['locked', 'locked'])
    saver.edit('a')
    await vi.advanceTimersByTimeAsync(450)
    expect(saver.state()).toEqual({ name: 'failed', error: 'locked' })
    await vi.advanceTimersByTimeAsync(5050)
    expect(saver.state()).toEqual({ name: 'failed', error: 'locked' })
    await vi.advanceTimersByTimeAsync(5050)
    expect(kept).toEqual(['a'])
    expect(saver.state()).toEqual({ name: 'saved', at: 'saved a' })
  })

  test('is tried again at once on flush, for instance after the screen is unlocked', async () => {
    const { kept, saver } = openStore(['locked'])
    saver.edit('a')
    await vi.advanceTimersByTimeAsync(450)
    saver.edit('ab')
    void saver.flush()
    await vi.advanceTimersByTimeAsync(50)
    expect(kept).toEqual(['ab'])
  })

  test('is not tried again when that can never help', async () => {
    const { kept, saver } = openStore(['already-signed'])
    saver.edit('a')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(kept).toEqual([])
    expect(saver.state()).toEqual({ name: 'failed', error: 'already-signed' })
  })

  test('is forgotten once it was signed', async () => {
    const { kept, saver } = openStore()
    saver.edit('a')
    saver.drop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(kept).toEqual([])
  })
})
