/** The search over the real indexes: any part, any order, either alphabet, either layout. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCard } from '../../../../main/clinic/patients/medical-card.service.ts'
import { searchPatients } from '../../../../main/clinic/patients/patient-search.service.ts'
import { updatePatient } from '../../../../main/clinic/patients/patients.service.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { personOf, register } from '../../../helpers/patients.ts'

let clinic: TestClinic

const person = (
  family: string,
  given: string,
  patronymic: string | null,
  bornOn: string | null,
  phone: string,
) => ({ family, given, patronymic, bornOn, phones: [{ use: 'mobile' as const, value: phone }] })

beforeAll(async () => {
  clinic = await openTestClinic()
  const people = [
    person('Иванов', 'Пётр', 'Сергеевич', '1978-04-12', '+7 912 345-67-89'),
    person('Иванова', 'Мария', 'Петровна', '1991-12-04', '+7 916 111-22-33'),
    person('Петров', 'Иван', 'Ильич', '1985-06-30', '+7 495 765-43-21'),
    person('Shcherbakova', 'Yulia', null, '1990-11-02', '+33 6 12 34 56 78'),
    person('O’Brien-Silva', 'João', null, null, '+55 11 98765-4321'),
    person("'); DROP TABLE patient;--", '<b>HTML</b>', null, null, '+7 900 000-00-00'),
  ]
  for (const each of people) {
    const id = await register(clinic.desk, each)
    await createCard(clinic.desk, id)
  }
})
afterAll(() => clinic.close())

const search = async (query: string, limit = 12) =>
  (await searchPatients(clinic.desk, query, limit)).map((found) => found.family)

describe('who is found, the nearest first', () => {
  test.each<[string, string[]]>([
    ['иванов', ['Иванов', 'Иванова']],
    ['ИВАНОВА', ['Иванова']],
    ['ива', ['Иванов', 'Иванова', 'Петров']],
    ['петр иванов', ['Иванов', 'Иванова']],
    ['пётр иванов', ['Иванов', 'Иванова']],
    ['иванов петр', ['Иванов', 'Иванова']],
    ['иван петров', ['Петров', 'Иванова']],
    ['с п иванов', ['Иванов']],
    ['сергеевич', ['Иванов']],
    ['ivanov', ['Иванов', 'Иванова']],
    ['bdfyjd', ['Иванов', 'Иванова']],
    ['gtnh bdfyjd', ['Иванов', 'Иванова']],
    ['шмфтщм', ['Иванов', 'Иванова']],
    ['щербакова', ['Shcherbakova']],
    ['юлия щерб', ['Shcherbakova']],
    ['scherbakova', ['Shcherbakova']],
    ['silva joao', ['O’Brien-Silva']],
    ["o'brien", ['O’Brien-Silva']],
    ['brien', ['O’Brien-Silva']],
    ['ванов', ['Иванов', 'Иванова']],
    ['цберб', []],
    ['cherba', ['Shcherbakova']],
    ['drop table', ["'); DROP TABLE patient;--"]],
    ['html', ["'); DROP TABLE patient;--"]],
  ])('%s', async (query, families) => expect(await search(query)).toEqual(families))
})

describe('what else leads to a patient', () => {
  test.each<[string, string, string[]]>([
    ['a whole phone as it is dialled', '8 912 345-67-89', ['Иванов']],
    ['a phone with its code', '+7 (912) 345 67 89', ['Иванов']],
    ['the last figures of a phone', '67-89', ['Иванов']],
    ['figures from the middle', '3456', ['Shcherbakova', 'Иванов']],
    ['a French phone as dialled inside', '06 12 34 56 78', ['Shcherbakova']],
    ['a birth day', '12.04.1978', ['Иванов']],
    ['a birth day, month first', '04/12/1978', ['Иванов']],
    ['a birth day in one piece', '12041978', ['Иванов']],
    ['an ISO birth day', '1978-04-12', ['Иванов']],
    ['a name and a birth day', 'иван 30.06.1985', ['Петров']],
    ['a name that does not go with the birth day', 'сидоров 30.06.1985', []],
    ['a name and a phone', 'иванов 6789', ['Иванов']],
    ['a card number', 'A-00003', ['Петров']],
    ['a card number without its noughts', 'a-003', ['Петров']],
    ['a card number in Cyrillic letters', 'А-00003', ['Петров']],
    ['a card number in the other layout', 'ф-00003', ['Петров']],
    ['a card number’s figures', '00003', ['Петров']],
  ])('%s', async (_, query, families) => {
    expect((await search(query)).toSorted()).toEqual(families.toSorted())
  })

  test('a card’s last figures bring its patient to the top', async () => {
    expect((await search('3'))[0]).toBe('Петров')
  })

  test.each<[string, string]>([
    ['иванов', 'as-typed'],
    ['bdfyjd', 'layout'],
    ['ivanov', 'transliteration'],
    ['ванов', 'part'],
    ['6789', 'phone'],
    ['12.04.1978', 'birth-day'],
    ['A-00001', 'card'],
    ['00001', 'card'],
  ])('%s is told to be found by %s', async (query, matched) => {
    expect((await searchPatients(clinic.desk, query, 12))[0]).toMatchObject({ matched })
  })

  test('the list says what tells namesakes apart', async () => {
    expect(await searchPatients(clinic.desk, 'иванов петр', 1)).toMatchObject([
      {
        family: 'Иванов',
        given: 'Пётр',
        patronymic: 'Сергеевич',
        bornOn: '1978-04-12',
        phone: '+7 912 345-67-89',
        cardNumber: 'A-00001',
      },
    ])
  })
})

test('an empty query shows the newest, and the limit holds', async () => {
  expect(await search('', 2)).toEqual(["'); DROP TABLE patient;--", 'O’Brien-Silva'])
  expect(await search('  ', 1)).toHaveLength(1)
  expect(await search('и', 1)).toEqual(['Иванов'])
})

test.each([
  '%',
  '*',
  '"',
  "'",
  '\\',
  'AND',
  'NEAR(',
  '(((',
  '-',
  '\u0000',
  '😀',
  'ъ',
  'x'.repeat(200),
])('%j is no error', async (query) => expect(Array.isArray(await search(query))).toBe(true))

test('a changed name is found by the new one alone, an archived patient not at all', async () => {
  const id = await register(clinic.desk, person('Зубова', 'Ольга', null, null, '+79990000000'))
  expect(await search('зубова')).toEqual(['Зубова'])
  const changed = personOf({ family: 'Крылова', given: 'Ольга', phones: [], bornOn: null })
  await updatePatient(clinic.desk, { id, version: 1, ...changed })
  expect(await search('зубова')).toEqual([])
  expect(await search('крыл')).toEqual(['Крылова'])
  expect(await search('ылов')).toEqual(['Крылова'])
  await clinic.desk.write('test.archive', async (unit) =>
    unit.patch('patient', id, { archivedAt: unit.now }),
  )
  expect(await search('крылова')).toEqual([])
})

test('each question goes to an index', () => {
  const plan = (query: string) =>
    clinic.raw
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`)
      .all()
      .map((step) => step.detail)
      .join('\n')
  const plans = [
    plan(
      `SELECT terms FROM patient_index WHERE sort_name >= 'a' AND sort_name < 'b' ORDER BY sort_name LIMIT 9`,
    ),
    plan(
      `SELECT terms FROM patient_index WHERE patient_id IN (SELECT id FROM patient WHERE born_on = '1')`,
    ),
    plan(`SELECT patient_id FROM patient_key WHERE key IN ('a', 'b')`),
    plan(
      `SELECT rowid FROM patient_parts WHERE terms LIKE '%4567%' AND +rowid IN (SELECT rowid FROM patient_words WHERE patient_words MATCH 'a')`,
    ),
  ]
  // Only the full-text tables are "scanned", by the index that their plan names.
  for (const each of plans)
    expect(each).not.toMatch(/SCAN (?!patient_(?:parts|words) VIRTUAL TABLE INDEX)/)
  expect(plans[3]).toMatch(/patient_parts VIRTUAL TABLE INDEX \d+:[LG]/)
})
