/** What an empty visit is, and the text that a signature covers. */
import { describe, expect, test } from 'vitest'
import { canonicalVisit, isEmptyVisit } from '../../../../main/clinic/visits/visits.rules.ts'

const nothing = { complaint: '', findings: '', diagnosis: '', diagnosisCode: null, plan: '' }

describe('isEmptyVisit', () => {
  test.each([
    [nothing, true],
    [{ ...nothing, complaint: ' \n\t' }, true],
    [{ ...nothing, diagnosisCode: 'I20' }, true],
    [{ ...nothing, plan: '.' }, false],
    [{ ...nothing, diagnosis: 'Z' }, false],
  ])('%j is %s', (content, empty) => {
    expect(isEmptyVisit(content)).toBe(empty)
  })
})

test('the canonical text has its keys in order and does not depend on theirs', () => {
  const visit = {
    id: 'e',
    appointmentId: 'a',
    patientId: 'p',
    practitionerId: 'd',
    startedAt: 's',
    signedAt: 't',
    signedBy: 'd',
    ...nothing,
    plan: 'a\n"b"',
  }
  const text = canonicalVisit(visit)
  expect(text).toBe(
    '{"appointmentId":"a","complaint":"","diagnosis":"","diagnosisCode":null,"findings":"","id":"e","patientId":"p","plan":"a\\n\\"b\\"","practitionerId":"d","signedAt":"t","signedBy":"d","startedAt":"s"}',
  )
  const turned = Object.fromEntries(Object.entries(visit).toReversed())
  expect(canonicalVisit({ ...visit, ...turned })).toBe(text)
})
