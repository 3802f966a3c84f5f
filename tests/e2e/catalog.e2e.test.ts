/** Catalog and schedule in the real window, line by line of what a front desk asks of them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { at } from '../../scripts/run/paths.mjs'
import { demoProfile } from '../helpers/demo-profile.ts'
import {
  button,
  choose,
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
let folder: string

beforeAll(async () => {
  profile = await demoProfile()
  folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-calendar-'))
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
  rmSync(folder, { recursive: true, force: true })
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

async function showDoctor(family: string, part: string): Promise<void> {
  await goTo(seat, 'staff')
  await row(family).first().click()
  await choose(side(), words('staff:parts'), words(`staff:tab.${part}`))
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

test('which price list covers a patient stands on the card, and bookings are quoted by it', async () => {
  const patientId = await addCaller('Thistlewood')
  await open(page, `/patients/${patientId}`)
  await page.getByRole('tab', { name: words('patients:tab.details') }).click()
  const section = page.getByRole('region', { name: words('patients:coverage.title'), exact: true })
  await button(section, words('patients:coverage.add')).click()
  await pick(page, combobox(dialog(), words('patients:coverage.list')), 'Kestrel Railways')
  await field(dialog(), words('patients:coverage.policy')).fill('KR-7')
  await send('patients:save')
  await closed()
  await section.getByText('Kestrel Railways, employees').waitFor()
  await picture('coverage')
  const quoted = await ask(page, 'query', 'catalog.quote', {
    patientId,
    serviceId: await serviceId('CA-02'),
    day,
  })
  expect(quoted).toMatchObject({ priceListName: 'Kestrel Railways, employees', priceMinor: 13_000 })
})

test('a package is booked part by part, each at its share, for the price of the whole', async () => {
  const patientId = await addCaller('Wintergreen')
  await open(page, `/patients/${patientId}`)
  await button(page, words('patients:package.title')).click()
  await pick(page, combobox(dialog(), words('patients:package.which')), 'Heart check')
  await field(dialog(), words('patients:package.fromDay')).fill('16/02/2027')
  await combobox(dialog(), 'Echocardiogram').waitFor()
  await atRest(page)
  await picture('book-package')
  await send('patients:package.book')
  await closed()
  const booked = await ask(page, 'query', 'appointments.ofPatient', { patientId })
  const { upcoming } = z
    .object({ upcoming: z.array(z.object({ priceMinor: z.number() })) })
    .parse(booked)
  expect(upcoming).toHaveLength(3)
  expect(upcoming.reduce((sum, { priceMinor }) => sum + priceMinor, 0)).toBe(43_000)
})

test('exceptions as recurrences: leave over bookings lists them and loses none', async () => {
  const booked = await book('Hollyhock', 'DE-02')
  await leave(seat)
  await signInAs(seat, 'administrator')
  await showDoctor('Fairbairn', 'exceptions')
  await button(side(), words('staff:leave.add')).click()
  await field(dialog(), words('staff:leave.reason')).fill('Congress')
  await field(dialog(), words('staff:leave.from')).fill('16/02/2027')
  await pick(
    page,
    combobox(dialog(), words('staff:repeat.label')),
    words('staff:repeat.option.weekly'),
  )
  await dialog().getByText('Tuesday 23 February').waitFor()
  await picture('absence')
  await send('common:add')
  await closed()
  await side()
    .getByText(words('staff:leave.bookings', { count: 1 }))
    .waitFor()
  await side().getByText('Augusta Hollyhock').waitFor()
  await picture('bookings-left')
  const details = await ask(page, 'query', 'appointments.details', { id: booked })
  expect(details).toMatchObject({ status: 'confirmed', day })

  await button(side(), words('staff:extra.add')).click()
  await field(dialog(), words('staff:extra.day')).fill('20/02/2027')
  await send('common:add')
  await closed()
  await side().getByText('20/02/2027').waitFor()
})

test('an absence by the hour is drawn on the day board with its reason', async () => {
  await open(page, '/day?day=2026-11-24')
  await atRest(page)
  const board = page.getByRole('region', { name: words('day:board'), exact: true })
  for (let steps = 0; steps < 14; steps += 1) {
    if (await board.getByText('R. Pritchard').first().isVisible()) break
    await page.keyboard.press('ArrowRight')
    await atRest(page)
  }
  await board.getByText('Doctors’ meeting').waitFor()
})

test('a week is copied to another doctor', async () => {
  await showDoctor('Thorne', 'hours')
  await button(side(), words('staff:copyWeek.open')).click()
  await pick(page, combobox(dialog(), words('staff:copyWeek.whose')), 'Linh Nguyen')
  await field(dialog(), words('staff:copyWeek.firstWeek')).fill('01/03/2027')
  await picture('copy-week')
  await send('staff:copyWeek.copy')
  await closed()
  const later = side().getByText(words('staff:hours.from', { day: '01/03/2027' }))
  await later.first().waitFor()
})

test('a schedule view for a doctor and for all, and the rooms', async () => {
  await goTo(seat, 'schedule')
  await page.getByRole('table', { name: words('schedule:view.everyone') }).waitFor()
  await page.getByRole('cell').filter({ hasText: 'Doctors’ meeting' }).waitFor()
  await picture('schedule')
  await page.keyboard.press('Digit3')
  await page.getByRole('table', { name: words('schedule:view.rooms') }).waitFor()
  await page.getByRole('rowheader').filter({ hasText: 'Ultrasound machine 1' }).waitFor()
  await picture('schedule-rooms')
  await page.keyboard.press('Digit1')
  await page.getByRole('button', { name: 'Rhys Pritchard', exact: true }).click()
  const own = words('schedule:weekOf', { name: 'Rhys Pritchard' })
  await page.getByRole('table', { name: own }).getByText('Doctors’ meeting').waitFor()
  await picture('schedule-doctor')
})

test('an iCalendar feed file is saved where the person says, kept current, and names no patient', async () => {
  const saved = path.join(folder, 'saved.ics')
  const kept = path.join(folder, 'kept.ics')
  const answerWith = (filePath: string) =>
    opened.app.evaluate(({ dialog: native }, chosen) => {
      Object.assign(native, {
        showSaveDialog: async () => ({ canceled: false, filePath: chosen }),
      })
    }, filePath)
  await goTo(seat, 'schedule')
  await page.getByRole('table').waitFor()
  await atRest(page)
  await page.keyboard.press('KeyI')
  await answerWith(kept)
  await button(dialog(), words('schedule:feed.keep')).click()
  await dialog().getByText(kept).waitFor()
  await picture('calendar-file')
  await answerWith(saved)
  await button(dialog(), words('schedule:feed.save')).click()
  await closed()
  const text = readFileSync(saved, 'utf8')
  expect(text).toContain('BEGIN:VCALENDAR')
  expect(text).toContain('BEGIN:VEVENT')
  const board = await ask(page, 'query', 'appointments.day', { day: '2026-11-25' })
  const { appointments } = z
    .object({ appointments: z.array(z.object({ patient: z.object({ family: z.string() }) })) })
    .parse(board)
  const doctors = z
    .array(z.object({ family: z.string() }))
    .parse(await ask(page, 'query', 'staff.list', undefined))
    .map(({ family }) => family)
  const families = appointments
    .map(({ patient }) => patient.family)
    .filter((family) => !doctors.includes(family))
  expect(families.length).toBeGreaterThan(20)
  expect(families.filter((family) => new RegExp(`\\b${family}\\b`).test(text))).toEqual([])

  // It follows what is changed from now on.
  const inKept = () => {
    try {
      return readFileSync(kept, 'utf8')
        .replaceAll(/\r\n[ \t]/g, '')
        .includes('Study day')
    } catch {
      // Not written yet.
      return false
    }
  }
  expect(inKept()).toBe(false)
  const lists = await ask(page, 'query', 'staff.list', undefined)
  const person = z
    .array(z.object({ id: z.string(), family: z.string() }))
    .parse(lists)
    .find(({ family }) => family === 'Hollis')
  await ask(page, 'mutation', 'schedule.addLeave', {
    practitionerId: person?.id ?? '',
    fromDay: '2026-12-20',
    toDay: '2026-12-20',
    reason: 'Study day',
  })
  await expect.poll(inKept, { timeout: 60_000 }).toBe(true)
})
