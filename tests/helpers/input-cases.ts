/** Ways in which a caller gets an input wrong, made from one that is right. */
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'

type Fields = Record<string, unknown>

/** A wrong value at a path such as `payments.0.amountMinor`, and the code that its refusal carries. */
export type WrongCase = [path: string, value: unknown, code: string]

/** What no field takes whose value must be an id. */
export const wrongIds: unknown[] = [
  '',
  'x',
  7,
  null,
  {},
  `'; DROP TABLE patient;--`,
  'a'.repeat(500),
]

/** What no sum takes that must be above nought. */
export const wrongAmounts: unknown[] = [
  0,
  -1,
  1.5,
  NaN,
  Infinity,
  2 ** 53,
  10_000_000_001,
  '5',
  null,
]

/** `value` in the place of what stands at the path. */
function withValue(input: unknown, path: readonly string[], value: unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return value
  if (Array.isArray(input)) {
    return input.map((item: unknown, index) =>
      String(index) === first ? withValue(item, rest, value) : item,
    )
  }
  const fields: Fields = typeof input === 'object' && input !== null ? { ...input } : {}
  if (value === undefined && rest.length === 0) delete fields[first]
  else fields[first] = withValue(fields[first], rest, value)
  return fields
}

/** A table test: the right input passes, each wrong one is refused at its field. */
export function describeInput(
  name: string,
  schema: z.ZodType,
  right: Fields,
  wrong: readonly WrongCase[],
): void {
  describe(`${name}`, () => {
    test('takes what is right', () => {
      expect(schema.safeParse(right).error).toBeUndefined()
    })
    test.each([undefined, null, 'text', 5, [], [right]])('refuses %j as a whole', (whole) => {
      expect(schema.safeParse(whole).success).toBe(false)
    })
    test.each(wrong)('%s: %j', (path, value, code) => {
      const told = schema.safeParse(withValue(right, path.split('.'), value))
      const codes = (told.error?.issues ?? []).map((issue) => [
        issue.path.map(String).join('.'),
        issue.code === 'custom' ? issue.message : issue.code,
      ])
      expect(codes).toContainEqual([path, code])
    })
  })
}

/** Each of the values at the path is refused with some code at that field. */
export function refusesAt(
  schema: z.ZodType,
  right: Fields,
  path: string,
  values: readonly unknown[],
): void {
  test.each(values)(`${path} is not %j`, (value) => {
    const told = schema.safeParse(withValue(right, path.split('.'), value))
    const paths = (told.error?.issues ?? []).map((issue) => issue.path.map(String).join('.'))
    expect(paths).toContain(path)
  })
}
