/** What the registry's procedures refuse before anything is read, each at its field. */
import { describe, expect, test } from 'vitest'
import {
  cardOfPatientInput,
  cardStepInput,
  returnCardInput,
  saveCardInput,
} from '../../../../main/clinic/patients/medical-card.input.ts'
import {
  archivePatientInput,
  findDuplicatesInput,
  importInput,
  largestImportBytes,
  patientInput,
  recordConsentInput,
  registerPatientInput,
  searchPatientsInput,
  updatePatientInput,
} from '../../../../main/clinic/patients/patients.input.ts'
import {
  describeInput,
  fieldErrors,
  type Refusal,
  wrongDays,
  wrongIds,
  wrongLines,
  wrongVersions,
} from '../../../helpers/input-table.ts'
import { personOf, registrationOf } from '../../../helpers/patients.ts'

const id = '01900000-0000-7000-8000-000000000001'

const withoutLineBreaks = (path: string, maximum: number): Refusal[] => [
  [`${path} missing`, { [path]: undefined }, path, 'invalid_type'],
  [`${path} too long`, { [path]: 'x'.repeat(maximum + 1) }, path, 'too_big'],
  [`${path} with a bell`, { [path]: 'a\u0007' }, path, 'control-characters'],
]

const phone = (value: unknown, use: unknown = 'mobile') => ({ phones: [{ use, value }] })
const documentOf = (kind: unknown, number: unknown) => ({ document: { kind, number } })

const wrongPersons: Refusal[] = [
  ...wrongLines('family', 100),
  ...wrongLines('given', 100),
  ...withoutLineBreaks('patronymic', 100),
  ['no sex', { sex: undefined }, 'sex', 'invalid_value'],
  ['another sex', { sex: 'мужской' }, 'sex', 'invalid_value'],
  ...wrongDays('bornOn'),
  ['born before 1900', { bornOn: '1899-12-31' }, 'bornOn', 'day-too-early'],
  ['born on a number', { bornOn: 19780412 }, 'bornOn', 'invalid_type'],
  ['no list of phones', { phones: '+7 912' }, 'phones', 'invalid_type'],
  ['six phones', { phones: Array(6).fill(phone('+79123456789').phones[0]) }, 'phones', 'too_big'],
  ['a phone of words', phone('call me'), 'phones.0.value', 'phone'],
  ['a phone of four figures', phone('1234'), 'phones.0.value', 'phone'],
  ['a phone with a tab', phone('+7\t912'), 'phones.0.value', 'control-characters'],
  ['a phone for another use', phone('+79123456789', 'fax'), 'phones.0.use', 'invalid_value'],
  ['a phone that is a number', phone(79123456789), 'phones.0.value', 'invalid_type'],
  ['no mail address', { email: 'anna' }, 'email', 'invalid_format'],
  ['two mail addresses', { email: 'a@b.example,c@d.example' }, 'email', 'invalid_format'],
  [
    'a mail header in an address',
    { email: 'a@b.example\r\nBcc: c@d.example' },
    'email',
    'invalid_format',
  ],
  ['a mail address too long', { email: `${'a'.repeat(200)}@b.example` }, 'email', 'too_big'],
  ...withoutLineBreaks('address', 500),
  ['an unknown document', documentOf('visa', '1'), 'document.kind', 'invalid_value'],
  ['a document without a number', documentOf('passport', ' '), 'document.number', 'required'],
  ['a CPF with a slip', documentOf('cpf', '529.982.247-24'), 'document.number', 'check-digits'],
  ['a CPF too short', documentOf('cpf', '529.982'), 'document.number', 'format'],
  ['a SNILS with a slip', documentOf('snils', '112-233-445 96'), 'document.number', 'check-digits'],
  [
    'a NIR with a slip',
    documentOf('nir', '2 55 08 14 168 025 39'),
    'document.number',
    'check-digits',
  ],
  ['a Russian passport of letters', documentOf('ru-passport', 'AB'), 'document.number', 'format'],
  ['another language', { language: 'de' }, 'language', 'invalid_value'],
  ...withoutLineBreaks('note', 2000),
]

describeInput('patients.register', registerPatientInput, { ...registrationOf() }, [
  ...wrongPersons,
  ['no consent', { consent: null }, 'consent', 'invalid_type'],
  [
    'consent on no day',
    { consent: { textVersion: '1', givenOn: '2026-02-30', method: 'paper' } },
    'consent.givenOn',
    'day',
  ],
  [
    'consent given in no known way',
    { consent: { textVersion: '1', givenOn: '2026-11-16', method: 'guess' } },
    'consent.method',
    'invalid_value',
  ],
  [
    'consent to no text',
    { consent: { textVersion: '', givenOn: '2026-11-16', method: 'paper' } },
    'consent.textVersion',
    'required',
  ],
  ['withCard a text', { withCard: 'yes' }, 'withCard', 'invalid_type'],
])

