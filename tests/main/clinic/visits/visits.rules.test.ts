/** What an empty visit is, and the texts that its signatures cover. */
import { describe, expect, test } from 'vitest'
import { noDiagnosis } from '../../../../main/clinic/visits/diagnoses.rules.ts'
import {
  canonicalTexts,
  canonicalVisit,
  emptyContent,
  isEmptyVisit,
  rankedDiagnoses,
} from '../../../../main/clinic/visits/visits.rules.ts'

describe('isEmptyVisit', () => {
  test.each([
    [{}, true],
    [{ complaint: ' \n\t' }, true],
    [{ diagnoses: [{ ...noDiagnosis, code: 'I20' }] }, true],
    [{ vitals: { systolic: '120' } }, true],
    [{ sections: [{ title: 'Anamnesis', text: ' ' }] }, true],
    [{ plan: '.' }, false],
    [{ reason: 'Check-up' }, false],
    [{ history: 'Smokes' }, false],
    [{ diagnoses: [{ ...noDiagnosis, text: 'Z' }] }, false],
    [{ sections: [{ title: 'Anamnesis', text: 'none' }] }, false],
  ])('%j is %s', (content, empty) => {
    expect(isEmptyVisit({ ...emptyContent, ...content })).toBe(empty)
  })
})

const texts = {
  id: 'e',
  appointmentId: 'a',
  patientId: 'p',
  practitionerId: 'd',
  startedAt: 's',
  signedAt: 't',
  signedBy: 'd',
  complaint: '',
  findings: '',
  diagnosis: '',
  diagnosisCode: null,
  plan: 'a\n"b"',
}

test('the text of the first format has its keys in order and does not depend on theirs', () => {
  const text = canonicalTexts(texts)
  expect(text).toBe(
    '{"appointmentId":"a","complaint":"","diagnosis":"","diagnosisCode":null,"findings":"","id":"e","patientId":"p","plan":"a\\n\\"b\\"","practitionerId":"d","signedAt":"t","signedBy":"d","startedAt":"s"}',
  )
  const turned = Object.fromEntries(Object.entries(texts).toReversed())
  expect(canonicalTexts({ ...texts, ...turned })).toBe(text)
})

const whole = {
  encounter: {
    ...texts,
    reason: 'r',
    history: 'h',
    sections: [{ title: 't', text: 'x' }],
    templateId: null,
    cosignerId: null,
  },
  diagnoses: [{ rank: 'main', code: 'I10', text: 'x', verification: 'confirmed', isChronic: true }],
  vitals: [{ code: 'bmi', value: 22.1, unit: 'kg/m2' }],
  prescriptions: [
    {
      id: 'p',
      validTo: 'v',
      overrideReason: null,
      medicines: [{ medicine: 'm', dosage: 'd', quantity: null, takenUntil: null }],
    },
  ],
  referrals: [
    { id: 'r', specialty: 's', reason: 'r', diagnosis: null, note: null, priority: 'routine' },
  ],
  labOrders: [{ id: 'l', note: null, definitionIds: ['k', 'na'] }],
}

test('the text of the second format holds everything in the visit', () => {
  const text = canonicalVisit(whole)
  expect(text).toMatch(/^\{"diagnoses":\[\{"code":"I10","isChronic":true,/)
  expect(text).toContain('"history":"h"')
  expect(text).toContain('"vitals":[{"code":"bmi","unit":"kg/m2","value":22.1}]')
  expect(text).toContain('"definitionIds":["k","na"]')
  expect(JSON.parse(text)).toMatchObject({ ...whole, format: 2 })
})

test.each([
  ['a text', { encounter: { ...whole.encounter, history: 'H' } }],
  ['a section', { encounter: { ...whole.encounter, sections: [] } }],
  ['a certainty', { diagnoses: [{ ...whole.diagnoses[0], verification: 'refuted' }] }],
  ['a measurement', { vitals: [{ code: 'bmi', value: 22.2, unit: 'kg/m2' }] }],
  ['a dosage', { prescriptions: [] }],
  ['a referral', { referrals: [{ ...whole.referrals[0], reason: 'other' }] }],
  ['an analyte', { labOrders: [{ id: 'l', note: null, definitionIds: ['k'] }] }],
])('another %s makes another text', (_what, change) => {
  expect(canonicalVisit(Object.assign({}, whole, change))).not.toBe(canonicalVisit(whole))
})

test('the first diagnosis that says something is the main one', () => {
  const diagnoses = [noDiagnosis, { ...noDiagnosis, text: 'a' }, { ...noDiagnosis, text: 'b' }]
  expect(
    rankedDiagnoses(diagnoses).map(({ text, rank, position }) => [text, rank, position]),
  ).toEqual([
    ['a', 'main', 0],
    ['b', 'secondary', 1],
  ])
})
