/** What the referrals' procedures take and refuse. */
import { describe, expect, test } from 'vitest'
import {
  answerReferralInput,
  issueReferralInput,
  patientReferralsInput,
  visitReferralsInput,
} from '../../../../main/clinic/referrals/referrals.input.ts'
import { describeInput, refusesAt, type WrongField, notIds } from '../../../helpers/input-table.ts'

const id = '01900000-0000-7000-8000-000000000001'

const referral = {
  patientId: id,
  encounterId: null,
  serviceId: null,
  performerId: null,
  performerEmail: null,
  dueOn: null,
  performerOrganization: '<script>alert(1)</script>',
  performerName: null,
  specialty: `Robert'); DROP TABLE patient;--`,
  reason: 'Одышка\n<b>x</b>',
  diagnosis: null,
  note: null,
  priority: 'stat',
}

const tooLong = (field: string, maximum: number): WrongField => [
  field,
  'x'.repeat(maximum + 1),
  'too_big',
]

describeInput('issue', issueReferralInput, referral, [
  ...Object.keys(referral).map((field): WrongField => [
    field,
    undefined,
    field === 'priority' ? 'invalid_value' : 'invalid_type',
  ]),
  ['performerId', id, 'without-service'],
  ['performerEmail', 'nobody', 'invalid_format'],
  ['dueOn', '2026-02-30', 'day'],
  ['specialty', ' ', 'required'],
  ['specialty', 'a\nb', 'control-characters'],
  ['performerName', 'a\u0000', 'control-characters'],
  ['performerOrganization', 'a\u2066b', 'control-characters'],
  ['reason', '', 'required'],
  ['reason', ' \n ', 'required'],
  ['reason', 'a\u001b[31m', 'control-characters'],
  ['note', 7, 'invalid_type'],
  ['priority', 'soon', 'invalid_value'],
  tooLong('performerOrganization', 200),
  tooLong('performerName', 200),
  tooLong('specialty', 100),
  tooLong('reason', 4000),
  tooLong('diagnosis', 2000),
  tooLong('note', 2000),
])
refusesAt(issueReferralInput, referral, 'patientId', notIds)
refusesAt(
  issueReferralInput,
  referral,
  'encounterId',
  notIds.filter((wrong) => wrong !== null),
)

describe('reads', () => {
  refusesAt(patientReferralsInput, { patientId: id }, 'patientId', notIds)
  refusesAt(visitReferralsInput, { encounterId: id }, 'encounterId', notIds)
})

test('text is kept as text, and nothing is null', () => {
  expect(issueReferralInput.parse({ ...referral, note: ' \n', performerName: ' ' })).toEqual(
    referral,
  )
})

const answer = { id, note: 'Стеноз 40%', files: [{ copyId: id, name: 'Заключение.pdf' }] }

describeInput('answer', answerReferralInput, answer, [
  tooLong('note', 10_000),
  ['files', Array.from({ length: 11 }, () => answer.files[0]), 'too_big'],
])
refusesAt(answerReferralInput, answer, 'id', notIds)

test('an answer is words, a letter, or both, and not nothing', () => {
  expect(answerReferralInput.safeParse({ ...answer, files: [] }).success).toBe(true)
  expect(answerReferralInput.safeParse({ ...answer, note: null }).success).toBe(true)
  const { error } = answerReferralInput.safeParse({ ...answer, note: ' \n', files: [] })
  expect(error?.issues).toMatchObject([{ path: ['note'], message: 'required' }])
})
