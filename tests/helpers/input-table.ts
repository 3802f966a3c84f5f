/** Checks an input schema against a table: what is taken as it is, and what is refused at which field. */
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'

/** A case's name, what differs from the valid input (`undefined` leaves the field out), and field and code of the refusal. */
export type Refusal = [name: string, changes: Record<string, unknown>, path: string, code: string]

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
  valid: Record<string, unknown>,
  refusals: Refusal[],
): void {
  describe(`the input of ${name}`, () => {
    test('takes a whole input, and refuses anything but an object', () => {
      expect(fieldErrors(schema, valid)).toEqual([])
      for (const input of [undefined, null, 'text', 7, []]) {
        expect(schema.safeParse(input).success).toBe(false)
      }
    })
    test.each(refusals)('%s', (_, changes, path, code) => {
      expect(fieldErrors(schema, { ...valid, ...changes })).toContainEqual({ path, code })
    })
  })
}

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
