/** Catalog and schedule in the real window, line by line of what a front desk asks of them. */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { at } from '../../scripts/run/paths.mjs'
import { demoProfile } from '../helpers/demo-profile.ts'
import {
  button,
  field,
  goTo,
  leave,
  pick,
  type Seat,
  signInAs,
  waitForSignIn,
} from '../helpers/hands.ts'
import { open } from '../helpers/screen-round.ts'
import { ask, atRest, countCalls } from '../helpers/window-calls.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { type Words, wordsOf } from '../helpers/words.ts'

// Each drives many forms, which takes long on a busy machine; how long is no part of what is tested.
vi.setConfig({ testTimeout: 300_000 })

/** A busy machine takes long to make the demo clinic. */
const startTimeoutMs = 240_000

/** Beyond the demo clinic's own bookings: a Tuesday. */
const day = '2027-02-16'

let opened: OpenWindow
let page: Page
let words: Words
let seat: Seat
let profile: string

beforeAll(async () => {
  profile = await demoProfile()
  words = await wordsOf('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(60_000)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  seat = { page, words }
  await waitForSignIn(seat, startTimeoutMs)
  await signInAs(seat, 'administrator')
  await countCalls(page)
}, 800_000)
afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
  expect(opened.problems).toEqual([])
})

/** Where the guide's pictures stand when they are renewed, and out of the way otherwise. */
const pictures = process.env['RENEW_PICTURES'] === '1' ? at('docs', 'pictures') : at('out', 'tests')

async function picture(name: string): Promise<void> {
  await atRest(page)
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: path.join(pictures, `${name}.png`) })
}

const dialog = () => page.getByRole('dialog')
const side = () => page.getByRole('complementary', { name: words('common:selected'), exact: true })
const row = (text: string) => page.getByRole('row').filter({ hasText: text })
const combobox = (within: Page | Locator, name: string) =>
  within.getByRole('combobox', { name, exact: true })

async function closed(): Promise<void> {
  await dialog().waitFor({ state: 'detached' })
  await atRest(page)
}

/** The button that sends the form: the last one, whatever else begins with its word. */
async function send(label: string): Promise<void> {
  await button(dialog(), words(label)).last().click()
}

/** One of the catalog's views by its key. */
async function showView(key: string): Promise<void> {
  await goTo(seat, 'catalog')
  await page.getByRole('heading', { level: 1, name: words('catalog:title'), exact: true }).waitFor()
  await atRest(page)
  await page.keyboard.press(key)
  await atRest(page)
}

const idShape = z.object({ id: z.string() })
const serviceShape = z.object({ id: z.string(), code: z.string() })

async function serviceId(code: string): Promise<string> {
  const listed = await ask(page, 'query', 'catalog.services', {})
  const { services } = z.object({ services: z.array(serviceShape) }).parse(listed)
  const found = services.find((one) => one.code === code)
  if (found === undefined) throw new Error(`There is no service ${code}.`)
  return found.id
}

async function addCaller(family: string): Promise<string> {
  const person = { family, given: 'Augusta', patronymic: null, phone: '+44 20 7946 0000' }
  return idShape.parse(await ask(page, 'mutation', 'patients.addCaller', person)).id
}

const timeShape = z.object({
  practitioner: z.object({ id: z.string(), family: z.string() }),
  startsAt: z.string(),
})

async function freeTimes(code: string, on = day) {
  const wish = { serviceId: await serviceId(code), fromDay: on, days: 1, limit: 500 }
  const found = await ask(page, 'query', 'schedule.search', wish)
  return z.object({ times: z.array(timeShape) }).parse(found).times
}

async function book(family: string, code: string, at = 0): Promise<string> {
  const time = (await freeTimes(code))[at]
  if (time === undefined) throw new Error('There is no free time.')
  const booked = await ask(page, 'mutation', 'appointments.book', {
    patientId: await addCaller(family),
    practitionerId: time.practitioner.id,
    serviceId: await serviceId(code),
    startsAt: time.startsAt,
    as: 'confirmed',
    note: null,
  })
  return idShape.parse(booked).id
}

async function showBooking(id: string): Promise<void> {
  await open(page, `/day?day=${day}&appointment=${id}`)
  await page.locator(`[data-booking="${id}"][data-current="true"]`).waitFor()
  await atRest(page)
}

test('services stand in categories and subcategories with code, duration and preparation text', async () => {
  await showView('Digit1')
  await page.keyboard.press('KeyC')
  await field(dialog(), words('catalog:column.name')).fill('Heart of children')
  await pick(page, combobox(dialog(), words('catalog:field.partOf')), 'Consultations')
  await page.keyboard.press('Tab')
  await send('common:add')
  await closed()
  await page.keyboard.press('KeyN')
  await field(dialog(), words('catalog:column.name')).fill('Heart murmur, second opinion')
  await pick(
    page,
    combobox(dialog(), words('catalog:field.category')),
    'Consultations › Heart of children',
  )
  await field(dialog(), words('catalog:column.code')).fill('CH-01')
  await field(dialog(), words('catalog:column.price')).fill('120')
  await field(dialog(), words('catalog:field.preparation')).fill('Bring earlier reports.')
  await send('common:add')
  await closed()
  await row('CH-01').click()
  await side().getByText('Consultations › Heart of children').waitFor()
  await side().getByText('Bring earlier reports.').waitFor()
  await row('US-04').click()
  await side().getByText('Ultrasound › Heart and vessels').waitFor()
  await picture('catalog')
})

