/** A question built once and asked with other values each time. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keptQuestion, type Places } from '../../../main/db/kysely.ts'
import { openTestClinic, type TestClinic } from '../../helpers/clinic.ts'

let clinic: TestClinic

beforeEach(async () => {
  clinic = await openTestClinic()
})
afterEach(() => clinic.close())

const addRoom = (name: string, archivedAt: string | null = null) =>
  clinic.desk
    .with({})
    .write('test.room', async (unit) => unit.insert('location', { name, archivedAt }))

function createAsk() {
  let built = 0
  const ask = keptQuestion((db, place: Places<{ name: string; other: string }>) => {
    built += 1
    return db
      .selectFrom('location')
      .select(['name', 'archivedAt'])
      .where((eb) =>
        eb.or([
          eb('name', '=', place('other')),
          eb('name', '=', place('name')),
          eb('name', '>', place('name')),
        ]),
      )
      .where('id', '!=', 'nothing')
      .orderBy('name')
  })
  return { ask, built: () => built }
}

test('is built once, and each value goes to all of its places', async () => {
  for (const name of ['A', 'B', 'C']) await addRoom(name)
  const { ask, built } = createAsk()
  const names = async (values: { name: string; other: string }) =>
    (await ask(clinic.desk.read, values)).map((row) => row.name)
  expect(await names({ name: 'C', other: 'A' })).toEqual(['A', 'C'])
  expect(await names({ name: 'B', other: "A' OR '1'='1" })).toEqual(['B', 'C'])
  expect(built()).toBe(1)
})

test('is answered under the code’s names, inside a unit as outside', async () => {
  const { ask } = createAsk()
  const told = await clinic.desk.with({}).write('test.ask', async (unit) => {
    unit.insert('location', { name: 'New', archivedAt: unit.now })
    return ask(unit.db, { name: 'New', other: '' })
  })
  expect(told).toEqual([{ name: 'New', archivedAt: clinic.desk.now() }])
  expect(await ask(clinic.desk.read, { name: 'New', other: '' })).toEqual(told)
})

test('keeps the read handle out of a unit, as every other question does', async () => {
  const { ask } = createAsk()
  await ask(clinic.desk.read, { name: '', other: '' })
  const story = clinic.desk
    .with({})
    .write('test.ask', async () => ask(clinic.desk.read, { name: '', other: '' }))
  await expect(story).rejects.toThrow('inside a unit of work')
})
