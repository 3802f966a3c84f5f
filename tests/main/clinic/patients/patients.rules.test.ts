import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  canEditCard,
  canMoveCard,
  cardStatuses,
  cleanName,
  longestName,
  nameProblem,
  nextCardStatuses,
  requireCardMove,
} from '../../../../main/clinic/patients/patients.rules.ts'
import type { NameProblem } from '../../../../main/clinic/patients/patients.rules.ts'

describe('a name', () => {
  test.each<[string, NameProblem | null, string]>([
    ['Иванов', null, 'Иванов'],
    ['  Анна   Мария ', null, 'Анна Мария'],
    ["'; DROP TABLE patient; --", null, "'; DROP TABLE patient; --"],
    ['<script>alert(1)</script>', null, '<script>alert(1)</script>'],
    ['=HYPERLINK("x")', null, '=HYPERLINK("x")'],
    ['Joa\u0303o', null, 'João'],
    ['王', null, '王'],
    ['   ', 'required', ''],
    ['', 'required', ''],
    ['Ива\u0000нов', 'control-characters', 'Иванов'],
    ['Ива\nнов', 'control-characters', 'Ива нов'],
    ['Ива\u202eнов', 'control-characters', 'Иванов'],
    ['я'.repeat(longestName + 1), 'too-long', 'я'.repeat(longestName + 1)],
    ['я'.repeat(longestName), null, 'я'.repeat(longestName)],
  ])('%j', (typed, problem, kept) => {
    expect(nameProblem(typed)).toBe(problem)
    expect(cleanName(typed)).toBe(kept)
  })

  test('that may be left out', () => {
    expect(nameProblem(' ', { isOptional: true })).toBeNull()
    expect(nameProblem('\u0007', { isOptional: true })).toBe('control-characters')
  })

  test('cleaned twice is cleaned once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(cleanName(cleanName(name))).toBe(cleanName(name))
      }),
    )
  })
})

describe('a medical card', () => {
  test('goes from draft to approved, or comes back and goes again', () => {
    expect(nextCardStatuses('draft')).toEqual(['submitted'])
    expect(nextCardStatuses('submitted')).toEqual(['approved', 'returned'])
    expect(nextCardStatuses('returned')).toEqual(['submitted'])
    expect(nextCardStatuses('approved')).toEqual([])
  })

  test('is edited only by those who have it', () => {
    expect(cardStatuses.filter(canEditCard)).toEqual(['draft', 'returned'])
  })

  test('refuses every other step, and a return without a reason', () => {
    for (const from of cardStatuses) {
      for (const to of cardStatuses) {
        if (canMoveCard(from, to)) requireCardMove(from, to, 'the photo is missing')
        else {
          expect(() => requireCardMove(from, to, 'x')).toThrow(
            expect.objectContaining({ code: 'card-status-not-allowed', data: { from, to } }),
          )
        }
      }
    }
    expect(() => requireCardMove('submitted', 'returned', ' ')).toThrow(
      expect.objectContaining({ code: 'reason-required' }),
    )
  })
})
