/** Invented patients: right forms, right check digits, believable ages, nobody who can be reached. */
import { describe, expect, test } from 'vitest'
import { documentKindsOf, documentProblem } from '../../../main/clinic/patients/identity.rules.ts'
import { normalizePhone } from '../../../main/clinic/patients/phones.rules.ts'
import { ageYears } from '../../../main/clinic/shared/days.ts'
import { demoCountries, type DemoCountry } from '../../../main/demo/countries.ts'
import { makePeople, makePerson } from '../../../main/demo/people.ts'
import { cpfCheckDigits } from '../../../main/demo/people/br.ts'
import { nirKey } from '../../../main/demo/people/fr.ts'
import { nhsCheckDigit } from '../../../main/demo/people/gb.ts'
import { mailName } from '../../../main/demo/people/latin.ts'
import { feminineFamily, masculineFamily, patronymic } from '../../../main/demo/people/ru.ts'
import { createRandom } from '../../../main/demo/random.ts'

const today = '2026-11-20'
const make = (country: DemoCountry, count = 3000) =>
  makePeople(createRandom('test'), country, count, today)
const made = new Map(demoCountries.map((country) => [country, make(country)]))
const people = (country: DemoCountry) => made.get(country) ?? []

describe.each(demoCountries)('patients of %s', (country) => {
  const patients = people(country)

  test('are the same for the same seed', () => {
    expect(make(country)).toEqual(patients)
    const other = makePeople(createRandom('other'), country, 3000, today)
    expect(other[0]).not.toEqual(patients[0])
  })

  test('do not change when more are made', () => {
    expect(make(country, 200)).toEqual(patients.slice(0, 200))
  })

  test('have mail only where no mail arrives', () => {
    const mails = patients.flatMap((one) => (one.email === null ? [] : [one.email]))
    expect(mails.length).toBeGreaterThan(1000)
    expect(mails.filter((mail) => !/^[a-z0-9._]+@example\.(org|com)$/.test(mail))).toEqual([])
  })

  test('have documents of their own and names that seldom repeat', () => {
    expect(new Set(patients.map((one) => one.identityDocument.number)).size).toBe(3000)
    const names = new Set(patients.map((one) => Object.values(one.name).join(' ')))
    expect(names.size).toBeGreaterThan(2500)
  })

  test('share a phone only with those they live with', () => {
    const byPhone = Map.groupBy(patients, (one) => one.phones[0]?.value)
    const apart = [...byPhone.values()].filter(
      (household) => new Set(household.map((one) => one.address)).size > 1,
    )
    expect(apart).toEqual([])
  })

  test('are of all ages, born on days that exist, no later than today', () => {
    const ages = patients.map((one) => ageYears(one.bornOn, today))
    const share = (from: number, to: number) =>
      ages.filter((age) => age >= from && age <= to).length / ages.length
    expect(Math.min(...ages)).toBe(0)
    expect(Math.max(...ages)).toBeLessThanOrEqual(96)
    expect(share(0, 17)).toBeCloseTo(0.24, 1)
    expect(share(65, 120)).toBeCloseTo(0.12, 1)
    expect(patients.every((one) => one.bornOn <= today)).toBe(true)
  })
})

test('a wish about age, sex and household is kept', () => {
  const random = createRandom('wish')
  const mother = makePerson(random, 'RU', { today, age: 34, sex: 'female' })
  const son = makePerson(random, 'RU', { today, age: 6, sex: 'male', livesWith: mother })
  expect(ageYears(son.bornOn, today)).toBe(6)
  expect(son.address).toBe(mother.address)
  expect(son.phones).toEqual(mother.phones.slice(0, 1))
  expect(son.name.family).toBe(masculineFamily(mother.name.family))
})

test('Russian children have their father’s name as patronymic', () => {
  const random = createRandom('father')
  const father = makePerson(random, 'RU', { today, age: 40, sex: 'male' })
  const daughter = makePerson(random, 'RU', { today, age: 9, sex: 'female', livesWith: father })
  expect(daughter.name.patronymic).toBe(patronymic(father.name.given, 'female'))
  expect(daughter.name.family).toBe(feminineFamily(father.name.family))
})

test.each([
  ['Иван', 'Иванович', 'Ивановна'],
  ['Сергей', 'Сергеевич', 'Сергеевна'],
  ['Николай', 'Николаевич', 'Николаевна'],
  ['Юрий', 'Юрьевич', 'Юрьевна'],
  ['Анатолий', 'Анатольевич', 'Анатольевна'],
  ['Дмитрий', 'Дмитриевич', 'Дмитриевна'],
  ['Георгий', 'Георгиевич', 'Георгиевна'],
  ['Игорь', 'Игоревич', 'Игоревна'],
  ['Шамиль', 'Шамилевич', 'Шамилевна'],
  ['Пётр', 'Петрович', 'Петровна'],
  ['Павел', 'Павлович', 'Павловна'],
  ['Лев', 'Львович', 'Львовна'],
  ['Яков', 'Яковлевич', 'Яковлевна'],
  ['Михаил', 'Михайлович', 'Михайловна'],
  ['Илья', 'Ильич', 'Ильинична'],
  ['Никита', 'Никитич', 'Никитична'],
  ['Лука', 'Лукич', 'Лукинична'],
  ['Савва', 'Саввич', 'Саввична'],
  ['Фёдор', 'Фёдорович', 'Фёдоровна'],
])('the patronymics of %s are %s and %s', (father, son, daughter) => {
  expect(patronymic(father, 'male')).toBe(son)
  expect(patronymic(father, 'female')).toBe(daughter)
})

