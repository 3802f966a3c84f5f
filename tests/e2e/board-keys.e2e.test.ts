/** What a person makes of the board's keys: views of their own under the digits, keys of their own, and another keyboard. */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { at } from '../../scripts/run/paths.mjs'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, leave, pick, type Seat, signInAs } from '../helpers/hands.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { atRest, callFromPage, countCalls } from '../helpers/window-calls.ts'
import { type Words, wordsOf } from '../helpers/words.ts'

const patienceMs = 60_000

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
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  seat = { page, words }
  await signInAs(seat, 'receptionist')
  await countCalls(page)
}, 400_000)

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

const press = (keys: string) => page.keyboard.press(keys)
function eventually<T>(look: () => Promise<T>) {
  return expect.poll(look, { timeout: patienceMs })
}
const board = () => page.getByRole('region', { name: words('day:board'), exact: true })
const doctors = () => board().locator('[class*="doctor"][title]')
const side = () => page.getByRole('complementary', { name: words('day:selected') })

/** By its own button: Escape would first close a list that is open in it. */
async function close(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: words('common:close'), exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

/** What stands beside an action in the list of keys. */
function keyBeside(help: Locator, action: string): Promise<string> {
  return help.getByText(action, { exact: true }).locator('xpath=..').locator('kbd').innerText()
}

async function openBoard(): Promise<void> {
  await press('F2')
  await doctors().first().waitFor()
  await press('KeyT')
  await side().getByRole('heading', { level: 2 }).waitFor()
}

describe('a view of one’s own', () => {
  const dialog = () => page.getByRole('dialog', { name: words('day:ownViews.title') })
  const views = () => page.getByRole('group', { name: words('day:views'), exact: true })
  const lines = () => dialog().getByRole('textbox', { name: /^Name of view \d$/ })
  /** The views in the toolbar, by what is written on them; those of the menu where they fold. */
  const shownView = (text: string) => views().getByRole('button', { name: text })

  async function keep(): Promise<void> {
    await button(dialog(), words('day:ownViews.save')).click()
    await dialog().waitFor({ state: 'detached' })
  }

  const dayShape = z.object({
    practitioners: z.array(z.object({ family: z.string(), spans: z.array(z.unknown()) })),
  })

  async function nameOfDoctor(): Promise<string> {
    const answer = await callFromPage(page, 'query', 'appointments.day', { day: '2026-11-24' })
    const atWork = dayShape.parse(answer.data).practitioners.find(({ spans }) => spans.length > 0)
    if (atWork === undefined) throw new Error('Nobody works.')
    return atWork.family
  }

  let family: string
  let digit: number

  beforeEach(openBoard)

  it('is made of what is seen, under the next digit, and shows whom it names', async () => {
    family = await nameOfDoctor()
    expect(await doctors().count()).toBeGreaterThan(2)
    await press('Digit0')
    await dialog().waitFor()
    digit = (await lines().count()) + 1
    await button(dialog(), words('day:ownViews.add')).click()
    await lines()
      .nth(digit - 1)
      .fill('My doctor')
    await pick(
      page,
      dialog().getByRole('combobox', { name: words('day:ownViews.doctors') }),
      family,
    )
    await press('Escape')
    await dialog().getByText(family).first().waitFor()
    await picture('views')
    await keep()
    await eventually(() => doctors().count()).toBe(1)
    expect(await doctors().first().getAttribute('title')).toContain(family)
    await shownView('My doctor').waitFor()
  })

  it('is chosen by its digit, and stays on while one is elsewhere', async () => {
    await press('Digit1')
    await eventually(() => doctors().count()).toBeGreaterThan(2)
    await press(`Digit${digit}`)
    await eventually(() => doctors().count()).toBe(1)
    await press('F3')
    await page.getByRole('heading', { level: 1, name: words('queue:title') }).waitFor()
    await press('F2')
    await doctors().first().waitFor()
    expect(await doctors().count()).toBe(1)
  })

  it('stands among the keys of the screen', async () => {
    await press('Shift+Slash')
    const help = page.getByRole('dialog', { name: words('shell:help') })
    expect(await keyBeside(help, 'My doctor')).toBe(String(digit))
    await close(help)
  })

  it('is renamed, and is there again after another has worked at the desk', async () => {
    await press('Digit0')
    await lines()
      .nth(digit - 1)
      .fill('Mondays')
    await keep()
    await shownView('Mondays').waitFor()
    await leave(seat)
    await signInAs(seat, 'administrator')
    await views().waitFor()
    await press('Digit0')
    await dialog().waitFor()
    for (const line of await lines().all()) expect(await line.inputValue()).not.toBe('Mondays')
    await close(dialog())
    await leave(seat)
    await signInAs(seat, 'receptionist')
    await press(`Digit${digit}`)
    await eventually(() => doctors().count()).toBe(1)
    await shownView('Mondays').waitFor()
  })

  it('without a name is not kept, and says so', async () => {
    await press('Digit0')
    await lines()
      .nth(digit - 1)
      .fill(' ')
    await button(dialog(), words('day:ownViews.save')).click()
    await dialog().getByText(words('day:ownViews.nameMissing')).waitFor()
    await close(dialog())
  })

  it('is removed, and its digit does nothing more', async () => {
    await press('Digit0')
    await button(dialog(), words('day:ownViews.remove', { name: 'Mondays' })).click()
    await keep()
    await press('Digit1')
    await eventually(() => doctors().count()).toBeGreaterThan(2)
    const all = await doctors().count()
    await press(`Digit${digit}`)
    await press('Digit0')
    await dialog().waitFor()
    expect(await lines().count()).toBe(digit - 1)
    await close(dialog())
    expect(await doctors().count()).toBe(all)
  })
})

describe('a key of one’s own', () => {
  const finding = () => page.getByRole('dialog', { name: words('day:find.title') })
  const find = () => button(side(), words('day:find.title'))
  const row = () => page.locator('[data-action="day.findTime"]')

  async function toKeys(): Promise<void> {
    await page.evaluate(() => {
      window.location.hash = '#/settings?section=keys'
    })
    await row().waitFor()
  }

  afterEach(async () => {
    await toKeys()
    await row().getByText(words('settings:keys.reset')).click()
    await row().getByText(words('settings:keys.reset')).waitFor({ state: 'detached' })
  })

  it('works on the board, stands on its buttons and in the list of keys, and the old one does nothing', async () => {
    await toKeys()
    await row().getByRole('button').first().click()
    await press('KeyJ')
    await row().getByText('J', { exact: true }).waitFor()
    await openBoard()
    await press('KeyG')
    await find().waitFor()
    expect(await find().locator('kbd').innerText()).toBe('J')
    await press('KeyF')
    await press('KeyJ')
    await finding().waitFor()
    // Had the old key done something, there were two.
    expect(await page.getByRole('dialog').count()).toBe(1)
    await close(finding())
    await press('KeyF')
    await press('Shift+Slash')
    const help = page.getByRole('dialog', { name: words('shell:help') })
    expect(await keyBeside(help, words('day:find.title'))).toBe('J')
    expect(await page.getByRole('dialog').count()).toBe(1)
    await close(help)
  })
})

/** What a keyboard of another layout sends: the key's place, and what it writes there. */
interface Sent {
  code: string
  key: string
  ctrlKey?: boolean
  shiftKey?: boolean
}

function send(sent: Sent): Promise<void> {
  return page.evaluate((init) => {
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }))
  }, sent)
}

