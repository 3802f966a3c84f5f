import { describe, expect, test } from 'vitest'
import { ageOf } from '../../../renderer/pages/patients/age.ts'

describe('how old somebody is', () => {
  test.each([
    ['2026-11-21', 'days', 0],
    ['2026-10-22', 'days', 30],
    ['2026-10-21', 'months', 1],
    ['2024-11-22', 'months', 23],
    ['2024-11-21', 'years', 2],
    ['1978-11-21', 'years', 48],
    ['1978-11-22', 'years', 47],
  ])('%s is %s: %i', (bornOn, unit, count) => {
    expect(ageOf(bornOn, '2026-11-21')).toEqual({ unit, count })
  })

  test('says nothing before the birth', () => {
    expect(ageOf('2026-11-22', '2026-11-21')).toBeNull()
  })
})