test('every Russian patient has a patronymic in the form of their sex', () => {
  const wrong = people('RU').filter(({ name, sex }) => {
    const ending = sex === 'male' ? /(вич|ич)$/ : /(вна|чна)$/
    return !ending.test(name.patronymic ?? '')
  })
  expect(wrong).toEqual([])
})

test.each([
  ['Смирнов', 'Смирнова'],
  ['Королёв', 'Королёва'],
  ['Ильин', 'Ильина'],
  ['Вишневский', 'Вишневская'],
  ['Троицкий', 'Троицкая'],
  ['Толстой', 'Толстая'],
  ['Шевченко', 'Шевченко'],
  ['Черных', 'Черных'],
  ['Бондарчук', 'Бондарчук'],
  ['Саркисян', 'Саркисян'],
])('the feminine form of %s is %s', (masculine, feminine) => {
  expect(feminineFamily(masculine)).toBe(feminine)
  expect(masculineFamily(feminine)).toBe(masculine)
})

test('CPFs add up', () => {
  // The example of the Receita Federal's own description.
  expect(cpfCheckDigits('111444777')).toBe('35')
  const numbers = people('BR').map((one) => one.identityDocument.number)
  const wrong = numbers.filter((number) => {
    const digits = number.replaceAll(/\D/g, '')
    const isShaped = /^\d{3}\.\d{3}\.\d{3}-\d{2}$/.test(number)
    return !isShaped || cpfCheckDigits(digits.slice(0, 9)) !== digits.slice(9)
  })
  expect(wrong).toEqual([])
})

test('NIRs say sex and birth and have the right key', () => {
  expect(nirKey('2550814168025')).toBe('38')
  const wrong = people('FR').filter(({ identityDocument, sex, bornOn }) => {
    const digits = identityDocument.number.replaceAll(' ', '')
    const begins = `${sex === 'male' ? 1 : 2}${bornOn.slice(2, 4)}${bornOn.slice(5, 7)}`
    const key = (Number(digits.slice(0, 13)) + Number(digits.slice(13))) % 97
    return !/^\d{15}$/.test(digits) || !digits.startsWith(begins) || key !== 0
  })
  expect(wrong).toEqual([])
})

test('NHS numbers are of the test range and have the right check digit', () => {
  expect(nhsCheckDigit('943476591')).toBe(9)
  const wrong = people('GB').filter(({ identityDocument: { number } }) => {
    const digits = number.replaceAll(/\D/g, '')
    return !/^999\d{7}$/.test(digits) || nhsCheckDigit(digits.slice(0, 9)) !== Number(digits[9])
  })
  expect(wrong).toEqual([])
})

const numbersForFiction = {
  GB: /^\+44 (7700 900\d{3}|20 7946 0\d{3}|1\d{2} 496 0\d{3}|1632 960\d{3})$/,
  FR: /^\+33 (6 39 98|1 99 00|2 61 91) \d{2} \d{2}$/,
  RU: /^\+7 97[456] 555-\d{2}-\d{2}$/,
  BR: /^\+55 \(16\) (90555-\d{4}|3555-0\d{3})$/,
}

test.each(demoCountries)('phones of %s are of the ranges that ring nowhere', (country) => {
  const phones = people(country).flatMap((one) => one.phones.map(({ value }) => value))
  expect(phones.filter((phone) => !numbersForFiction[country].test(phone))).toEqual([])
})

test.each(demoCountries)('documents and phones of %s are what registration takes', (country) => {
  const refused = people(country).filter(({ identityDocument: { kind, number }, phones }) => {
    const isOffered = documentKindsOf(country).includes(kind)
    return (
      !isOffered ||
      documentProblem(kind, number) !== null ||
      phones.some(({ value }) => normalizePhone(value, country) === null)
    )
  })
  expect(refused).toEqual([])
})

test.each([
  ['Щербакова', 'shcherbakova'],
  ['Соловьёв', 'solovev'],
  ['Рыбакова', 'rybakova'],
  ['Николай', 'nikolay'],
  ['Élodie', 'elodie'],
  ['Conceição', 'conceicao'],
  ["O'Brien", 'obrien'],
])('%s is %s in a mail address', (name, latin) => {
  expect(mailName(name)).toBe(latin)
})
