/** Booking in the real window: by typing, by dragging, by the pinboard, in series; the waitlist and the calls. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, field, pick, type Seat, signInAs } from '../helpers/hands.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { callFromPage } from '../helpers/window-calls.ts'
import { type Words, wordsOf } from '../helpers/words.ts'

const patienceMs = 30_000

/** Beyond the demo clinic's own bookings: a Tuesday. */
const day = '2027-02-16'

interface Offer {
  practitioner: { id: string; family: string; given: string; patronymic: string | null }
  service: { id: string; name: string }
  startsAt: string
  endsAt: string
}

let opened: OpenWindow
let page: Page
let words: Words
let seat: Seat
let profile: string
let offers: Offer[]

beforeAll(async () => {
  profile = await demoProfile()
  words = await wordsOf('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(patienceMs)
  seat = { page, words }
  await signInAs(seat, 'receptionist')
  offers = await freeTimes({})
}, 400_000)

afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
})

/** For the guide, when somebody wants its pictures anew. */
async function picture(name: string): Promise<void> {
  const folder = process.env['GUIDE_PICTURES']
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`) })
}

async function ask<Path extends Parameters<typeof callFromPage>[2]>(
  type: 'query' | 'mutation',
  path: Path,
  input: Parameters<typeof callFromPage<Path>>[3],
): Promise<unknown> {
  const answer = await callFromPage(page, type, path, input)
  expect(answer.error).toBeUndefined()
  return answer.data
}

async function freeTimes(wish: { practitionerIds?: string[]; from?: string }): Promise<Offer[]> {
  const found = await ask('query', 'schedule.search', {
    ...wish,
    fromDay: day,
    days: 1,
    limit: 500,
  })
  return (found as { times: Offer[] }).times
}

async function addCaller(family: string): Promise<string> {
  const added = await ask('mutation', 'patients.addCaller', {
    family,
    given: 'Augusta',
    patronymic: null,
    phone: '+44 20 7946 0000',
  })
  return (added as { id: string }).id
}

/** A booking of a new patient at the doctor's n-th free time. */
async function book(family: string, at = 0): Promise<Offer & { id: string; patientId: string }> {
  const [first] = offers
  const times = await freeTimes({ practitionerIds: [first?.practitioner.id ?? ''] })
  const time = times[at]
  if (time === undefined) throw new Error('There is no free time')
  const patientId = await addCaller(family)
  const booked = await ask('mutation', 'appointments.book', {
    patientId,
    practitionerId: time.practitioner.id,
    serviceId: time.service.id,
    startsAt: time.startsAt,
    as: 'confirmed',
    note: null,
  })
  return { ...time, patientId, id: (booked as { id: string }).id }
}

const detailsOf = async (id: string) =>
  (await ask('query', 'appointments.details', { id })) as {
    startsAt: string
    endsAt: string
    day: string
    status: string
    seriesId: string | null
    practitioner: { id: string }
  }

const go = (address: string) =>
  page.evaluate((hash) => {
    window.location.hash = hash
  }, `#${address}`)

const block = (id: string) => page.locator(`[data-booking="${id}"]`)

/** Opens the board on a booking, which then has the cursor. */
async function show(id: string, on = day): Promise<Locator> {
  await go(`/day?day=${on}&appointment=${id}`)
  await block(id).waitFor()
  await expect
    .poll(() => block(id).getAttribute('data-current'), { timeout: patienceMs })
    .toBe('true')
  return block(id)
}

const dialog = () => page.getByRole('dialog')

test('booking by typing offers the finished booking, and Enter confirms a summary', async () => {
  const family = 'Quillfeather'
  await addCaller(family)
  const [time] = offers
  const wall = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: await zone(),
  }).format(new Date(time?.startsAt ?? ''))
  await page.keyboard.press('Control+KeyK')
  await page.keyboard.type(`quillf ${time?.practitioner.family.toLowerCase()} 16.02.2027 ${wall}`)
  const offered = dialog().getByRole('option').first()
  await offered.filter({ hasText: wall }).waitFor()
  await picture('book-by-typing')
  await page.keyboard.press('Enter')
  const book = button(dialog(), words('day:bookAsConfirmed'))
  await book.waitFor()
  const summary = await dialog().innerText()
  for (const part of [family, time?.practitioner.family ?? '', wall, time?.service.name ?? '']) {
    expect(summary).toContain(part)
  }
  expect(summary).toContain(words('booking:fact.price'))
  await expect
    .poll(() => book.evaluate((one) => one === document.activeElement), { timeout: patienceMs })
    .toBe(true)
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  await page.locator('[data-booking][data-current]').filter({ hasText: family }).waitFor()
})