describeInput('patients.update', updatePatientInput, { ...personOf(), id, version: 1 }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ...wrongPersons,
])

describe('a person', () => {
  test.each(["Robert'); DROP TABLE patient;--", '<img src=x onerror=alert(1)>', '${7*7}', 'a&b'])(
    'may be called %s: it is text',
    (family) => {
      expect(registerPatientInput.parse(registrationOf({ family })).family).toBe(family)
    },
  )

  test.each([
    ['cpf', '529.982.247-25'],
    ['snils', '112-233-445 95'],
    ['nir', '2 55 08 14 168 025 38'],
    ['passport', 'X 123'],
    ['other', '№ 7/а'],
  ])('may show a %s %s', (kind, number) => {
    expect(
      fieldErrors(registerPatientInput, { ...registrationOf(), ...documentOf(kind, number) }),
    ).toEqual([])
  })

  test('is kept in one form: NFC, single blanks, nothing for an empty line', () => {
    const told = registerPatientInput.parse(
      registrationOf({ family: '  Garci\u0301a   Márquez ', patronymic: ' ', address: '' }),
    )
    expect([told.family, told.patronymic, told.address]).toEqual(['García Márquez', null, null])
  })
})

describeInput(
  'patients.recordConsent',
  recordConsentInput,
  { patientId: id, purpose: 'messages', textVersion: '2', givenOn: '2026-11-16', method: 'oral' },
  [...wrongIds('patientId'), ...wrongLines('textVersion', 60), ...wrongDays('givenOn')],
)

const { family, given, patronymic, bornOn, phones } = personOf()
describeInput(
  'patients.duplicates',
  findDuplicatesInput,
  { family, given, patronymic, bornOn, phones, document: null, exceptId: null },
  [
    ...withoutLineBreaks('family', 100),
    ...wrongDays('bornOn'),
    ['exceptId no UUID', { exceptId: '7' }, 'exceptId', 'invalid_format'],
    ['a phone too long', phone('1'.repeat(41)), 'phones.0.value', 'too_big'],
  ],
)

describeInput('patients.get', patientInput, { id }, wrongIds('id'))

describeInput('patients.search', searchPatientsInput, { query: 'иванов' }, [
  ['no query', { query: undefined }, 'query', 'invalid_type'],
  ['a query too long', { query: 'x'.repeat(201) }, 'query', 'too_big'],
  ['no results', { limit: 0 }, 'limit', 'too_small'],
  ['too many results', { limit: 51 }, 'limit', 'too_big'],
  ['a fraction of a result', { limit: 1.5 }, 'limit', 'invalid_type'],
  ['withArchived a word', { withArchived: 'yes' }, 'withArchived', 'invalid_type'],
])

describeInput('patients.archive', archivePatientInput, { id, version: 1, archived: true }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ['archived missing', { archived: undefined }, 'archived', 'invalid_type'],
  ['archived a day', { archived: '2026-11-16' }, 'archived', 'invalid_type'],
  ['archived a number', { archived: 1 }, 'archived', 'invalid_type'],
])

describe('the input of patients.import', () => {
  test('takes bytes, and refuses everything else', () => {
    expect(fieldErrors(importInput, { csv: new Uint8Array(3) })).toEqual([])
    for (const csv of [undefined, null, 'family,given', [1, 2], new ArrayBuffer(2)]) {
      expect(importInput.safeParse({ csv }).success).toBe(false)
    }
    expect(fieldErrors(importInput, { csv: new Uint8Array(largestImportBytes + 1) })).toEqual([
      { path: 'csv', code: 'too-large' },
    ])
  })
})

const card = {
  id,
  version: 1,
  bloodType: 'A+',
  allergies: 'Пенициллин\nОрехи',
  chronicConditions: null,
  medicines: null,
  emergencyContact: 'Мать, +7 912 000-00-00',
  note: null,
}

describeInput('cards.save', saveCardInput, card, [
  ...wrongIds('id'),
  ...wrongVersions,
  ['an unknown blood type', { bloodType: 'C+' }, 'bloodType', 'invalid_value'],
  ...(['allergies', 'chronicConditions', 'medicines', 'note'] as const).flatMap((path) =>
    withoutLineBreaks(path, 4000),
  ),
  ...withoutLineBreaks('emergencyContact', 300),
])
describeInput('cards.create', cardOfPatientInput, { patientId: id }, wrongIds('patientId'))
describeInput('cards.submit', cardStepInput, { id, version: 1 }, [
  ...wrongIds('id'),
  ...wrongVersions,
])
describeInput('cards.return', returnCardInput, { id, version: 1, reason: 'Нет адреса' }, [
  ...wrongIds('id'),
  ...wrongVersions,
  ...wrongLines('reason', 1000),
])
