/** What the window reads out of the error of a call, and what it does not take for a refusal. */
import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import { fieldProblemsOf, refusalOf } from '../../../renderer/components/errors.tsx'

const errorWith = (clinic: unknown) =>
  TRPCClientError.from({
    error: { code: -32600, message: 'refused', data: { code: 'BAD_REQUEST', clinic } },
  })

const fields = [
  { path: 'family', code: 'required' },
  { path: 'phones.0.value', code: 'too_big', kind: 'string', limit: 40 },
]

test('a refusal has a code that the program knows, and its data', () => {
  const refusal = { code: 'login-taken', data: { login: 'anna' } }
  expect(refusalOf(errorWith(refusal))).toEqual(refusal)
})

test.each([
  ['no error of a call', new Error('bug')],
  ['nothing of the clinic', errorWith(undefined)],
  ['a text', errorWith('login-taken')],
  ['an unknown code', errorWith({ code: 'toString', data: {} })],
  ['no data', errorWith({ code: 'login-taken' })],
])('%s is a bug, not a refusal', (_what, error) => {
  expect(refusalOf(error)).toBeNull()
  expect(fieldProblemsOf(error)).toEqual([])
})

test('what is wrong at which field comes from a refused input alone', () => {
  expect(fieldProblemsOf(errorWith({ code: 'invalid-input', data: { fields } }))).toEqual(fields)
  expect(fieldProblemsOf(errorWith({ code: 'archived', data: { fields } }))).toEqual([])
})

test('a field problem of another shape is left out', () => {
  const broken = [null, 'family', { path: 'family' }, { path: 1, code: 'required' }]
  const mixed = { fields: [...broken, { ...fields[1], limit: '40' }, ...fields] }
  expect(fieldProblemsOf(errorWith({ code: 'invalid-input', data: mixed }))).toEqual(fields)
  expect(fieldProblemsOf(errorWith({ code: 'invalid-input', data: {} }))).toEqual([])
})
