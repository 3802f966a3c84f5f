/** Every place as each role sees it: readable by everyone, whole in the window, in words of its language. */
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Language } from '../../main/clinic/shared/languages.ts'
import { at } from '../../scripts/run/paths.mjs'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, field, goTo, leave, type Seat, signInAs, waitForSignIn } from '../helpers/hands.ts'
import { callFromPage } from '../helpers/window-calls.ts'
import { demoNow, launch, type OpenWindow } from '../helpers/window.ts'
import { type Words, wordsOf } from '../helpers/words.ts'

let profile: string
let opened: OpenWindow
let page: Page
let words: Words
let seat: Seat

beforeAll(async () => {
  profile = await demoProfile('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(15_000)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  words = await wordsOf('en')
  seat = { page, words }
  await waitForSignIn(seat)
})
afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
})

/** All that is to come has come, and nothing moves any more. */
async function settle(): Promise<void> {
  await page.waitForFunction(() => {
    const waits = document.querySelector('[aria-busy="true"], .mantine-Skeleton-root')
    const moves = document.getAnimations().some(({ playState, effect }) => {
      return playState === 'running' && effect?.getComputedTiming().endTime !== Infinity
    })
    return waits === null && !moves && document.fonts.status === 'loaded'
  })
}

/** A key's letter beside its action and a name cut short on the board are called by their whole words. */
const shortened = `/<kbd|data-booking=/.test(html)`

const axeSource = readFileSync(at('node_modules', 'axe-core', 'axe.min.js'), 'utf8')

/** What axe calls serious or critical, with the elements it is about. */
async function unreadable(): Promise<string[]> {
  // Not by a script tag, which the page's policy forbids, but as the developer tools would.
  const tools = await page.context().newCDPSession(page)
  const isThere = await page.evaluate(() => 'axe' in window)
  if (!isThere) await tools.send('Runtime.evaluate', { expression: axeSource })
  const { result } = await tools.send('Runtime.evaluate', {
    expression: `axe.run({ resultTypes: ['violations'], preload: false }).then(({ violations }) => JSON.stringify(
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes
          .filter(({ html }) => !(id === 'label-content-name-mismatch' && ${shortened}))
          .slice(0, 3)
          .map(({ html, any }) => [id, html.slice(0, 200), any[0]?.message ?? ''].join(' | ')))))`,
    awaitPromise: true,
  })
  await tools.detach()
  return z.array(z.string()).parse(JSON.parse(String(result.value)))
}

/** What scrolls sideways, and what stands out of the window at its right. */
function tooWide(): Promise<string[]> {
  return page.evaluate(() => {
    const width = window.innerWidth
    const found: string[] = []
    const whole = document.scrollingElement?.scrollWidth ?? 0
    if (whole > width) found.push(`the page is ${whole} wide`)
    const tell = (element: Element) => element.outerHTML.slice(0, 140)
    // Whoever clips its content at its own edge is looked at itself.
    const isClipped = (element: Element) => {
      for (let up = element.parentElement; up !== null; up = up.parentElement) {
        if (up === document.body || up.id === 'root') return false
        if (getComputedStyle(up).overflowX !== 'visible') return true
      }
      return false
    }
    for (const element of document.body.querySelectorAll('*')) {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const { right, width: own } = element.getBoundingClientRect()
      if (own > 0 && right > width + 1 && !isClipped(element)) found.push(`out: ${tell(element)}`)
      const isScroller = ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
      if (
        isScroller &&
        !element.matches('textarea') &&
        element.scrollWidth > element.clientWidth + 1
      )
        found.push(`scrolls: ${tell(element)}`)
    }
    return found.slice(0, 5)
  })
}

/** Every key of a text, with and without its namespace. */
function textKeys(): string[] {
  const folder = at('resources', 'locales', 'en')
  return readdirSync(folder).flatMap((file) => {
    const inFile = keysIn(JSON.parse(readFileSync(path.join(folder, file), 'utf8')))
    return inFile.flatMap((key) => [key, `${path.basename(file, '.json')}:${key}`])
  })
}

function keysIn(texts: object): string[] {
  return Object.entries(texts).flatMap(([key, text]: [string, unknown]) => {
    const bare = key.replace(/_(zero|one|two|few|many|other)$/, '')
    if (typeof text !== 'object' || text === null) return [bare]
    return keysIn(text).map((below) => `${bare}.${below}`)
  })
}

/** A word alone is a key only when it looks like no word of a language: `registerNew`. */
const keys = textKeys()
const namespaces = new Set(keys.map((key) => key.split(/[:.]/)[0] ?? ''))
const oddWords = new Set(keys.filter((key) => /^[a-z]+[A-Z]\w*$/.test(key)))

