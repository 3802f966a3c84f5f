import { describe, expect, test } from 'vitest'
import {
  diagnosisCodeOf,
  takeOver,
  takeOverAll,
  typeable,
} from '../../../renderer/pages/visits/visit-text.ts'

const empty = { complaint: '', findings: '', diagnosis: '', diagnosisCode: null, plan: '' }

const earlier = {
  complaint: 'Боль в спине',
  findings: 'Движения ограничены',
  diagnosis: 'Люмбалгия',
  diagnosisCode: 'M54.5',
  plan: '',
}

describe('typed text', () => {
  test('stays as it is, tabs, lines, markup and all', () => {
    const text = "a\tb\nc <b>'; DROP TABLE encounter; --</b> 😀"
    expect(typeable(text)).toBe(text)
  })

  test('loses what is invisible and refused', () => {
    expect(typeable('a\u0000b\u000bc\u202ed\r\ne')).toBe('abcd\ne')
  })
})

describe('a diagnosis code', () => {
  test.each([
    ['M54.5', 'M54.5'],
    ['m54.5', 'M54.5'],
    ['ь54ю5', 'M54.5'],
    ['Ь54,5', 'M54.5'],
    [' j06 .9 ', 'J06.9'],
    ['<script>', 'SCRIPT'],
    ['A'.repeat(40), 'A'.repeat(16)],
    ['', ''],
  ])('%s is %s', (typed, code) => {
    expect(diagnosisCodeOf(typed)).toBe(code)
  })
})

describe('an earlier text', () => {
  test('fills an empty field, the code with the diagnosis', () => {
    expect(takeOver(empty, 'diagnosis', earlier)).toEqual({
      ...empty,
      diagnosis: 'Люмбалгия',
      diagnosisCode: 'M54.5',
    })
  })

  test('is added below what stands there, and never changes a code', () => {
    const content = { ...empty, diagnosis: 'Здоров\n', diagnosisCode: 'Z00' }
    expect(takeOver(content, 'diagnosis', earlier)).toEqual({
      ...content,
      diagnosis: 'Здоров\nЛюмбалгия',
    })
  })

  test('as a whole fills only what is empty', () => {
    expect(takeOverAll({ ...empty, complaint: 'Кашель' }, earlier)).toEqual({
      ...earlier,
      complaint: 'Кашель',
    })
  })
})
