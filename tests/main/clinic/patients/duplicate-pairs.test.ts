/** The list of pairs that look like one person: found, kept up, and decided for good. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  countDuplicatePairs,
  keepDistinct,
  keepPairs,
  listDuplicatePairs,
} from '../../../../main/clinic/patients/duplicate-pairs.service.ts'
import { findAllPairs } from '../../../../main/clinic/patients/duplicate-pairs.rules.ts'
import { importPatients } from '../../../../main/clinic/patients/patient-import.service.ts'
import { archivePatient, updatePatient } from '../../../../main/clinic/patients/patients.service.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { personOf, register } from '../../../helpers/patients.ts'

let clinic: TestClinic
beforeEach(async () => {
  clinic = await openTestClinic()
})
afterEach(() => clinic.close())

const compare = () =>
  keepPairs(clinic.desk.with({}), { onProgress: () => {}, signal: new AbortController().signal })

const phone = (value: string) => [{ use: 'mobile' as const, value }]

/** The reasons of the one pair there is; null when there is none. */
async function reasons() {
  await compare()
  const { pairs, count } = await listDuplicatePairs(clinic.desk)
  expect(pairs.length).toBe(count)
  return pairs[0]?.reasons ?? null
}

describe('two records are likely one person by', () => {
  test('a name in the other alphabet and the birth day', async () => {
    await register(clinic.desk, { family: 'Щербакова', given: 'Юлия', phones: [] })
    await register(clinic.desk, { family: 'Shcherbakova', given: 'Yulia', phones: [] })
    expect(await reasons()).toEqual(['similar-name', 'same-birth-day'])
  })

  test('a double name with and without its hyphen', async () => {
    await register(clinic.desk, { family: 'Римская-Корсакова', phones: [] })
    await register(clinic.desk, { family: 'Римская Корсакова', phones: [] })
    expect(await reasons()).toContain('similar-name')
  })

  test('diacritics left out', async () => {
    await register(clinic.desk, { family: 'João', given: 'Müller', phones: [], patronymic: null })
    await register(clinic.desk, { family: 'Joao', given: 'Muller', phones: [], patronymic: null })
    expect(await reasons()).toContain('similar-name')
  })

  test('day and month of the birth exchanged', async () => {
    await register(clinic.desk, { bornOn: '1978-04-12', phones: [] })
    await register(clinic.desk, { bornOn: '1978-12-04', phones: [] })
    expect(await reasons()).toContain('swapped-day-month')
  })

  test('a phone with one wrong digit, where no birth day is known', async () => {
    await register(clinic.desk, { bornOn: null, phones: phone('+7 912 345-67-89') })
    await register(clinic.desk, { bornOn: null, phones: phone('+7 912 345-67-80') })
    expect(await reasons()).toEqual(['near-phone', 'similar-name'])
  })

  test('a phone with two digits exchanged in its first half', async () => {
    await register(clinic.desk, { bornOn: null, phones: phone('+7 912 345-67-89') })
    await register(clinic.desk, { bornOn: null, phones: phone('+7 921 345-67-89') })
    expect(await reasons()).toContain('near-phone')
  })
})

describe('two records are two people', () => {
  test('with one phone in the family and other names', async () => {
    await register(clinic.desk, { given: 'Пётр', family: 'Иванов' })
    await register(clinic.desk, { given: 'Ольга', family: 'Сидорова', sex: 'female' })
    expect(await reasons()).toBeNull()
  })

  test('father and son of one name and one phone, born on other days', async () => {
    await register(clinic.desk, { bornOn: '1978-04-12' })
    await register(clinic.desk, { bornOn: '2005-09-01' })
    expect(await reasons()).toBeNull()
  })
})