async function zone(): Promise<string> {
  return ((await ask('query', 'settings.clinic', undefined)) as { timeZone: string }).timeZone
}

test('a new caller needs name and phone only, and a half-made booking outlives Esc', async () => {
  await page.keyboard.press('KeyG')
  await page.keyboard.press('Enter')
  const finder = dialog().getByRole('combobox', { name: words('day:patient') })
  await finder.fill('Zyxwvut Wilhelmina')
  await button(dialog(), words('day:registerNew')).click()
  await field(dialog(), words('booking:caller.phone')).fill('+44 20 7946 0')
  await picture('new-caller')
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  await button(page, words('booking:draft.goOn')).click()
  const phone = field(dialog(), words('booking:caller.phone'))
  await expect.poll(() => phone.inputValue(), { timeout: patienceMs }).toBe('+44 20 7946 0')
  await phone.fill('+44 20 7946 0123')
  await phone.press('Enter')
  const book = button(dialog(), words('day:bookAsConfirmed'))
  await book.click()
  await dialog().waitFor({ state: 'detached' })
  await page.locator('[data-booking][data-current]').filter({ hasText: 'Wilhelmina' }).waitFor()
  await button(page, words('booking:draft.goOn')).waitFor({ state: 'detached' })
})

async function dragBy(from: Locator, minutes: number, edge = false): Promise<void> {
  const box = await from.boundingBox()
  if (box === null) throw new Error('It is not drawn')
  const x = box.x + box.width / 2
  const y = edge ? box.y + box.height - 3 : box.y + 6
  // What is drawn leaves three pixels free below it.
  const perMinute = (box.height + 3) / Number(await from.getAttribute('data-minutes'))
  const distance = perMinute * minutes
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 1; step <= 8; step += 1) await page.mouse.move(x, y + (distance * step) / 8)
  await page.mouse.up()
}

const later = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString()

test('a booking is dragged to another time, and its edge to another length', async () => {
  const one = await book('Dragworth')
  const shown = await show(one.id)
  const shift = (Date.parse(one.endsAt) - Date.parse(one.startsAt)) / 60_000
  await dragBy(shown, shift)
  await expect
    .poll(async () => (await detailsOf(one.id)).startsAt, { timeout: patienceMs })
    .toBe(later(one.startsAt, shift))
  await expect
    .poll(() => block(one.id).getAttribute('data-starts'), { timeout: patienceMs })
    .toBe(later(one.startsAt, shift))
  await dragBy(block(one.id), -10, true)
  await expect
    .poll(async () => (await detailsOf(one.id)).endsAt, { timeout: patienceMs })
    .toBe(later(one.endsAt, shift - 10))
})

test('a booking is made longer and shorter by keys', async () => {
  const one = await book('Lengthford', 1)
  await show(one.id)
  await page.keyboard.press('Shift+ArrowUp')
  await expect
    .poll(async () => (await detailsOf(one.id)).endsAt, { timeout: patienceMs })
    .toBe(later(one.endsAt, -5))
})

test('a booking is cut, stays on the pinboard across days, and is put down on another day', async () => {
  const one = await book('Pinwhistle', 1)
  await show(one.id)
  await page.keyboard.press('Control+KeyX')
  const pinboard = page.getByRole('status', { name: words('booking:pinboard') })
  await pinboard.filter({ hasText: 'Pinwhistle' }).waitFor()
  for (let days = 0; days < 7; days += 1) await page.keyboard.press('PageDown')
  await expect
    .poll(() => page.evaluate(() => window.location.hash), { timeout: patienceMs })
    .toContain('day=2027-02-23')
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
  await pinboard.filter({ hasText: 'Pinwhistle' }).waitFor()
  await page.keyboard.press('KeyG')
  await page.keyboard.press('Control+KeyV')
  await expect
    .poll(async () => (await detailsOf(one.id)).day, { timeout: patienceMs })
    .toBe('2027-02-23')
  await pinboard.waitFor({ state: 'detached' })
})