describe('the board’s keys work in the layout', () => {
  const dialogOf = (key: string) => page.getByRole('dialog', { name: words(key) })

  async function opens(sent: Sent, dialog: Locator): Promise<void> {
    await send(sent)
    await dialog.waitFor()
    await close(dialog)
  }

  beforeEach(openBoard)

  it.each([
    ['Cyrillic', { code: 'KeyF', key: 'а' }, { code: 'Digit7', key: '?', shiftKey: true }],
    ['AZERTY', { code: 'KeyF', key: 'f' }, { code: 'KeyM', key: '?', shiftKey: true }],
    ['ABNT2', { code: 'KeyF', key: 'f' }, { code: 'IntlRo', key: '?', shiftKey: true }],
  ])('%s: a letter by its place, the question mark by its sign', async (_name, letter, sign) => {
    await opens(letter, dialogOf('day:find.title'))
    await opens(sign, dialogOf('shell:help'))
  })

  it.each([
    ['Cyrillic', { code: 'KeyK', key: 'л', ctrlKey: true }],
    ['AZERTY', { code: 'KeyK', key: 'k', ctrlKey: true }],
    ['ABNT2', { code: 'KeyK', key: 'k', ctrlKey: true }],
  ])('%s: Ctrl K searches', async (_name, sent) => {
    await send(sent)
    await dialogOf('shell:search').waitFor()
    await press('Escape')
    await dialogOf('shell:search').waitFor({ state: 'detached' })
  })

  it('AZERTY: the upper row chooses views without Shift', async () => {
    await send({ code: 'Digit2', key: 'é' })
    await eventually(() => doctors().count()).toBeLessThan(4)
    await send({ code: 'Digit1', key: '&' })
    await eventually(() => doctors().count()).toBeGreaterThan(3)
  })
})