test('a service goes out of use and comes back, active or retired', async () => {
  await showView('Digit1')
  await row('CH-01').click()
  await page.keyboard.press('Delete')
  await row('CH-01').waitFor({ state: 'detached' })
  await page.keyboard.press('Digit6')
  await row('CH-01').click()
  await page.keyboard.press('Delete')
  await row('CH-01').waitFor({ state: 'detached' })
  await page.keyboard.press('Digit1')
  await row('CH-01').waitFor()
})

test('a price list holds on its days, and a booking keeps the price at which it was made', async () => {
  const before = await book('Quillfeather', 'GP-02')
  await showView('Digit3')
  await page.keyboard.press('KeyN')
  await field(dialog(), words('catalog:column.name')).fill('February prices')
  await field(dialog(), words('catalog:days.first')).fill('01/02/2027')
  await field(dialog(), words('catalog:days.last')).fill('28/02/2027')
  await send('common:add')
  await closed()
  await row('February prices').click()
  const prices = page.getByRole('region', { name: words('catalog:priceList.prices'), exact: true })
  const name = 'GP consultation, follow-up'
  const price = field(prices, words('catalog:priceList.priceOf', { name }))
  await price.fill('77')
  await price.press('Enter')
  await row('February prices')
    .getByRole('gridcell')
    .or(row('February prices').locator('td'))
    .filter({ hasText: /^1$/ })
    .first()
    .waitFor()
  await picture('price-lists')

  const priceOf = async (id: string) =>
    z
      .object({ priceMinor: z.number() })
      .parse(await ask(page, 'query', 'appointments.details', { id })).priceMinor
  expect(await priceOf(await book('Larkspur', 'GP-02', 3))).toBe(7_700)
  expect(await priceOf(before)).not.toBe(7_700)
})

test('a package of services has a price of its own', async () => {
  await showView('Digit2')
  await page.keyboard.press('KeyN')
  await field(dialog(), words('catalog:column.name')).fill('Two follow-ups')
  await field(dialog(), words('catalog:column.code')).fill('PK-02')
  await field(dialog(), words('catalog:column.price')).fill('100')
  const service = words('catalog:package.service', { number: 1 })
  await pick(page, combobox(dialog(), service), 'GP consultation, follow-up')
  await field(dialog(), words('catalog:package.quantity', { number: 1 })).fill('2')
  await send('common:add')
  await closed()
  await row('PK-02').click()
  await side().getByText('£130').waitFor()
  await picture('package')
})

test('who offers which service, where: a doctor may offer it in one room alone', async () => {
  await showView('Digit1')
  await row('GP-03').click()
  const where = combobox(side(), words('catalog:offers.where', { name: 'Rhys Pritchard' }))
  await pick(page, where, 'Room 9')
  await atRest(page)
  // He never works there, so that nobody is offered his times for it any more.
  const doctors = (await freeTimes('GP-03')).map(({ practitioner }) => practitioner.family)
  expect(doctors).toContain('Whitcombe')
  expect(doctors).not.toContain('Pritchard')
})

test('rooms and equipment are kept with their kinds, and a booking claims them all or nothing', async () => {
  await showView('Digit4')
  await page.keyboard.press('KeyN')
  await field(dialog(), words('catalog:column.name')).fill('Sleep laboratory')
  await dialog().getByLabel(words('catalog:column.kind')).fill('Sleep')
  await send('common:add')
  await closed()
  await row('Sleep laboratory').waitFor()
  await showView('Digit5')
  for (const name of ['Recorder 1', 'Recorder 2']) {
    await page.keyboard.press('KeyN')
    await field(dialog(), words('catalog:column.name')).fill(name)
    await dialog().getByLabel(words('catalog:column.kind')).fill('Recorder')
    await send('common:add')
    await closed()
  }
  await row('Recorder 2').click()
  await picture('equipment')

  await showView('Digit1')
  await row('NE-03').click()
  await page.keyboard.press('KeyR')
  await button(dialog(), words('catalog:needs.addEquipment')).click()
  await pick(
    page,
    combobox(dialog(), words('catalog:needs.which')),
    words('catalog:needs.anyOfKind', { kind: 'Recorder' }),
  )
  await picture('service-needs')
  await send('common:save')
  await closed()
  await side()
    .getByText(/Recorder 1, Recorder 2/)
    .waitFor()
})

test('the receptionist sees what a booking claims, and gives it another free one', async () => {
  await leave(seat)
  await signInAs(seat, 'receptionist')
  await showBooking(await book('Merriweather', 'NE-03'))
  const panel = page.getByRole('complementary', { name: words('day:selected'), exact: true })
  await panel.getByText('Recorder 1').waitFor()
  await button(panel, words('booking:claims.change')).click()
  const label = words('booking:claims.equipmentOfKind', { kind: 'Recorder' })
  await combobox(dialog(), label).click()
  await page.getByRole('option', { name: 'Recorder 2', exact: true }).click()
  await picture('change-resources')
  await send('common:save')
  await closed()
  await panel.getByText('Recorder 2').waitFor()
})