/** Texts that are keys, or have a value left open. */
async function untranslated(): Promise<string[]> {
  const shown = await page.evaluate(() => {
    const texts: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode() !== null) texts.push(walker.currentNode.textContent ?? '')
    for (const name of ['aria-label', 'title', 'placeholder']) {
      for (const element of document.querySelectorAll(`[${name}]`))
        texts.push(element.getAttribute(name) ?? '')
    }
    return [...new Set(texts.map((text) => text.trim()))]
  })
  return shown.filter((text) => {
    if (text.includes('{{') || oddWords.has(text)) return true
    if (!/^[a-z][\w-]*[:.][a-z][\w.-]*$/i.test(text)) return false
    return namespaces.has(text.split(/[:.]/)[0] ?? '')
  })
}

type Findings = Record<string, string[]>

/** What is wrong with the place that is open, kept under its name. */
async function inspect(found: Findings, name: string, parts = { axe: true }): Promise<void> {
  await settle()
  const wrong = [
    ...(parts.axe ? await unreadable() : []),
    ...(await tooWide()),
    ...(await untranslated()).map((text) => `key: ${text}`),
  ]
  if (wrong.length > 0) found[name] = wrong
}

/** Goes to an address of the window and waits until it is there. */
async function open(address: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to
  }, `#${address}`)
  await page.locator('main').getByText(/\S/).first().waitFor()
  await settle()
}

const foundShape = z.array(z.object({ id: z.string(), cardNumber: z.string().nullable() }))
const meShape = z.object({ id: z.string() })
const dayShape = z.object({
  appointments: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      patient: z.object({ id: z.string() }),
      practitioner: z.object({ id: z.string() }),
    }),
  ),
})

async function bookingsToday() {
  const day = demoNow.slice(0, 10)
  const told = await callFromPage(page, 'query', 'appointments.day', { day })
  return dayShape.parse(told.data).appointments
}

/** A patient with a visit behind them, so that no part of the page is empty. */
async function patientSeenToday(): Promise<string> {
  const seen = (await bookingsToday()).find(({ status }) => status === 'done')
  if (seen === undefined) throw new Error('Nobody was seen today.')
  return seen.patient.id
}

async function inspectPatient(found: Findings, as: string): Promise<void> {
  await open(`/patients/${await patientSeenToday()}`)
  const tabs = page.locator('[role="tab"]')
  await tabs.first().waitFor()
  for (let index = 0; index < (await tabs.count()); index += 1) {
    await tabs.nth(index).click()
    await inspect(found, `${as}: patient, tab ${index + 1}`)
  }
}

