/** The newest operations in memory: all that was asked for, or none. */
import { describe, expect, test } from 'vitest'
import { createRecent } from '../../../main/hub/recent.ts'
import type { LoggedOperation } from '../../../main/hub/store.ts'
import { Writer } from './hub-clinic.ts'

const writer = new Writer('a')

function logged(...numbers: number[]): LoggedOperation[] {
  return numbers.map((seq) => ({
    ...writer.create('location', `row-${seq}`, {}),
    seq,
    deviceId: 'a',
    outcome: 'accepted',
    code: null,
    data: {},
    branch: null,
    hash: '',
  }))
}

const at = (head: number, epoch = 'first') => ({ epoch, head })
const numbersOf = (found: LoggedOperation[] | null) => found?.map(({ seq }) => seq) ?? null

describe('what was decided here', () => {
  test('is there from where it begins up to the head', () => {
    const recent = createRecent(10)
    recent.add('first', logged(4, 5))
    recent.add('first', logged(6))
    expect(numbersOf(recent.after(3, at(6), 10))).toEqual([4, 5, 6])
    expect(numbersOf(recent.after(4, at(6), 1))).toEqual([5])
    expect(numbersOf(recent.after(6, at(6), 10))).toEqual([])
    expect(recent.after(2, at(6), 10)).toBeNull()
  })

  test('is not all there is once another process has written', () => {
    const recent = createRecent(10)
    recent.add('first', logged(1, 2))
    expect(recent.after(0, at(3), 10)).toBeNull()
    recent.add('first', logged(4))
    expect(recent.after(0, at(4), 10)).toBeNull()
    expect(numbersOf(recent.after(3, at(4), 10))).toEqual([4])
  })

  test('is as new as it was when an older answer is heard later', () => {
    const recent = createRecent(10)
    recent.add('first', logged(3, 4))
    recent.add('first', logged(1, 2))
    expect(recent.after(0, at(4), 10)).toBeNull()
    expect(numbersOf(recent.after(2, at(4), 10))).toEqual([3, 4])
  })

  test('is of its epoch alone', () => {
    const recent = createRecent(10)
    recent.add('first', logged(1, 2))
    expect(recent.after(0, at(2, 'second'), 10)).toBeNull()
    recent.add('second', logged(3))
    expect(recent.after(0, at(3, 'second'), 10)).toBeNull()
    expect(numbersOf(recent.after(2, at(3, 'second'), 10))).toEqual([3])
  })

  test('is never more than so many', () => {
    const recent = createRecent(2)
    recent.add('first', logged(1, 2, 3))
    expect(recent.after(0, at(3), 10)).toBeNull()
    expect(numbersOf(recent.after(1, at(3), 10))).toEqual([2, 3])
  })
})
