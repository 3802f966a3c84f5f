/** What the visits' procedures take and refuse; medical text passes exactly as typed. */
import { describe, expect, test } from 'vitest'
import {
  addAddendumInput,
  patientVisitsInput,
  readVisitInput,
  saveDraftInput,
  signVisitInput,
  startVisitInput,
} from '../../../../main/clinic/visits/visits.input.ts'
import { describeInput, refusesAt, type WrongField, notIds } from '../../../helpers/input-table.ts'

const id = '01900000-0000-7000-8000-000000000001'

const visit = {
  encounterId: id,
  complaint: ' Боль\t\n\n<b>x</b> ',
  findings: `'; DROP TABLE encounter;--`,
  diagnosis: 'e\u0301',
  diagnosisCode: 'I20.9',
  plan: '',
}

const wrongTexts = (['complaint', 'findings', 'diagnosis', 'plan'] as const).flatMap(
  (field): WrongField[] => [
    [field, undefined, 'invalid_type'],
    [field, null, 'invalid_type'],
    [field, 5, 'invalid_type'],
    [field, 'x'.repeat(field === 'diagnosis' ? 2_001 : 20_001), 'too_big'],
    [field, 'a\u0000b', 'control-characters'],
    [field, 'a\u001bb', 'control-characters'],
    [field, 'a\u202eb', 'control-characters'],
    [field, 'half a pair \ud800', 'control-characters'],
  ],
)
const wrongVisits: WrongField[] = [
  ...wrongTexts,
  ['diagnosisCode', undefined, 'invalid_type'],
  ['diagnosisCode', 'I 20', 'invalid_format'],
  ['diagnosisCode', 'Ж20', 'invalid_format'],
  ['diagnosisCode', '<b>', 'invalid_format'],
  ['diagnosisCode', 'I'.repeat(17), 'too_big'],
]

for (const [name, schema] of [
  ['saveDraft', saveDraftInput],
  ['sign', signVisitInput],
] as const) {
  describeInput(name, schema, visit, wrongVisits)
  refusesAt(schema, visit, 'encounterId', notIds)
  test(`${name} keeps the text as typed`, () => {
    expect(schema.parse(visit)).toEqual(visit)
    expect(schema.parse({ ...visit, diagnosisCode: '' })).toMatchObject({ diagnosisCode: null })
    expect(schema.parse({ ...visit, diagnosisCode: null })).toMatchObject({ diagnosisCode: null })
  })
}

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
