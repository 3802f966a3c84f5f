/** Code lists of the clinic: taken, read into the index, searched by code and by words, retired. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  archiveCodeList,
  bringCodeLists,
  importCodeList,
  indexCodeLists,
  readCodeLists,
  searchCodes,
} from '../../../../main/clinic/codes/codes.service.ts'
import { readAllergies } from '../../../../main/clinic/allergies/allergies.service.ts'
import { readPrescriptions } from '../../../../main/clinic/prescriptions/prescriptions.service.ts'
import { listenToQueries } from '../../../helpers/query-plans.ts'
import { openVisitDay, type VisitDay } from '../../../helpers/visit-day.ts'

let day: VisitDay

beforeEach(async () => {
  day = await openVisitDay()
})
afterEach(() => day.close())

const going = () => new AbortController().signal

const list = {
  file: new TextEncoder().encode(
    [
      'code,name',
      'J45.0,Преимущественно аллергическая астма',
      'J45.1,Неаллергическая астма',
      'J46,Астматический статус',
      'K12.3,Мукозит полости рта',
      '5A11,Сахарный диабет 2 типа по МКБ-11',
    ].join('\n'),
  ),
  title: 'МКБ-10, пульмонология',
  url: 'http://hl7.org/fhir/sid/icd-10',
  release: '2019',
}

async function take(): Promise<string> {
  const { id } = await importCodeList(day.desk, list, 'ru')
  await indexCodeLists(day.desk, going())
  return id
}

const codesFor = async (query: string, limit = 10) =>
  (await searchCodes(day.doctor, { query, limit }, 'ru')).map(({ code }) => code)

test('a list is found by the beginning of a code, with and without its dot, in either layout', async () => {
  await take()
  expect(await codesFor('J45')).toContain('J45.0')
  expect(await codesFor('j450')).toEqual(['J45.0'])
  expect(await codesFor('о45ю1')).toEqual(['J45.1'])
  expect(await codesFor('5a1')).toEqual(['5A11'])
  expect(await codesFor('Q99')).toEqual([])
})

test('and by words of its names in any order, also typed in the other layout', async () => {
  await take()
  expect(await codesFor('астма аллерг')).toEqual(['J45.0'])
  expect(await codesFor('verjpbn')).toEqual(['K12.3'])
  expect(await codesFor('астма" OR 1')).toEqual([])
  expect(await codesFor('')).toEqual([])
})

test('the short list of the program’s own comes first, and is there without any other', async () => {
  expect(await codesFor('бронхиальная')).toEqual(['J45.9'])
  await take()
  expect((await codesFor('астма'))[0]).toBe('J45.9')
  expect(await codesFor('астма', 2)).toHaveLength(2)
})

test('the same file again is the same list', async () => {
  const id = await take()
  const again = await importCodeList(day.desk, { ...list, title: 'МКБ-10' }, 'ru')
  expect(again).toEqual({ id, count: 5 })
  expect(await readCodeLists(day.desk)).toMatchObject([
    { id, title: 'МКБ-10', conceptCount: 5, isReady: true, archivedAt: null },
  ])
})

test('a retired list is searched no more, leaves the index, and comes back', async () => {
  const id = await take()
  await archiveCodeList(day.desk, { id, version: 1, archived: true })
  expect(await codesFor('K12')).toEqual([])
  await indexCodeLists(day.desk, going())
  expect(day.raw.prepare('SELECT count(*) FROM code_concept').pluck().get()).toBe(0)
  await archiveCodeList(day.desk, { id, version: 2, archived: false })
  expect((await readCodeLists(day.desk))[0]?.isReady).toBe(false)
  await indexCodeLists(day.desk, going())
  expect(await codesFor('K12')).toEqual(['K12.3'])
  const nothing = archiveCodeList(day.desk, { id: day.newId(), version: 1, archived: true })
  await expect(nothing).rejects.toMatchObject({ code: 'not-found' })
})

test('reading in that was broken off is begun anew, and doubles nothing', async () => {
  const { id } = await importCodeList(day.desk, list, 'ru')
  // As a program that was ended in the middle leaves it.
  day.raw
    .prepare('INSERT INTO code_concept (code_system_id, code, display, terms) VALUES (?, ?, ?, ?)')
    .run(id, 'J46', 'Астматический статус', 'астматический статус')
  expect(await bringCodeLists(day.desk)).toEqual({ isDue: true, isWhole: true })
  expect(await indexCodeLists(day.desk, going())).toBe(true)
  expect(day.raw.prepare('SELECT count(*) FROM code_concept').pluck().get()).toBe(5)
  expect(await bringCodeLists(day.desk)).toEqual({ isDue: false, isWhole: true })
  expect(await indexCodeLists(day.desk, going())).toBe(false)
})

test('a list whose file is still on another desk waits for it', async () => {
  await importCodeList(day.desk, list, 'ru')
  day.raw.prepare('DELETE FROM stored_file').run()
  expect(await bringCodeLists(day.desk)).toEqual({ isDue: true, isWhole: false })
  expect(await indexCodeLists(day.desk, going())).toBe(false)
  expect((await readCodeLists(day.desk))[0]?.isReady).toBe(false)
})

test('a code, words, allergies and medicines are found by an index', async () => {
  await take()
  const { doctor, patientId } = day
  const queries = listenToQueries(day)
  await searchCodes(doctor, { query: 'j45', limit: 50 }, 'ru')
  await searchCodes(doctor, { query: 'j4501', limit: 50 }, 'ru')
  await searchCodes(doctor, { query: 'мукозит полости', limit: 50 }, 'ru')
  await readAllergies(doctor, patientId)
  await readPrescriptions(doctor, patientId)
  queries.expectNoScans()
})
