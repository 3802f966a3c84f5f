/** Vital signs: what a hand may type, what is possible and what is normal, at and beside each limit. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ageGroupOf,
  arePressuresSwapped,
  bodyMassIndex,
  interpret,
  measuredVitals,
  normalRange,
  readVitalSign,
  typedVitalSigns,
  vitalSignFacts,
  vitalSigns,
} from '../../../../main/clinic/vitals/vital-signs.rules.ts'

describe('what is typed', () => {
  test.each([
    ['36.6', 36.6],
    ['36,6', 36.6],
    [' 37 ', 37],
    ['36,65', 36.6],
  ])('the temperature %j is %s', (typed, value) => {
    expect(readVitalSign('body-temperature', typed)).toEqual({ is: 'value', value })
  })
  test.each(['abc', '36.6.1', '-5', '36 6', '1e3', '36,', '٣٦', '12345'])(
    '%j is no number',
    (typed) => {
      expect(readVitalSign('body-temperature', typed)).toEqual({ is: 'not-a-number' })
    },
  )
  test('nothing is nothing', () => {
    expect(readVitalSign('heart-rate', '  ')).toEqual({ is: 'empty' })
  })
  test.each(typedVitalSigns)('%s is taken at its limits and refused beyond them', (sign) => {
    const { possible, decimals } = vitalSignFacts[sign]
    const [low, high] = possible
    const step = decimals === 0 ? 1 : 0.1
    expect(readVitalSign(sign, String(low))).toEqual({ is: 'value', value: low })
    expect(readVitalSign(sign, String(high))).toEqual({ is: 'value', value: high })
    const impossible = { is: 'impossible', low, high }
    expect(readVitalSign(sign, (low - step).toFixed(decimals))).toEqual(impossible)
    expect(readVitalSign(sign, (high + step).toFixed(decimals))).toEqual(impossible)
  })
  test('pressures the wrong way round are told', () => {
    expect(arePressuresSwapped({ systolic: '80', diastolic: '120' })).toBe(true)
    expect(arePressuresSwapped({ systolic: '80', diastolic: '80' })).toBe(true)
    expect(arePressuresSwapped({ systolic: '120', diastolic: '80' })).toBe(false)
    expect(arePressuresSwapped({ diastolic: '80' })).toBe(false)
  })
})

describe('what is normal', () => {
  test.each([
    ['systolic', 40, 89, 'L'],
    ['systolic', 40, 90, 'N'],
    ['systolic', 40, 139, 'N'],
    ['systolic', 40, 140, 'H'],
    ['diastolic', null, 90, 'H'],
    ['heart-rate', 40, 59, 'L'],
    ['heart-rate', 40, 100, 'N'],
    ['heart-rate', 0, 100, 'N'],
    ['heart-rate', 0, 99, 'L'],
    ['heart-rate', 0, 181, 'H'],
    ['respiratory-rate', 17, 20, 'N'],
    ['respiratory-rate', 17, 21, 'H'],
    ['respiratory-rate', 1, 21, 'L'],
    ['body-temperature', 5, 37.7, 'N'],
    ['body-temperature', 5, 37.8, 'H'],
    ['body-temperature', 5, 36, 'L'],
    ['oxygen-saturation', 40, 94, 'L'],
    ['oxygen-saturation', 40, 95, 'N'],
    ['oxygen-saturation', 40, 100, 'N'],
    ['bmi', 40, 18.4, 'L'],
    ['bmi', 40, 25, 'H'],
    ['bmi', 17, 25, null],
    ['body-weight', 40, 120, null],
    ['body-height', 40, 120, null],
  ] as const)('%s at %s years, %s is %s', (sign, age, value, said) => {
    expect(interpret(sign, value, age)).toBe(said)
  })
  test.each([
    [0, 'infant'],
    [1, 'toddler'],
    [2, 'toddler'],
    [3, 'preschool'],
    [5, 'preschool'],
    [6, 'school'],
    [9, 'school'],
    [10, 'preadolescent'],
    [12, 'adolescent'],
    [17, 'adolescent'],
    [18, 'adult'],
    [null, 'adult'],
  ])('%s full years are an %s', (age, group) => {
    expect(ageGroupOf(age)).toBe(group)
  })
  test('whatever is normal is possible, at every age', () => {
    for (const sign of vitalSigns) {
      const [low, high] = vitalSignFacts[sign].possible
      for (let age = 0; age < 100; age += 1) {
        const range = normalRange(sign, age)
        expect(range?.low ?? low).toBeGreaterThanOrEqual(low)
        expect(range?.high ?? high).toBeLessThanOrEqual(high)
      }
    }
  })
})

describe('the body mass index', () => {
  test('is weight by the square of height, to one digit', () => {
    expect(bodyMassIndex({ 'body-weight': '70', 'body-height': '175' })).toBe(22.9)
    expect(bodyMassIndex({ 'body-weight': '70,5', 'body-height': '175' })).toBe(23)
  })
  test('needs both, and is not told where a slip makes it impossible', () => {
    expect(bodyMassIndex({ 'body-weight': '70' })).toBeNull()
    expect(bodyMassIndex({ 'body-weight': '70', 'body-height': 'x' })).toBeNull()
    expect(bodyMassIndex({ 'body-weight': '399', 'body-height': '21' })).toBeNull()
  })
  test('is kept with the rest', () => {
    const measured = measuredVitals({ 'body-weight': '70', 'body-height': '175', systolic: '' })
    expect(measured).toEqual([
      { code: 'body-weight', value: 70, unit: 'kg' },
      { code: 'body-height', value: 175, unit: 'cm' },
      { code: 'bmi', value: 22.9, unit: 'kg/m2' },
    ])
  })
})

test('whatever is typed, what is kept is possible', () => {
  const typed = fc.dictionary(fc.constantFrom(...typedVitalSigns), fc.string({ maxLength: 12 }))
  fc.assert(
    fc.property(typed, (vitals) => {
      for (const { code, value } of measuredVitals(vitals)) {
        const [low, high] = vitalSignFacts[code].possible
        expect(value).toBeGreaterThanOrEqual(low)
        expect(value).toBeLessThanOrEqual(high)
      }
    }),
  )
})
