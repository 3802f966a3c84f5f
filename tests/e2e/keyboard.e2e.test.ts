/** The desk without a mouse: every test works the real window by its keys alone. */
import { rmSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPassphrase } from '../../main/demo/staff.ts'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, field, leave, type Seat, signInAs } from '../helpers/hands.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { callFromPage } from '../helpers/window-calls.ts'
import { anyValue, type Words, wordsOf } from '../helpers/words.ts'

const patienceMs = 15_000

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
  page.setDefaultTimeout(patienceMs)
  seat = { page, words }
  await signInAs(seat, 'receptionist')
  await register('Quillfeather', 'Augusta')
  await register('Иванов', 'Иван')
}, 400_000)

afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
})

async function register(family: string, given: string): Promise<void> {
  const answer = await callFromPage(page, 'mutation', 'patients.register', {
    family,
    given,
    patronymic: null,
    sex: 'unknown',
    bornOn: '1980-02-29',
    phones: [],
    email: null,
    address: null,
    document: null,
    language: 'en',
    note: null,
    consent: { textVersion: '1', givenOn: '2026-11-20', method: 'paper' },
    withCard: false,
  })
  expect(answer.kind).not.toBe('error')
}

const selected = () => page.getByRole('complementary', { name: words('day:selected') })
const selectedTitle = () => selected().getByRole('heading', { level: 2 })

/** Keys pressed so far. */
let pressed = 0

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    pressed += 1
    await page.keyboard.press(key)
  }
}

/** An expectation that may take as long as everything else in the window. */
function eventually<T>(look: () => Promise<T>) {
  return expect.poll(look, { timeout: patienceMs })
}

/** What a key changed is drawn. */
function drawn(): Promise<unknown> {
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
}

/** Presses a key until the selected place is what is looked for. */
async function pressUntil(key: string, isThere: (title: string) => boolean): Promise<string> {
  for (let presses = 0; presses < 60; presses += 1) {
    const title = await selectedTitle().innerText()
    if (isThere(title)) return title
    await press(key)
    await selectedTitle().filter({ hasNotText: title }).waitFor()
  }
  throw new Error(`${key} never came to it.`)
}

/** Books whom a few letters find; answers how many keys it took. */
async function bookHere(letters: string): Promise<number> {
  const before = pressed
  const dialog = page.getByRole('dialog')
  const finder = dialog.getByRole('combobox', { name: words('day:patient') })
  const book = dialog.getByRole('button', { name: words('day:bookAsConfirmed') })
  await press('Enter')
  await eventually(() => finder.evaluate((field) => field === document.activeElement)).toBe(true)
  await press(...letters, 'Enter')
  await eventually(() => book.evaluate((field) => field === document.activeElement)).toBe(true)
  await press('Enter')
  await dialog.waitFor({ state: 'detached' })
  return pressed - before
}

const isFree = (title: string) => title.startsWith(words('day:freeAt', { time: '' }).trim())

async function unlock(): Promise<void> {
  const lock = page.getByRole('dialog', { name: words('start:lock.title') })
  await lock.waitFor()
  await page.keyboard.type(demoPassphrase)
  await press('Enter')
  await lock.waitFor({ state: 'detached' })
}

/** More than work on any day. */
const doctors = 14

const today = 'Tuesday 24 November'

async function shownDay(): Promise<string> {
  const choose = page.getByRole('button', { name: anyValue(words, 'day:chooseDay', 'day') })
  return choose.innerText()
}