test('a series of every week is planned with its conflicts, booked, and cancelled from one on', async () => {
  const [time] = offers
  const patientId = await addCaller('Seriesby')
  const taken = await freeTimes({ practitionerIds: [time?.practitioner.id ?? ''] })
  const wished = taken.at(-1)
  await go(`/day?day=${day}&patient=${patientId}`)
  await page.keyboard.press('KeyF')
  await pick(
    page,
    dialog().getByRole('combobox', { name: words('day:fact.service') }),
    wished?.service.name ?? '',
  )
  const wall = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: await zone(),
  }).format(new Date(wished?.startsAt ?? ''))
  await dialog().getByRole('button', { name: wall, exact: true }).first().click()
  await dialog().getByLabel(words('booking:series.repeat')).check()
  const dates = dialog().getByRole('list', { name: words('booking:series.dates') })
  await dates.getByRole('listitem').nth(5).waitFor()
  await picture('series')
  const book = button(dialog(), words('booking:series.book', { count: 6 }))
  await book.click()
  await dialog().waitFor({ state: 'detached' })
  const current = page.locator('[data-booking][data-current]').filter({ hasText: 'Seriesby' })
  await current.waitFor()
  await page.keyboard.press('Delete')
  await field(dialog(), words('day:cancelReason')).fill('Well again')
  await dialog().getByLabel(words('booking:series.scope.all')).check()
  await button(dialog(), words('day:cancelBooking')).click()
  await current.waitFor({ state: 'detached' })
})

test('a cancelled time proposes the waiting patients, and who says yes is booked', async () => {
  const one = await book('Cancelham', 1)
  const patientId = await addCaller('Waitington')
  await ask('mutation', 'waitlist.add', {
    patientId,
    serviceId: one.service.id,
    practitionerId: null,
    weekdays: [],
    partOfDay: null,
    fromDay: day,
    toDay: null,
    urgency: 'urgent',
    note: null,
  })
  await show(one.id)
  await page.keyboard.press('Delete')
  await field(dialog(), words('day:cancelReason')).fill('Ill')
  await button(dialog(), words('day:cancelBooking')).click()
  const first = dialog().getByRole('listitem').first()
  await first.filter({ hasText: 'Waitington' }).waitFor()
  await picture('waitlist-offers')
  await button(first, words('booking:waitlist.answer.accepted')).click()
  await dialog().waitFor({ state: 'detached' })
  await page.locator('[data-booking]').filter({ hasText: 'Waitington' }).waitFor()
})

test('time is blocked with a reason and no booking fits in it', async () => {
  await page.keyboard.press('KeyG')
  await page.keyboard.press('Shift+KeyB')
  await field(dialog(), words('booking:block.reason')).fill('Team meeting')
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Team meeting' }).first().waitFor()
})

test('confirmation calls for tomorrow keep their result, and the booking its mark', async () => {
  await go('/lists/confirmations')
  const rows = page.getByRole('grid', { name: words('booking:calls.confirmations') })
  await rows.waitFor()
  await picture('confirmations')
  const name = await page
    .getByRole('complementary', { name: words('booking:calls.panel') })
    .getByRole('heading', { level: 2 })
    .innerText()
  await page.keyboard.press('Enter')
  await rows
    .getByRole('row')
    .filter({ hasText: name })
    .filter({ hasText: words('booking:calls.result.confirmed') })
    .waitFor()
})

test('a doctor’s absence moves a whole day, and its patients stay on the call list', async () => {
  const one = await book('Absentia')
  await ask('mutation', 'schedule.addBlock', {
    practitionerId: one.practitioner.id,
    locationId: null,
    startsAt: one.startsAt,
    endsAt: one.endsAt,
    reason: 'Ill at home',
  })
  await go('/lists/absences')
  const rows = page.getByRole('grid', { name: words('booking:calls.absences') })
  await rows.getByRole('row').filter({ hasText: 'Absentia' }).waitFor()
  await picture('absences')
  await button(rows, words('booking:calls.moveDay')).first().click()
  const plan = dialog().getByRole('list', { name: words('booking:calls.plan') })
  await plan.getByRole('listitem').first().waitFor()
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  await rows.filter({ hasText: words('booking:calls.movedToTell') }).waitFor()
  await expect
    .poll(async () => (await detailsOf(one.id)).startsAt, { timeout: patienceMs })
    .not.toBe(one.startsAt)
})
