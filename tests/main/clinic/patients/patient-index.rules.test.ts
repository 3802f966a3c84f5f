import { expect, test } from 'vitest'
import {
  patientKeys,
  patientTerms,
  phoneValues,
} from '../../../../main/clinic/patients/patient-index.rules.ts'

const row = {
  family: 'Щербакова',
  given: 'Юлия',
  patronymic: null,
  bornOn: '1990-11-02',
  phones: '[{"use":"mobile","value":"+7 912 345-67-89"}]',
}

test('a row gives the words of the search and the keys of the duplicate check', () => {
  expect(patientTerms(row)).toBe(
    'щербакова xerbakova юлия iulia 79123456789 89123456789 19901102 02111990',
  )
  expect(patientKeys(row)).toEqual(['phone:9123456789', 'born:1990-02-11:x', 'born:1990-02-11:i'])
})

test.each(['', 'null', '{}', '[1, null, {"value": 5}]', '["+7 912"]', 'not json'])(
  'a phones column of %j has no numbers',
  (column) => expect(phoneValues(column)).toEqual([]),
)
