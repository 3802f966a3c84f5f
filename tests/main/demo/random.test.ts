/** The seeded generator: repeatable, even, and independent in its forks. */
import { expect, test } from 'vitest'
import { createRandom } from '../../../main/demo/random.ts'

const draw = (seed: string) => {
  const random = createRandom(seed)
  return Array.from({ length: 5 }, () => random.int(0, 1_000_000))
}

test('the same seed draws the same, another seed draws otherwise', () => {
  expect(draw('clinic')).toEqual(draw('clinic'))
  expect(draw('clinic')).not.toEqual(draw('clinic '))
})

test('a fork depends on seed and label, not on what was drawn before', () => {
  const early = createRandom('clinic').fork('people').next()
  const random = createRandom('clinic')
  random.digits(40)
  expect(random.fork('people').next()).toBe(early)
  expect(random.fork('slots').next()).not.toBe(early)
})

test('whole numbers reach both bounds and spread evenly', () => {
  const random = createRandom('even')
  const counts = [0, 0, 0, 0]
  for (let index = 0; index < 40_000; index += 1) {
    const number = random.int(1, 4)
    counts[number - 1] = (counts[number - 1] ?? 0) + 1
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
})

test('weights decide how often an item comes', () => {
  const random = createRandom('weights')
  const drawn = Array.from({ length: 10_000 }, () =>
    random.weighted([
      ['often', 9],
      ['seldom', 1],
      ['never', 0],
    ]),
  )
  expect(drawn.filter((one) => one === 'seldom').length / 10_000).toBeCloseTo(0.1, 1)
  expect(drawn).not.toContain('never')
})

test('a ranked list gives its first items more often than its last, and all of them at times', () => {
  const random = createRandom('ranks')
  const items = Array.from({ length: 50 }, (_, index) => index)
  const drawn = Array.from({ length: 20_000 }, () => random.pickRanked(items))
  expect(new Set(drawn).size).toBe(50)
  expect(drawn.filter((one) => one < 10).length).toBeGreaterThan(
    drawn.filter((one) => one >= 40).length * 3,
  )
})

test('nothing can be picked from nothing', () => {
  const random = createRandom('none')
  expect(() => random.pick([])).toThrow(RangeError)
  expect(() => random.pickRanked([])).toThrow(RangeError)
  expect(() => random.weighted([])).toThrow(RangeError)
})
