/** What a person chose goes with them: keys and saved views, nobody else's. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  chooseKeys,
  readPreferences,
  saveDayViews,
} from '../../../../main/clinic/preferences/preferences.service.ts'
import { createStaffMember } from '../../../../main/clinic/staff/staff.service.ts'
import { openTestClinic, type TestClinic } from '../../../helpers/clinic.ts'
import { colleague } from '../../../helpers/procedures.ts'

let clinic: TestClinic
let otherId: string

beforeEach(async () => {
  clinic = await openTestClinic()
  otherId = (await createStaffMember(clinic.desk.with({}), colleague('desk', ['receptionist']))).id
})
afterEach(() => clinic.close())

const mine = () => clinic.desk.with({})
const others = () => clinic.deskOf(['receptionist'], otherId).with({})
const view = { name: 'Дети', specialties: ['Педиатр'], practitionerIds: [], locationIds: [] }

test('nothing is chosen at first', async () => {
  expect(await readPreferences(mine())).toEqual({ keys: [], dayViews: null })
})

test('keys are kept for the person who chose them, and changed again', async () => {
  await chooseKeys(mine(), [
    { action: 'place.day', keys: 'F3' },
    { action: 'lock', keys: null },
  ])
  const chosen = [{ action: 'place.day', keys: 'Alt+KeyD' }]
  await chooseKeys(mine(), chosen)
  expect((await readPreferences(mine())).keys).toEqual(chosen)
  expect((await readPreferences(others())).keys).toEqual([])
  expect(clinic.raw.prepare('SELECT count(*) FROM preference').pluck().get()).toBe(1)
})

test('views are kept in their order, also none', async () => {
  await saveDayViews(mine(), [view, { ...view, name: 'Все' }])
  const names = (await readPreferences(mine())).dayViews?.map(({ name }) => name)
  expect(names).toEqual(['Дети', 'Все'])
  await saveDayViews(mine(), [])
  expect((await readPreferences(mine())).dayViews).toEqual([])
})

test('what another version of the program kept counts as not chosen', async () => {
  await saveDayViews(mine(), [view])
  clinic.raw.prepare(`UPDATE preference SET value = '{"of":"tomorrow"}'`).run()
  expect(await readPreferences(mine())).toEqual({ keys: [], dayViews: null })
})
