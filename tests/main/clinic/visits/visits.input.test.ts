/** What the visits' procedures take and refuse; medical text passes exactly as typed. */
import { describe, expect, test } from 'vitest'
import {
  addAddendumInput,
  endConditionInput,
  patientVisitsInput,
  readVisitInput,
  saveDraftInput,
  signVisitInput,
  startVisitInput,
} from '../../../../main/clinic/visits/visits.input.ts'
import { describeInput, refusesAt, notIds } from '../../../helpers/input-table.ts'

const id = '01900000-0000-7000-8000-000000000001'

const content = {
  reason: ' Боль ',
  complaint: ' Боль\t\n\n<b>x</b> ',
  history: '',
  findings: `'; DROP TABLE encounter;--`,
  plan: '',
  vitals: { systolic: ' 120', 'body-temperature': '36,6' },
  diagnoses: [
    { text: 'e\u0301', code: 'I20.9', verification: 'provisional' as const, isChronic: true },
  ],
  sections: [{ title: 'Риски', text: ' Курит ' }],
  templateId: null,
}

const mark = '0123456789abcdef'
const signing = { encounterId: id, content, base: mark }
const draft = { encounterId: id, content, base: { mark, content }, isShared: false }

const longest = { reason: 501, complaint: 20_001, history: 20_001, findings: 20_001, plan: 20_001 }

const wrongTexts = Object.entries(longest).flatMap(([field, tooLong]): [unknown, string][] => [
  [{ [field]: undefined }, 'invalid_type'],
  [{ [field]: null }, 'invalid_type'],
  [{ [field]: 5 }, 'invalid_type'],
  [{ [field]: 'x'.repeat(tooLong) }, 'too_big'],
  [{ [field]: 'a\u0000b' }, 'control-characters'],
  [{ [field]: 'a\u001bb' }, 'control-characters'],
  [{ [field]: 'a\u202eb' }, 'control-characters'],
  [{ [field]: 'half a pair \ud800' }, 'control-characters'],
])

const [diagnosis] = content.diagnoses
const wrongContents: [unknown, string][] = [
  ...wrongTexts,
  [{ diagnoses: [{ ...diagnosis, code: 'I 20' }] }, 'invalid_format'],
  [{ diagnoses: [{ ...diagnosis, code: 'Ж20' }] }, 'invalid_format'],
  [{ diagnoses: [{ ...diagnosis, code: 'I'.repeat(17) }] }, 'too_big'],
  [{ diagnoses: [{ ...diagnosis, text: 'x'.repeat(2001) }] }, 'too_big'],
  [{ diagnoses: [{ ...diagnosis, verification: 'unknown' }] }, 'invalid_value'],
  [{ diagnoses: Array.from({ length: 21 }, () => diagnosis) }, 'too_big'],
  [{ vitals: { mood: '5' } }, 'unrecognized_keys'],
  [{ vitals: { systolic: '1'.repeat(13) } }, 'too_big'],
  [{ vitals: { systolic: 120 } }, 'invalid_type'],
  [{ sections: [{ title: ' ', text: '' }] }, 'required'],
  [{ sections: [{ title: 'x'.repeat(101), text: '' }] }, 'too_big'],
  [{ templateId: 'x' }, 'invalid_format'],
]

for (const [name, schema, sent] of [
  ['saveDraft', saveDraftInput, draft],
  ['sign', signVisitInput, signing],
] as const) {
  describe(`${name} takes a visit`, () => {
    refusesAt(schema, sent, 'encounterId', notIds)
    test('keeps the text as typed', () => {
      expect(schema.parse(sent)).toEqual(sent)
      const withoutCode = {
        ...sent,
        content: { ...content, diagnoses: [{ ...diagnosis, code: '' }] },
      }
      expect(schema.parse(withoutCode).content.diagnoses[0]?.code).toBeNull()
    })
    test.each(wrongContents)('refuses %j as %s', (wrong, code) => {
      const { error } = schema.safeParse({ ...sent, content: { ...content, ...Object(wrong) } })
      expect(
        error?.issues.map((issue) => (issue.code === 'custom' ? issue.message : issue.code)),
      ).toContain(code)
    })
    test.each(['x', 'AB', 'a'.repeat(65), null])('refuses the mark %j', (wrong) => {
      const base = name === 'sign' ? wrong : { ...draft.base, mark: wrong }
      expect(schema.safeParse({ ...sent, base }).success).toBe(false)
    })
  })
}

refusesAt(endConditionInput, { conditionId: id, reason: 'Healed' }, 'conditionId', notIds)

const addendum = { encounterId: id, text: ' two\nlines ' }
describeInput('addAddendum', addAddendumInput, addendum, [
  ['text', undefined, 'invalid_type'],
  ['text', '', 'required'],
  ['text', ' \n\t', 'required'],
  ['text', 'x'.repeat(20_001), 'too_big'],
  ['text', 'a\u0007', 'control-characters'],
])
refusesAt(addAddendumInput, addendum, 'encounterId', notIds)

describe('reads', () => {
  refusesAt(startVisitInput, { appointmentId: id }, 'appointmentId', notIds)
  refusesAt(patientVisitsInput, { patientId: id }, 'patientId', notIds)
  test.each([{ appointmentId: id }, { encounterId: id }])('read takes %j', (which) => {
    expect(readVisitInput.parse(which)).toEqual(which)
  })
  test.each([{}, { appointmentId: id, encounterId: id }, { encounterId: 'x' }, null, 'x'])(
    'read refuses %j',
    (which) => {
      expect(readVisitInput.safeParse(which).success).toBe(false)
    },
  )
})