describe('the day board', () => {
  beforeEach(async () => {
    await press('Escape', 'F2')
    await page.getByRole('region', { name: words('day:board') }).waitFor()
    await press('KeyT')
    await eventually(shownDay).toBe(today)
    await page.locator('main [aria-busy="true"]').waitFor({ state: 'detached' })
    await selectedTitle().waitFor()
    // Every story begins at the first doctor, wherever the one before it ended.
    for (let presses = 0; presses < doctors; presses += 1) await press('ArrowLeft')
    await drawn()
  })

  it('books a known patient from a chosen slot in at most seven keys', async () => {
    await press('KeyG')
    await pressUntil('ArrowDown', isFree)
    expect(await bookHere('qui')).toBeLessThanOrEqual(7)
    await selectedTitle().filter({ hasText: 'Augusta Quillfeather' }).waitFor()
    expect(await selected().innerText()).toContain(words('day:status.confirmed'))
  })

  /** A day beyond the demo clinic's bookings, with the cursor on a free time: all of it is free. */
  async function openEmptyDay(day: string): Promise<void> {
    await page.evaluate((to) => {
      window.location.hash = to
    }, `#/day?day=${day}`)
    await page.locator('[data-booking]').first().waitFor({ state: 'detached' })
    await page.locator('[data-current]').getByText('Enter').waitFor()
  }

  it('books by four letters of the name as well, on a day that was empty', async () => {
    await openEmptyDay('2027-02-16')
    expect(await bookHere('smit')).toBeLessThanOrEqual(7)
    await page.locator('[data-booking][data-status="confirmed"]').waitFor()
    expect(await page.locator('[data-booking]').count()).toBe(1)
    await selectedTitle().filter({ hasText: 'Smith' }).waitFor()
  })

  it('goes up and down the hours and from doctor to doctor with the arrows', async () => {
    const start = await selectedTitle().innerText()
    await press('ArrowDown')
    await eventually(() => selectedTitle().innerText()).not.toBe(start)
    await press('ArrowUp')
    await eventually(() => selectedTitle().innerText()).toBe(start)
    const board = page.getByRole('region', { name: words('day:board') })
    const current = board.locator('[class*="doctor"][data-current]').first()
    const doctor = await current.getAttribute('title')
    await press('ArrowRight')
    await eventually(() => current.getAttribute('title')).not.toBe(doctor)
    await press('ArrowLeft')
    await eventually(() => current.getAttribute('title')).toBe(doctor)
  })

  it('turns its columns with the cursor, so that the last doctor is reached as well', async () => {
    const current = page.locator('[class*="doctor"][data-current]').first()
    const seen = new Set<string>()
    for (let presses = 0; presses < doctors; presses += 1) {
      seen.add((await current.getAttribute('title')) ?? '')
      await press('ArrowRight')
      await drawn()
    }
    expect(seen.size).toBeGreaterThanOrEqual(10)
    await eventually(() => current.isVisible()).toBe(true)
  })

  it('takes the next step with Space and takes it back with Backspace', async () => {
    await press('KeyG')
    await pressUntil('ArrowUp', (title) => title !== '' && !isFree(title))
    await pressUntil('ArrowDown', isFree)
    await bookHere('qui')
    await selectedTitle().filter({ hasText: 'Augusta Quillfeather' }).waitFor()
    // What comes next is told by the booking on the board, which the key takes on; the list of steps may be ahead of it.
    const nextStep = (name: string) => button(selected(), words(`day:next.${name}`))
    await press('Space')
    await nextStep('called').waitFor()
    await press('Space')
    await nextStep('in-room').waitFor()
    await press('Backspace')
    await nextStep('called').waitFor()
    await press('Backspace')
    await nextStep('arrived').waitFor()
  })

  /** A booking of Augusta's at the first free time of the first doctor, with the cursor on it. */
  async function bookAugusta(): Promise<void> {
    await press('KeyG')
    await pressUntil('ArrowDown', isFree)
    await bookHere('qui')
    await selectedTitle().filter({ hasText: 'Augusta Quillfeather' }).waitFor()
  }

  it('checks a patient in with one key', async () => {
    await bookAugusta()
    const before = pressed
    await press('Space')
    await button(selected(), words('day:next.called')).waitFor()
    expect(pressed - before).toBe(1)
  })

  it('moves a booking to another day in at most six keys and the arrows', async () => {
    await openEmptyDay('2027-02-22')
    await bookHere('qui')
    await selectedTitle().filter({ hasText: 'Augusta Quillfeather' }).waitFor()
    const from = await shownDay()
    const before = pressed
    await press('Control+KeyX')
    const pinboard = page.getByRole('status', { name: words('booking:pinboard') })
    await pinboard.filter({ hasText: 'Augusta Quillfeather' }).waitFor()
    await press('PageDown')
    await eventually(shownDay).not.toBe(from)
    await page.locator('main [aria-busy="true"]').waitFor({ state: 'detached' })
    await selectedTitle().filter({ hasNotText: 'Augusta Quillfeather' }).waitFor()
    const arrowsFrom = pressed
    await press('ArrowDown')
    await pressUntil('ArrowDown', isFree)
    const arrows = pressed - arrowsFrom
    await press('Control+KeyV')
    await pinboard.waitFor({ state: 'detached' })
    await selectedTitle().filter({ hasText: 'Augusta Quillfeather' }).waitFor()
    expect(pressed - before - arrows).toBeLessThanOrEqual(6)
    const moved = await shownDay()
    expect(moved).not.toBe(from)
    expect(await page.locator('[data-booking]').count()).toBe(1)
  })

  it('finds the first free time of a doctor with one key', async () => {
    await press('KeyG')
    const first = await pressUntil('ArrowDown', isFree)
    await bookHere('qui')
    await selectedTitle().filter({ hasText: 'Augusta Quillfeather' }).waitFor()
    const before = pressed
    await press('KeyG')
    await selectedTitle().filter({ hasNotText: 'Augusta Quillfeather' }).waitFor()
    expect(pressed - before).toBe(1)
    const found = await selectedTitle().innerText()
    expect(isFree(found)).toBe(true)
    expect(found).not.toBe(first)
  })

  it('goes from day to day and back to today', async () => {
    await press('PageDown')
    await eventually(shownDay).not.toBe(today)
    await press('PageUp')
    await eventually(shownDay).toBe(today)
    await press('PageUp', 'PageUp')
    await eventually(shownDay).not.toBe(today)
    await press('KeyT')
    await eventually(shownDay).toBe(today)
  })

  it('lists the keys of the screen with ?', async () => {
    await press('Shift+Slash')
    const help = page.getByRole('dialog', { name: words('shell:help') })
    await help.getByText(words('day:keys.firstFree')).first().waitFor()
    await press('Escape')
    await help.waitFor({ state: 'detached' })
  })
})

