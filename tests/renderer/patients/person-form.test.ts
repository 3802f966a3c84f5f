import { describe, expect, test } from 'vitest'
import { personInput, registerPatientInput } from '../../../main/clinic/patients/patients.input.ts'
import { messageOf, problemOf } from '../../../renderer/components/field-message.ts'
import {
  comparableOf,
  emptyPerson,
  formOf,
  formPath,
  type PersonForm,
  personOf,
  personOfQuery,
  schemaResolver,
  sexOfPatronymic,
} from '../../../renderer/pages/patients/person-form.ts'

const options = { fields: {}, shouldUseNativeValidation: false }

function form(changes: Partial<PersonForm> = {}): PersonForm {
  return { ...emptyPerson('ru', 'ru-passport'), family: 'Иванова', given: 'Анна', ...changes }
}

describe('the form of a person', () => {
  test('sends nothing for what was left empty', () => {
    expect(personOf(form({ email: '  ', address: '', note: ' ' }))).toEqual({
      family: 'Иванова',
      given: 'Анна',
      patronymic: null,
      sex: 'unknown',
      bornOn: null,
      phones: [],
      email: null,
      address: null,
      document: null,
      language: 'ru',
      note: null,
      contactChannel: 'phone',
      doNotDisturb: false,
    })
  })

  test('comes back from a registered person as it went', () => {
    const person = personInput.parse(
      personOf(
        form({
          patronymic: 'Петровна',
          sex: 'female',
          bornOn: '1978-04-12',
          phones: [{ use: 'work', value: '+7 912 555-01-48' }],
          email: 'anna@example.org',
          document: { kind: 'ru-passport', number: '28 04 123456' },
        }),
      ),
    )
    expect(personInput.parse(personOf(formOf(person, 'snils')))).toEqual(person)
  })

  test('offers an empty phone and a document of the country where there is none', () => {
    const person = personInput.parse(personOf(form()))
    expect(formOf(person, 'cpf')).toMatchObject({
      phones: [{ use: 'mobile', value: '' }],
      document: { kind: 'cpf', number: '' },
    })
  })
})

describe('errors', () => {
  const resolve = schemaResolver<PersonForm, unknown>(personInput, personOf)

  test('stand at their fields, with phones counted as the form shows them', async () => {
    const wrong = form({
      family: ' ',
      bornOn: '31.02.1980',
      phones: [
        { use: 'mobile', value: '' },
        { use: 'home', value: '12' },
      ],
      email: 'anna@',
      document: { kind: 'ru-passport', number: '123' },
    })
    const { errors } = await resolve(wrong, undefined, options)
    expect(errors).toMatchObject({
      family: { message: 'required||' },
      bornOn: { message: expect.stringContaining('day') },
      email: { message: 'invalid_format|email|' },
      document: { number: { message: 'format||' } },
    })
    const phones: unknown = errors.phones
    expect(phones).toMatchObject({ 1: { value: { message: 'phone||' } } })
    expect(phones).not.toHaveProperty('0')
  })

  test('are none for a whole registration, which is sent as the schema reads it', async () => {
    const consent = { textVersion: ' 2 ', givenOn: '2026-11-21', method: 'paper' as const }
    const resolve = schemaResolver<PersonForm, unknown>(registerPatientInput, (values) => ({
      ...personOf(values),
      consent,
      withCard: true,
    }))
    const { errors, values } = await resolve(form({ family: ' Иванова ' }), undefined, options)
    expect(errors).toEqual({})
    expect(values).toMatchObject({ family: 'Иванова', consent: { textVersion: '2' } })
  })

  test('carry their limit', async () => {
    const { errors } = await resolve(form({ given: 'а'.repeat(101) }), undefined, options)
    expect(problemOf(errors.given?.message ?? '')).toEqual({
      code: 'too_big',
      kind: 'string',
      limit: 100,
    })
    expect(problemOf(messageOf({ code: 'day' }))).toEqual({ code: 'day' })
  })

  test('of other paths stay where they are', () => {
    expect(formPath('document.number', form())).toBe('document.number')
    expect(formPath('phones', form())).toBe('phones')
    expect(formPath('phones.4', form())).toBe('phones.4.value')
  })
})

describe('what is compared while someone types', () => {
  test('is nothing until there is a name, a phone or a document', () => {
    expect(comparableOf(form({ family: 'И', given: '' }), null)).toBeNull()
    expect(
      comparableOf(form({ given: '', phones: [{ use: 'mobile', value: '8912' }] }), null),
    ).toBeNull()
    expect(comparableOf(form(), 'other')).toMatchObject({ family: 'Иванова', exceptId: 'other' })
    expect(
      comparableOf(form({ given: '', phones: [{ use: 'mobile', value: '89125550148' }] }), null),
    ).not.toBeNull()
  })

  test('leaves out a day that is none yet', () => {
    expect(comparableOf(form({ bornOn: '12.04' }), null)?.bornOn).toBeNull()
    expect(comparableOf(form({ bornOn: '1978-04-12' }), null)?.bornOn).toBe('1978-04-12')
  })
})

describe('a search that found nobody', () => {
  test.each([
    ['иванова анна петровна', 'ru', { family: 'Иванова', given: 'Анна', patronymic: 'Петровна' }],
    ['bdfyjd', 'ru', { family: 'Иванов', given: '', patronymic: '' }],
    ['John Smith', 'ru', { family: 'John', given: 'Smith', patronymic: '' }],
    ['anna maria shaw', 'en', { given: 'Anna Maria', family: 'Shaw' }],
    ['maria da silva', 'pt-BR', { given: 'Maria da', family: 'Silva' }],
    ['shaw', 'fr', { family: 'Shaw' }],
    ['shaw 12/04/1978', 'en', { family: 'Shaw', bornOn: '1978-04-12' }],
    ['+7 912 555-01-48', 'ru', { phones: [{ use: 'mobile', value: '+7 912 555-01-48' }] }],
    ['A-01482', 'en', {}],
    ['', 'en', {}],
  ] as const)('%s begins a registration (%s)', (query, language, person) => {
    expect(personOfQuery(query, language)).toEqual(person)
  })
})

describe('a patronymic', () => {
  test.each([
    ['Петровна', 'female'],
    ['Ильинична', 'female'],
    ['Сергеевич', 'male'],
    ['Ильич', 'male'],
    ['Фомич', 'male'],
    ['Мамед оглы', 'male'],
    ['Мамед кызы', 'female'],
    ['', null],
    ['Ян', null],
  ])('%s says %s', (patronymic, sex) => {
    expect(sexOfPatronymic(patronymic)).toBe(sex)
  })
})