test('a pair that was decided to be two people never comes back, even changed', async () => {
  const [one, other] = [await register(clinic.desk), await register(clinic.desk)]
  await compare()
  expect(await countDuplicatePairs(clinic.desk)).toBe(1)
  await keepDistinct(clinic.desk.with({}), { oneId: other, otherId: one })
  await keepDistinct(clinic.desk.with({}), { oneId: one, otherId: other })
  expect(await countDuplicatePairs(clinic.desk)).toBe(0)
  await updatePatient(clinic.desk.with({}), {
    id: one,
    version: 1,
    ...personOf({ address: 'Тверь' }),
  })
  await compare()
  expect(await countDuplicatePairs(clinic.desk)).toBe(0)
})

test('a pair comes when somebody is changed and goes when one is put away', async () => {
  const one = await register(clinic.desk)
  const other = await register(clinic.desk, { family: 'Громов', phones: [] })
  await compare()
  expect(await countDuplicatePairs(clinic.desk)).toBe(0)
  await updatePatient(clinic.desk.with({}), { id: other, version: 1, ...personOf() })
  await compare()
  expect(await countDuplicatePairs(clinic.desk)).toBe(1)
  await archivePatient(clinic.desk.with({}), { id: one, version: 1, archived: true })
  expect(await countDuplicatePairs(clinic.desk)).toBe(0)
})

test('who is still to be compared is counted, a whole registry in turns between the desk’s own writes', async () => {
  const lines = Array.from({ length: 1100 }, (_none, at) => `Family${at},Given`)
  const csv = new TextEncoder().encode(`family,given\n${lines.join('\n')}\n`)
  const { signal } = new AbortController()
  await importPatients(clinic.desk.with({}), csv, { onProgress: () => {}, signal })
  expect(await listDuplicatePairs(clinic.desk)).toMatchObject({ waiting: 1100 })
  clinic.committed.length = 0
  await compare()
  const units = clinic.committed.filter(({ command }) => command === 'patients.findPairs')
  expect(units.length).toBeGreaterThan(2)
  expect(await listDuplicatePairs(clinic.desk)).toMatchObject({ waiting: 0 })
})

test('nothing is compared twice: there is nothing to do until somebody comes or changes', async () => {
  await register(clinic.desk)
  expect(await compare()).toBe(true)
  expect(await compare()).toBe(false)
})

test('after an import everybody is compared at once, and whoever changes then one by one', async () => {
  const rows = Array.from({ length: 600 }, (_, n) => `Семья${n},Имя,`)
  const csv = `family,given,born_on\n${rows.join('\n')}\nИванов,Пётр,1978-04-12\nIvanov,Petr,1978-12-04\n`
  await importPatients(clinic.desk.with({}), new TextEncoder().encode(csv), {
    onProgress: () => {},
    signal: new AbortController().signal,
  })
  expect(await compare()).toBe(true)
  const { pairs } = await listDuplicatePairs(clinic.desk)
  expect(pairs.map(({ one, other }) => [one.family, other.family])).toContainEqual([
    'Иванов',
    'Ivanov',
  ])
  expect(await compare()).toBe(false)
})

test('everybody at once finds the same pairs as one after the other', async () => {
  for (const family of ['Иванов', 'Иваноф', 'Петров']) await register(clinic.desk, { family })
  await compare()
  const one = (await listDuplicatePairs(clinic.desk)).pairs.map(({ id, score }) => ({ id, score }))
  const rows = clinic.raw
    .prepare<[], { id: string; family: string; born_on: string }>('SELECT * FROM patient')
    .all()
  const all = await findAllPairs(
    rows.map((row) => ({
      ...personOf(),
      id: row.id,
      family: row.family,
      phones: ['+7 912 345-67-89'],
      country: 'RU',
    })),
    { pause: async () => {} },
  )
  const told = all.map(({ oneId, otherId, score }) => ({ id: `${oneId}:${otherId}`, score }))
  expect(told.toSorted(byId)).toEqual(one.toSorted(byId))
  expect(one.length).toBeGreaterThan(0)
})

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