async function inspectOverlay(found: Findings, name: string, keysOfIt: string): Promise<void> {
  await page.keyboard.press(keysOfIt)
  await page.getByRole('dialog').waitFor()
  await inspect(found, name)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

describe('every place can be read, is whole, and speaks', () => {
  test('before anyone signed in', async () => {
    const found: Findings = {}
    await inspect(found, 'sign-in')
    expect(found).toEqual({})
  })

  test('as the receptionist sees it', async () => {
    await signInAs(seat, 'receptionist')
    const found: Findings = {}
    for (const address of ['/day', '/patients', '/cash', '/cash?day=today', '/notifications']) {
      await open(address)
      await inspect(found, `reception: ${address}`)
    }
    await inspectPatient(found, 'reception')
    await open('/patients')
    await inspectOverlay(found, 'registration', 'Control+KeyN')
    await inspectOverlay(found, 'key help', 'Shift+Slash')
    await page.keyboard.press('Control+KeyK')
    await page.getByRole('dialog').getByRole('combobox').fill('an')
    await page.locator('[id^="found-"]').first().waitFor()
    await inspect(found, 'search')
    await page.keyboard.press('Escape')
    await leave(seat)
    expect(found).toEqual({})
  })

  test('as a doctor sees it', async () => {
    await signInAs(seat, 'doctor')
    const found: Findings = {}
    for (const address of ['/day', '/cards', '/settings']) {
      await open(address)
      await inspect(found, `doctor: ${address}`)
    }
    await inspectPatient(found, 'doctor')
    const me = meShape.parse((await callFromPage(page, 'query', 'staff.me', undefined)).data)
    const own = (await bookingsToday()).filter(({ practitioner }) => practitioner.id === me.id)
    for (const status of ['done', 'in-room', 'arrived', 'confirmed']) {
      const booking = own.find((one) => one.status === status)
      if (booking === undefined) continue
      await open(`/visits/${booking.id}`)
      await inspect(found, `doctor: visit, ${status}`)
    }
    await leave(seat)
    expect(found).toEqual({})
  })

  test('as the administrator sees it', async () => {
    await signInAs(seat, 'administrator')
    const found: Findings = {}
    for (const address of ['/day', '/notifications', '/catalog', '/staff', '/settings']) {
      await open(address)
      await inspect(found, `administrator: ${address}`)
    }
    expect(found).toEqual({})
  })
})

/** Chosen in the foot, live. */
async function speak(from: Words, language: Language, name: string): Promise<void> {
  const foot = page.locator('footer')
  await foot.getByRole('button', { name: new RegExp(`^${from('start:language')}: `) }).click()
  await page.getByRole('menuitem', { name, exact: true }).click()
  const to = await wordsOf(language)
  await page.getByRole('navigation', { name: to('shell:places'), exact: true }).waitFor()
}

describe('every language, in light and in dark', () => {
  let spoken: Words

  test.each([
    ['ru', 'Русский', 'light'],
    ['pt-BR', 'Português (Brasil)', 'dark'],
    ['fr', 'Français', 'light'],
  ] as const)('%s', async (language, name, colorScheme) => {
    spoken ??= words
    await speak(spoken, language, name)
    spoken = await wordsOf(language)
    const patientId = await patientSeenToday()
    const places = ['/day', '/patients', `/patients/${patientId}`, '/cash', '/cash?day=today']
    const office = ['/notifications', '/catalog', '/staff', '/settings', '/patients?register=']
    const found: Findings = {}
    await page.emulateMedia({ colorScheme })
    for (const address of [...places, ...office]) {
      await open(address)
      // Colours are the same in every language: one dark round finds all of them.
      await inspect(found, `${language} ${colorScheme}: ${address}`, {
        axe: colorScheme === 'dark',
      })
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await open('/day')
    expect(found).toEqual({})
  })

  test('and back', async () => {
    await speak(spoken, 'en', 'English')
    await leave(seat)
  })
})

test('a name that is markup and a command is shown as the text that it is', async () => {
  const family = `<b>Bobby</b>' OR 1=1 --`
  await signInAs(seat, 'receptionist')
  await goTo(seat, 'patients')
  await page
    .getByRole('heading', { level: 1, name: words('patients:title'), exact: true })
    .waitFor()
  await page.keyboard.press('Control+KeyN')
  const form = page.getByRole('dialog', { name: words('patients:registerTitle') })
  await field(form, words('patients:given')).fill('Robert')
  await field(form, words('patients:family')).fill(family)
  await field(form, words('patients:consent.textVersion')).fill('2026-01')
  await page.keyboard.press('Control+Enter')
  const title = page.getByRole('heading', { level: 1, name: family })
  await title.waitFor()
  expect(await title.innerText()).toContain(family)
  expect(await elementsFromIt()).toBe(0)

  await page.keyboard.press('Control+KeyK')
  await page.getByRole('dialog').getByRole('combobox').fill('Bobby')
  const line = page.getByRole('option').filter({ hasText: family })
  await line.waitFor()
  expect(await line.count()).toBe(1)
  expect(await elementsFromIt()).toBe(0)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await goTo(seat, 'patients')
  await page.getByRole('grid').getByText(family).waitFor()
  expect(await elementsFromIt()).toBe(0)

  // On the board as well, booked at the first time that the finder offers.
  const list = await callFromPage(page, 'query', 'patients.search', { query: 'Bobby', limit: 5 })
  const [patient] = foundShape.parse(list.data)
  await open(`/day?patient=${patient?.id ?? ''}`)
  await page.keyboard.press('KeyF')
  const finder = page.getByRole('dialog', { name: words('day:find.title') })
  await finder.getByRole('combobox').first().click()
  await page.getByRole('option').first().click()
  const times = finder.locator('[aria-busy="false"]').getByRole('button', { name: /^\d\d:\d\d$/ })
  const nothing = finder.getByRole('heading', { name: words('day:find.nothing'), exact: true })
  await times.first().or(nothing).waitFor()
  for (let days = 0; days < 7 && (await nothing.isVisible()); days += 1) {
    await button(finder, words('day:keys.dayAfter')).last().click()
    await finder.locator('[aria-busy="false"]').waitFor()
  }
  await times.first().click()
  const dialog = page.getByRole('dialog').filter({ hasText: family })
  await button(dialog, words('day:bookAsConfirmed')).click()
  await dialog.waitFor({ state: 'detached' })
  const block = page.locator('[data-booking]').filter({ hasText: '<b>Bobby</b>' })
  await block.first().waitFor()
  expect(await elementsFromIt()).toBe(0)
})

/** Elements that only the name's own markup could have made. */
function elementsFromIt(): Promise<number> {
  return page.evaluate(
    () => [...document.querySelectorAll('b')].filter((one) => one.textContent === 'Bobby').length,
  )
}
