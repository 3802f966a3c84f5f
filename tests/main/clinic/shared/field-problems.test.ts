/** Which code and which figures a refused field carries to the window. */
import { expect, test } from 'vitest'
import * as z from 'zod'
import { fieldProblems } from '../../../../main/clinic/shared/field-problems.ts'
import { lineInput, wallTimeInput } from '../../../../main/clinic/shared/inputs.ts'

function problemsOf(schema: z.ZodType, input: unknown) {
  return fieldProblems(schema.safeParse(input).error?.issues ?? [])
}

test.each<[name: string, schema: z.ZodType, input: unknown, problem: object]>([
  ['a word of our own in a refinement', lineInput(10), ' ', { code: 'required' }],
  ['a word of our own at a pattern', wallTimeInput, '9.30', { code: 'wall-time' }],
  ['a text too long', lineInput(3), 'abcd', { code: 'too_big', kind: 'string', limit: 3 }],
  ['a number too small', z.number().min(5), 4, { code: 'too_small', kind: 'limit', limit: 5 }],
  ['an empty list', z.array(z.string()).min(1), [], { code: 'too_small', kind: 'array', limit: 1 }],
  ['no mail address', z.email(), 'nobody', { code: 'invalid_format', kind: 'email' }],
  ['a wrong type', z.string(), 5, { code: 'invalid_type' }],
])('%s', (_, schema, input, problem) => {
  expect(problemsOf(z.object({ field: schema }), { field: input })).toEqual([
    { path: 'field', ...problem },
  ])
})

test('a path joins names and positions', () => {
  const schema = z.object({ phones: z.array(z.object({ value: lineInput(10) })) })
  expect(problemsOf(schema, { phones: [{ value: '' }] })).toEqual([
    { path: 'phones.0.value', code: 'required' },
  ])
})
