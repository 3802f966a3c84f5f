/** What a log says of an error: enough to find the place, and nothing that the error quotes. */
import { expect, test } from 'vitest'
import { errorFacts, logLine } from '../../../../main/clinic/shared/error-facts.ts'

const name = 'Кулагина-Штольц'

test('a line tells the kind, the code and the place, and not the message', () => {
  const error = Object.assign(new TypeError(`not JSON: "${name}\n    at ${name}"`), { code: 'E_7' })
  const line = logLine('chore mail', error)
  expect(line).toMatch(/^chore mail TypeError E_7 at /)
  expect(line).toContain('error-facts.test.ts')
  expect(line).not.toContain('not JSON')
})

test('a line tells what caused it in the same way', () => {
  const cause = new RangeError(name)
  const line = logLine('joining', new Error(name, { cause }))
  expect(line).toMatch(/^joining Error at .* caused by RangeError at /)
  expect(line).not.toContain(name)
})

test('an event alone is its words, and what is no error is named by its type alone', () => {
  expect(logLine('no viewer for the file')).toBe('no viewer for the file')
  expect(errorFacts(name)).toEqual({ kind: 'string', code: null, at: '' })
})