async function openSearch(): Promise<Locator> {
  await press('Control+KeyK')
  const search = page
    .getByRole('dialog', { name: words('shell:search') })
    .getByRole('combobox', { name: words('shell:search') })
  await search.waitFor()
  return search
}

describe('the search', () => {
  afterEach(async () => {
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it.each([
    ['Иван Иванов', 'bdfyjd', 'in the wrong layout'],
    ['Иван Иванов', 'ИВАНОВ', 'in capitals'],
    ['Иван Иванов', 'иван иванов', 'by both names'],
    ['Иван Иванов', 'ivanov', 'in the other alphabet'],
    ['Иван Иванов', '29.02.1980', 'by birth day'],
    ['Augusta Quillfeather', 'йгшддауферук', 'in the other wrong layout'],
  ])('finds %s by %s, %s', async (name, query) => {
    const search = await openSearch()
    await page.keyboard.type(query)
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).waitFor()
    await press('Escape')
    await search.waitFor({ state: 'detached' })
  })

  it('opens the one it found with Enter, however fast the hands are', async () => {
    await openSearch()
    await page.keyboard.type('bdfyjd')
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Иван Иванов', exact: true }).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('books the one it found with Shift+Enter', async () => {
    await openSearch()
    await page.keyboard.type('quillf')
    await page.getByRole('option').filter({ hasText: 'Augusta Quillfeather' }).waitFor()
    await press('Shift+Enter')
    const banner = words('day:choosingTime', { name: 'Augusta Quillfeather' })
    await page.getByRole('status').filter({ hasText: banner }).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await press('Escape')
    await page.getByRole('status').filter({ hasText: banner }).waitFor({ state: 'detached' })
  })
})

describe('the lock screen', () => {
  it('keeps a half-filled registration as it was', async () => {
    await press('F4')
    await page.getByRole('heading', { level: 1, name: words('patients:title') }).waitFor()
    await press('Control+KeyN')
    const form = page.getByRole('dialog', { name: words('patients:registerTitle') })
    await fill(form, { given: 'Half', family: 'Written', address: '7 Nowhere Row' })
    await press('Control+KeyL')
    await unlock()
    for (const [label, text] of Object.entries({ given: 'Half', family: 'Written' })) {
      expect(await field(form, words(`patients:${label}`)).inputValue()).toBe(text)
    }
    expect(await field(form, words('patients:address')).inputValue()).toBe('7 Nowhere Row')
    await press('Escape')
    await form.getByRole('button', { name: words('patients:discard') }).press('Enter')
    await form.waitFor({ state: 'detached' })
  })

  it('hears no key but its own', async () => {
    await press('F2')
    await page.getByRole('region', { name: words('day:board') }).waitFor()
    const address = page.url()
    await press('Control+KeyL')
    await page.getByRole('dialog', { name: words('start:lock.title') }).waitFor()
    await press('F4', 'F8', 'Control+KeyK', 'Alt+Digit3')
    expect(page.url()).toBe(address)
    expect(await page.getByRole('dialog').count()).toBe(1)
    await unlock()
    await page.getByRole('region', { name: words('day:board') }).waitFor()
  })

  it('stays shut for a wrong passphrase', async () => {
    await press('Control+KeyL')
    const lock = page.getByRole('dialog', { name: words('start:lock.title') })
    await lock.waitFor()
    await page.keyboard.type('not the passphrase')
    await press('Enter')
    await lock.getByText(words('errors:wrong-credentials')).waitFor()
    await unlock()
  })

  it('keeps what a doctor is writing', async () => {
    await leave(seat)
    await signInAs(seat, 'doctor')
    await page.locator('[data-booking][data-status="in-room"]').first().waitFor()
    await pressUntil('ArrowUp', (title) => !isFree(title))
    const inRoom = selected().getByText(words('day:status.in-room'), { exact: true }).first()
    for (let presses = 0; presses < 20 && !(await inRoom.isVisible()); presses += 1) {
      await press('ArrowUp')
      await drawn()
    }
    await press('Space')
    const findings = field(page, words('visit:field.findings'))
    await findings.waitFor()
    await findings.focus()
    await press('Control+End')
    await page.keyboard.type(' Seen again after the lock.')
    await press('Control+KeyL')
    await unlock()
    expect(await findings.inputValue()).toMatch(/ Seen again after the lock\.$/)
    // What was typed under the hand was kept on the disk too: the page is opened anew.
    await press('F2')
    await page.getByRole('region', { name: words('day:board') }).waitFor()
    await page.goBack()
    await findings.waitFor()
    await eventually(() => findings.inputValue()).toMatch(/ Seen again after the lock\.$/)
  })
})

async function fill(form: Locator, values: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(values)) {
    await field(form, words(`patients:${label}`)).focus()
    await page.keyboard.type(text)
  }
}
