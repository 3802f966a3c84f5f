import { describe, expect, test } from 'vitest'
import { type Diagnosis, noDiagnosis } from '../../../main/clinic/visits/diagnoses.rules.ts'
import { emptyContent, type VisitContent } from '../../../main/clinic/visits/visits.rules.ts'
import {
  diagnosisCodeOf,
  diagnosisOf,
  takeOver,
  takeOverAll,
  typeable,
} from '../../../renderer/pages/visits/visit-text.ts'

const lumbago: Diagnosis = { ...noDiagnosis, text: 'Люмбалгия', code: 'M54.5' }

const earlier: VisitContent = {
  ...emptyContent,
  complaint: 'Боль в спине',
  findings: 'Движения ограничены',
  diagnoses: [lumbago],
  sections: [
    { title: 'Рефлексы', text: 'Живые' },
    { title: 'Осанка', text: ' ' },
  ],
  vitals: { systolic: '150' },
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
  test('fills an empty part, and is added below what stands there', () => {
    expect(takeOver(emptyContent, 'findings', earlier).findings).toBe('Движения ограничены')
    const content = { ...emptyContent, findings: 'Хромает\n' }
    expect(takeOver(content, 'findings', earlier).findings).toBe('Хромает\nДвижения ограничены')
    expect(takeOver(content, 'plan', earlier)).toEqual(content)
  })

  test('brings its diagnoses behind those that are there, and none twice', () => {
    const cold = { ...noDiagnosis, text: 'ОРВИ', code: 'J06.9' }
    const content = { ...emptyContent, diagnoses: [noDiagnosis, cold] }
    const taken = takeOver(content, 'diagnoses', earlier)
    expect(taken.diagnoses).toEqual([cold, lumbago])
    expect(takeOver(taken, 'diagnoses', earlier)).toEqual(taken)
  })

  test('brings its sections by their titles', () => {
    const content = { ...emptyContent, sections: [{ title: 'Рефлексы', text: 'Снижены' }] }
    expect(takeOver(content, 'sections', earlier).sections).toEqual([
      { title: 'Рефлексы', text: 'Снижены\nЖивые' },
    ])
    expect(takeOver(emptyContent, 'sections', earlier).sections).toEqual([
      { title: 'Рефлексы', text: 'Живые' },
    ])
  })

  test('as a whole fills only what is empty, and leaves what was measured then', () => {
    const taken = takeOverAll({ ...emptyContent, complaint: 'Кашель' }, earlier)
    expect(taken).toMatchObject({
      complaint: 'Кашель',
      findings: 'Движения ограничены',
      diagnoses: [lumbago],
      vitals: {},
    })
  })
})

test('an order names the main diagnosis with its code', () => {
  expect(diagnosisOf({ diagnoses: [noDiagnosis, lumbago] })).toBe('Люмбалгия · M54.5')
  expect(diagnosisOf({ diagnoses: [] })).toBe('')
})
