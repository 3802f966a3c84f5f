/** What every domain's inputs make of a text. */
import { expect, test } from 'vitest'
import type * as z from 'zod'
import {
  lineInput,
  optionalLine,
  optionalText,
  textInput,
} from '../../../../main/clinic/shared/inputs.ts'
import { fieldErrors } from '../../../helpers/input-table.ts'

const line = lineInput(60)

test.each<[string, z.ZodType, string, string | null]>([
  [
    'markup and SQL are text',
    line,
    "<b>O'Brien</b>; DROP TABLE x --",
    "<b>O'Brien</b>; DROP TABLE x --",
  ],
  ['letters of every kind', line, 'João 👨‍⚕️ Щёлоков', 'João 👨‍⚕️ Щёлоков'],
  ['blanks of every kind are one', line, '  Anna \u00a0  Maria\u3000Li ', 'Anna Maria Li'],
  ['letters and their marks are one', line, 'Garci\u0301a', 'García'],
  ['an empty line is nothing', optionalLine(9), ' \u00a0 ', null],
  ['nothing stays nothing', optionalText(9), '\n \t', null],
  ['lines stay as they were typed', textInput(9), ' a\n\tb ', ' a\n\tb '],
])('%s', (_, schema, typed, kept) => {
  expect(schema.parse(typed)).toBe(kept)
})

test.each([
  ['a null character', 'a\u0000b'],
  ['an escape', 'a\u001b[31m'],
  ['a second control', 'a\u0085b'],
  ['a turn of direction', 'a\u202eb'],
  ['half a pair', 'a\ud800b'],
])('%s is in no text', (_, typed) => {
  const refused = [{ path: '', code: 'control-characters' }]
  for (const schema of [line, optionalLine(60), textInput(60), optionalText(60)]) {
    expect(fieldErrors(schema, typed)).toEqual(refused)
  }
})

test.each([
  ['a line end', 'a\nb'],
  ['a tab', 'a\tb'],
  ['a line separator', 'a\u2028b'],
])('%s is in no line', (_, typed) => {
  expect(fieldErrors(line, typed)).toEqual([{ path: '', code: 'control-characters' }])
})

test('a line of blanks says nothing', () => {
  expect(fieldErrors(line, ' \u00a0 ')).toEqual([{ path: '', code: 'required' }])
})
