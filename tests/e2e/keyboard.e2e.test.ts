/** The desk without a mouse: every test works the real window by its keys alone. */
import { rmSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { demoPassphrase } from '../../main/demo/staff.ts'
import { demoProfile } from '../helpers/demo-profile.ts'
import { field, leave, type Seat, signInAs } from '../helpers/hands.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { callFromPage } from '../helpers/window-calls.ts'
import { type Words, wordsOf } from '../helpers/words.ts'

let window: OpenWindow
let page: Page
let words: Words
let seat: Seat
let profile: string

beforeAll(async () => {
  profile = await demoProfile()
  words = await wordsOf('en')
  window = await launch({ profile, args: ['--demo'] })
  page = window.page
  page.setDefaultTimeout(15_000)
  seat = { page, words }
  await signInAs(seat, 'receptionist')
  await register('Quillfeather', 'Augusta')
  await register('Иванов', 'Иван')
}, 400_000)

afterAll(async () => {
  await window.close()
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

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
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

const isFree = (title: string) => title.startsWith(words('day:freeAt', { time: '' }).trim())

async function unlock(): Promise<void> {
  const lock = page.getByRole('dialog', { name: words('start:lock.title') })
  await lock.waitFor()
  await page.keyboard.type(demoPassphrase)
  await press('Enter')
  await lock.waitFor({ state: 'detached' })
}

describe('the day board', () => {
  beforeEach(async () => {
    await press('Escape', 'F2')
    await page.getByRole('region', { name: words('day:board') }).waitFor()
    await press('KeyT')
    await selectedTitle().waitFor()
  })

  it('books a known patient from a chosen slot in at most seven keys', async () => {
    await press('KeyG')
    await pressUntil('ArrowDown', isFree)
    const keys = ['Enter', 'q', 'u', 'i', 'Enter', 'Enter']
    expect(keys.length).toBeLessThanOrEqual(7)
    await press(...keys)
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await selectedTitle().filter({ hasText: 'Augusta Quillfeather' }).waitFor()
    expect(await selected().innerText()).toContain(words('day:status.confirmed'))
  })

  it('goes up and down the hours and from doctor to doctor with the arrows', async () => {
    const start = await selected().innerText()
    await press('ArrowDown')
    await expect.poll(() => selected().innerText()).not.toBe(start)
    await press('ArrowUp')
    await expect.poll(() => selectedTitle().innerText()).toBe(start.split('\n')[0])
    const board = page.getByRole('region', { name: words('day:board') })
    const current = board.locator('[class*="doctor"][data-current]').first()
    const doctor = await current.getAttribute('title')
    await press('ArrowRight')
    await expect.poll(() => current.getAttribute('title')).not.toBe(doctor)
    await press('ArrowLeft')
    await expect.poll(() => current.getAttribute('title')).toBe(doctor)
  })

  it('turns its columns with the cursor, so that the last doctor is reached as well', async () => {
    const current = page.locator('[class*="doctor"][data-current]').first()
    const seen = new Set<string>()
    for (let presses = 0; presses < 14; presses += 1) {
      seen.add((await current.getAttribute('title')) ?? '')
      await press('ArrowRight')
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    }
    expect(seen.size).toBeGreaterThanOrEqual(10)
    await expect.poll(() => current.isVisible()).toBe(true)
  })

  it('takes the next step with Space and takes it back with Backspace', async () => {
    await press('KeyG')
    await pressUntil('ArrowUp', (title) => title !== '' && !isFree(title))
    await pressUntil('ArrowDown', isFree)
    await press('Enter')
    await page.getByRole('dialog').waitFor()
    await press('q', 'u', 'i', 'Enter')
    await page.getByRole('dialog').filter({ hasText: 'Augusta Quillfeather' }).waitFor()
    await press('Enter')
    await selectedTitle().filter({ hasText: 'Augusta Quillfeather' }).waitFor()
    const status = (name: string) =>
      selected()
        .getByText(words(`day:status.${name}`), { exact: true })
        .first()
    await press('Space')
    await status('arrived').waitFor()
    await press('Space')
    await status('called').waitFor()
    await press('Backspace')
    await selected().getByText(words('day:next.called')).waitFor()
    await press('Backspace')
    await selected().getByText(words('day:next.arrived')).waitFor()
  })

  it('goes from day to day and back to today', async () => {
    const title = page.getByRole('button', { name: /choose another day/ })
    const today = await title.getAttribute('aria-label')
    await press('PageDown')
    await expect.poll(() => title.getAttribute('aria-label')).not.toBe(today)
    await press('PageUp')
    await expect.poll(() => title.getAttribute('aria-label')).toBe(today)
    await press('PageUp', 'PageUp', 'KeyT')
    await expect.poll(() => title.getAttribute('aria-label')).toBe(today)
  })

  it('lists the keys of the screen with ?', async () => {
    await press('Shift+Slash')
    const help = page.getByRole('dialog', { name: words('shell:help') })
    await help.getByText(words('day:keys.firstFree')).first().waitFor()
    await press('Escape')
    await help.waitFor({ state: 'detached' })
  })
})

describe('the search', () => {
  it.each([
    ['bdfyjd', 'in the wrong layout'],
    ['ИВАНОВ', 'in capitals'],
    ['иван иванов', 'by both names'],
    ['ivanov', 'in the other alphabet'],
    ['29.02.1980', 'by birth day'],
  ])('finds Иванов by %s, %s', async (query) => {
    await press('Control+KeyK')
    const search = page.getByRole('dialog').getByRole('combobox')
    await search.waitFor()
    await page.keyboard.type(query)
    await page.locator('[id^="found-"]').filter({ hasText: 'Иван Иванов' }).waitFor()
    await press('Escape')
    await search.waitFor({ state: 'detached' })
  })

  it('opens the one it found with Enter, however fast the hands are', async () => {
    await press('Control+KeyK')
    await page.getByRole('dialog').getByRole('combobox').waitFor()
    await page.keyboard.type('bdfyjd')
    await press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Иван Иванов', exact: true }).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('books the one it found with Shift+Enter', async () => {
    await press('Control+KeyK')
    await page.getByRole('dialog').getByRole('combobox').waitFor()
    await page.keyboard.type('quillf')
    await page.locator('[id^="found-"]').filter({ hasText: 'Augusta Quillfeather' }).waitFor()
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
    await lock.getByText(words('errors:wrong-passphrase')).waitFor()
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
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
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
    await expect.poll(() => findings.inputValue()).toMatch(/ Seen again after the lock\.$/)
  })
})

async function fill(form: Locator, values: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(values)) {
    await field(form, words(`patients:${label}`)).focus()
    await page.keyboard.type(text)
  }
}
