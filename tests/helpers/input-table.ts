/** Checks an input schema against a table: what is taken as it is, and what is refused at which field. */
import { describe, expect, test } from 'vitest'
import type * as z from 'zod'

type Fields = Record<string, unknown>

/**
 * What differs from the right input, and where and with which code it is refused. The differences
 * are values by their paths (`payments.0.amountMinor`); `undefined` leaves a field out.
 */
export type Refusal = [name: string, changes: Fields, path: string, code: string]

/** A {@link Refusal} of one field, that is named by its path and its value. */
export type WrongField = [path: string, value: unknown, code: string]

/** The field errors of an input, in the shape that the window gets them. */
export function fieldErrors(schema: z.ZodType, input: unknown): { path: string; code: string }[] {
  const parsed = schema.safeParse(input)
  if (parsed.success) return []
  return parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    code: issue.code === 'custom' ? issue.message : issue.code,
  }))
}

/** A block of tests for one procedure's input. */
export function describeInput(
  name: string,
  schema: z.ZodType,
  right: Fields,
  refusals: readonly (Refusal | WrongField)[],
): void {
  describe(`the input of ${name}`, () => {
    test('takes a whole input', () => {
      expect(fieldErrors(schema, right)).toEqual([])
    })
    test.each([undefined, null, 'text', 7, [], [right]])('is not %j', (whole) => {
      expect(schema.safeParse(whole).success).toBe(false)
    })
    test.each(refusals.map(asRefusal))('%s', (_, changes, path, code) => {
      expect(fieldErrors(schema, changed(right, changes))).toContainEqual({ path, code })
    })
  })
}

/** Each of the values at the path is refused at that field, with whatever code. */
export function refusesAt(
  schema: z.ZodType,
  right: Fields,
  path: string,
  values: readonly unknown[],
): void {
  test.each(values)(`${path} is not %j`, (value) => {
    const errors = fieldErrors(schema, changed(right, { [path]: value }))
    expect(errors.map((error) => error.path)).toContain(path)
  })
}

function asRefusal(refusal: Refusal | WrongField): Refusal {
  if (refusal.length === 4) return refusal
  const [path, value, code] = refusal
  const shown = JSON.stringify(value) ?? String(value)
  return [`${path}: ${shown.slice(0, 60)}`, { [path]: value }, path, code]
}

function changed(right: Fields, changes: Fields): unknown {
  return Object.entries(changes).reduce<unknown>(
    (input, [path, value]) => withValue(input, path.split('.'), value),
    right,
  )
}

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

/** What no field takes whose value must be an id. */
export const notIds: unknown[] = ['', 'x', 7, null, {}, `'; DROP TABLE patient;--`, 'a'.repeat(500)]

/** What no sum takes that must be above nought. */
export const notAmounts: unknown[] = [0, -1, 1.5, NaN, Infinity, 2 ** 53, 10_000_000_001, '5', null]

/** The ways in which an id can be wrong. */
export function wrongIds(path: string): Refusal[] {
  return [
    [`${path} missing`, { [path]: undefined }, path, 'invalid_type'],
    [`${path} a number`, { [path]: 7 }, path, 'invalid_type'],
    [`${path} no UUID`, { [path]: "1' OR '1'='1" }, path, 'invalid_format'],
  ]
}

/** The ways in which the version of a row can be wrong. */
export const wrongVersions: Refusal[] = [
  ['version missing', { version: undefined }, 'version', 'invalid_type'],
  ['version a text', { version: '1' }, 'version', 'invalid_type'],
  ['version nought', { version: 0 }, 'version', 'too_small'],
  ['version a fraction', { version: 1.5 }, 'version', 'invalid_type'],
]

/** The ways in which a line that must say something can be wrong. */
export function wrongLines(path: string, maximum: number): Refusal[] {
  return [
    [`${path} missing`, { [path]: undefined }, path, 'invalid_type'],
    [`${path} a number`, { [path]: 7 }, path, 'invalid_type'],
    [`${path} empty`, { [path]: ' ' }, path, 'required'],
    [`${path} too long`, { [path]: 'x'.repeat(maximum + 1) }, path, 'too_big'],
    [`${path} with a null character`, { [path]: 'a\u0000b' }, path, 'control-characters'],
    [`${path} with a line break`, { [path]: 'a\nb' }, path, 'control-characters'],
    [`${path} that turns the text around`, { [path]: 'a\u202eb' }, path, 'control-characters'],
  ]
}

/** The ways in which a calendar day can be wrong. */
export function wrongDays(path: string): Refusal[] {
  return [
    [`${path} missing`, { [path]: undefined }, path, 'invalid_type'],
    [`${path} that does not exist`, { [path]: '2026-02-29' }, path, 'day'],
    [`${path} of a thirteenth month`, { [path]: '2026-13-01' }, path, 'day'],
    [`${path} the other way round`, { [path]: '01.02.2026' }, path, 'day'],
    [`${path} with a time`, { [path]: '2026-02-01T00:00' }, path, 'day'],
  ]
}
