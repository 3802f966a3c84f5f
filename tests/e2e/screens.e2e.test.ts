/** Every place as each role sees it, in every language: readable by everyone, whole, and in words. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { demoPassphrase } from '../../main/demo/staff.ts'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, field, goTo, leave, type Seat, signInAs, waitForSignIn } from '../helpers/hands.ts'
import { faultsOf } from '../helpers/screen-faults.ts'
import {
  type Faults,
  languages,
  open,
  type Round,
  see,
  seePlace,
  speak,
  title,
} from '../helpers/screen-round.ts'
import { atRest, callFromPage, countCalls } from '../helpers/window-calls.ts'
import { demoNow, launch, type OpenWindow } from '../helpers/window.ts'
import { type Words, wordsOf } from '../helpers/words.ts'

/** Opens a dialog by its keys, looks, and closes it. */
async function seeDialog(round: Round, name: string, ...keys: string[]): Promise<void> {
  const { page } = round
  for (const key of keys) await page.keyboard.press(key)
  await page.getByRole('dialog').waitFor()
  await see(round, name)
  // Escape closes what is nearest: a list that opened under the first field, then the dialog.
  const list = page.locator('[role="combobox"][aria-expanded="true"]:focus-visible')
  if (await list.isVisible()) {
    await page.keyboard.press('Escape')
    await atRest(page)
  }
  if (await page.getByRole('dialog').isVisible()) await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** All tabs of the place that is open. */
async function seeTabs(round: Round, name: string, tabs: Locator): Promise<void> {
  await tabs.first().waitFor()
  for (let index = 0; index < (await tabs.count()); index += 1) {
    await tabs.nth(index).click()
    await see(round, `${name}, tab ${index + 1}`)
  }
}

const board = ({ page, words }: Seat) =>
  page.getByRole('region', { name: words('day:board'), exact: true })

async function seePatient(round: Round): Promise<void> {
  await open(round.page, `/patients/${await patientSeenToday(round.page)}`)
  await round.page
    .getByRole('tablist', { name: round.words('patients:patient'), exact: true })
    .waitFor()
  await seeTabs(round, 'patient', round.page.getByRole('tab'))
}

async function seeReception(round: Round): Promise<void> {
  const { page, words } = round
  await seePlace(round, '/day', board(round))
  await seeDialog(round, 'all keys', 'Shift+Slash')
  await seeDialog(round, 'booking', 'KeyG', 'Enter')
  await seeDialog(round, 'finding a time', 'KeyF')
  await seeDialog(round, 'views of the board', 'Digit0')
  await seePlace(round, '/queue', title(round, 'queue:title'))
  await seeDialog(round, 'walk-in', 'KeyW')
  await seeDialog(round, 'taking turns', 'Control+KeyU')
  await seePlace(round, '/patients', title(round, 'patients:title'))
  await seeDialog(round, 'registration', 'Control+KeyN')
  await page.keyboard.press('Control+KeyK')
  await page.getByRole('dialog').getByRole('combobox').fill('an')
  await page.locator('[id^="found-"]').first().waitFor()
  await seeDialog(round, 'search')
  await open(page, '/patients?import=')
  await seeDialog(round, 'import')
  await open(page, '/patients?export=')
  await seeDialog(round, 'export')
  const bills = page.getByRole('navigation', { name: words('cash:list'), exact: true })
  await seePlace(round, '/cash', bills)
  const totals = page.getByRole('region', { name: words('cash:view.day'), exact: true })
  await seePlace(round, '/cash?day=today', totals)
  await seePlace(round, '/lists/duplicates', title(round, 'patients:pairs.title'))
  await seePlace(round, '/schedule?view=rooms', title(round, 'schedule:title'))
  await seePlace(round, '/notifications', title(round, 'notifications:title'))
  await seePatient(round)
  await seeDialog(round, 'editing', 'KeyE')
  await seeDialog(round, 'consent', 'KeyC')
  await page.keyboard.press('Control+KeyL')
  const lock = page.getByRole('dialog', { name: words('start:lock.title'), exact: true })
  await lock.waitFor()
  await see(round, 'lock screen')
  await lock.locator('input').first().fill(demoPassphrase)
  await page.keyboard.press('Enter')
  await lock.waitFor({ state: 'detached' })
}

/** The forms are drawn one after the other; with the last one all are there. */
const lastSetting = ({ page }: Seat) => page.locator('#settings-keys')

async function seeDoctor(round: Round): Promise<void> {
  const { page } = round
  await seePlace(round, '/day', board(round))
  await seePlace(round, '/lists/cards', title(round, 'patients:cards.title'))
  await seePlace(round, '/lists/results', title(round, 'labs:inbox.title'))
  await seeDialog(round, 'trend of an analyte', 'KeyT')
  await seeDialog(round, 'task about a result', 'KeyD')
  await seePlace(round, '/lists/specimens', title(round, 'labs:specimens.title'))
  await seePlace(round, '/lists/laboratory', title(round, 'labs:laboratory.title'))
  for (const view of ['second', 'third']) {
    await page.keyboard.press('KeyV')
    await see(round, `laboratory, ${view} view`)
  }
  await seePlace(round, '/lists/tasks', title(round, 'tasks:list.mine'))
  await seePlace(round, '/settings', lastSetting(round))
  await seePatient(round)
  const me = meShape.parse((await callFromPage(page, 'query', 'staff.me', undefined)).data)
  const own = (await bookingsToday(page)).filter(({ practitioner }) => practitioner.id === me.id)
  for (const status of ['done', 'in-room', 'arrived', 'confirmed']) {
    const booking = own.find((one) => one.status === status)
    if (booking === undefined) continue
    await seePlace(round, `/visits/${booking.id}`, title(round, 'visit:page'))
    if (status !== 'in-room') continue
    await seeDialog(round, 'allergy', 'Alt+KeyA')
    await seeDialog(round, 'prescription', 'Alt+KeyM')
    await seeDialog(round, 'laboratory order', 'Alt+KeyL')
  }
}

/** The catalog's views by their keys, and what is written in each. */
const catalogForms = {
  Digit2: 'new package',
  Digit3: 'new price list',
  Digit4: 'new room',
  Digit5: 'new machine',
  Digit6: null,
  Digit7: 'new analyte',
  Digit8: 'new panel',
}

async function seeSchedule(round: Round): Promise<void> {
  const { page } = round
  await seePlace(round, '/schedule', title(round, 'schedule:title'))
  for (const view of ['Digit2', 'Digit3', 'Digit1']) {
    await page.keyboard.press(view)
    await see(round, `schedule, view ${view}`)
  }
  await seeDialog(round, 'calendar file', 'KeyI')
}

async function seeOffice(round: Round): Promise<void> {
  const { page, words } = round
  await seePlace(round, '/catalog', title(round, 'catalog:title'))
  await seeDialog(round, 'new service', 'KeyN')
  await seeDialog(round, 'new category', 'KeyC')
  await seeDialog(round, 'what a service needs', 'KeyR')
  for (const [view, form] of Object.entries(catalogForms)) {
    await page.keyboard.press(view)
    await see(round, `services, view ${view}`)
    if (form !== null) await seeDialog(round, form, 'KeyN')
  }
  await seeSchedule(round)
  await seePlace(round, '/staff', title(round, 'staff:title'))
  await seeDialog(round, 'new colleague', 'KeyN')
  await page.keyboard.press('Digit2')
  const side = page.getByRole('complementary').getByRole('radiogroup')
  await seeTabs(round, 'doctor', side.locator('label'))
  await seeExceptions(round, side)
  await page.keyboard.press('Digit5')
  await see(round, 'sign-ins')
  await seePlace(round, '/settings', lastSetting(round))
  await button(page, words('settings:documentTypes.add')).click()
  await seeDialog(round, 'kind of document')
  await seePlace(round, '/documents', title(round, 'documents:title'))
  await seeDialog(round, 'new document', 'KeyA')
  await page.keyboard.press('Enter')
  await title(round, 'documents:one').waitFor()
  await page.locator('canvas[data-drawn]').first().waitFor()
  await see(round, 'document')
  await seePlace(round, '/lists/scans', title(round, 'documents:scans.title'))
  await seePlace(round, '/lists/overdue-tasks', title(round, 'tasks:list.overdue'))
}

/** What is written about a doctor's hours: each dialog is opened by its button. */
async function seeExceptions(round: Round, parts: Locator): Promise<void> {
  const { page, words } = round
  for (const [part, key] of [
    [1, 'staff:copyWeek.open'],
    [2, 'staff:leave.add'],
    [2, 'staff:extra.add'],
  ] as const) {
    await parts.locator('label').nth(part).click()
    await button(page, words(key)).click()
    await seeDialog(round, key)
  }
}

describe('in the clinic', () => {
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
    await countCalls(page)
  })
  afterAll(async () => {
    await opened.close()
    rmSync(profile, { recursive: true, force: true })
    expect(opened.problems).toEqual([])
  })

  test('the sign-in page', async () => {
    const faults: Faults = {}
    await see({ ...seat, faults, title: 'nobody', colours: true }, 'sign-in')
    expect(faults).toEqual({})
  })

  test('a look is not blind', async () => {
    await page.evaluate(() => {
      const fault = document.createElement('button')
      fault.id = 'fault'
      fault.textContent = 'patients:registerTitle'
      Object.assign(fault.style, { width: '2000px', flex: 'none' })
      Object.assign(fault.style, { color: '#bbb', backgroundColor: '#fff' })
      document.querySelector('main')?.append(fault)
    })
    const found = await faultsOf(page)
    await page.evaluate(() => document.getElementById('fault')?.remove())
    expect(found).toEqual([
      expect.stringMatching(/^color-contrast \| <button id="fault"/),
      expect.stringMatching(/^scrolls: <main/),
      'key: patients:registerTitle',
    ])
  })

  test.each([
    ['receptionist', seeReception],
    ['doctor', seeDoctor],
    ['administrator', seeOffice],
  ] as const)(
    'every place of the %s',
    async (role, seeAll) => {
      await signInAs(seat, role)
      const faults: Faults = {}
      let spoken = words
      for (const { language, name, colorScheme, colours } of languages) {
        await page.emulateMedia({ colorScheme })
        if (language !== 'en') spoken = await speak({ page, words: spoken }, language, name)
        const round = {
          page,
          words: spoken,
          faults,
          title: `${role}, ${language}, ${colorScheme}`,
          colours,
        }
        await seeAll(round)
      }
      await speak({ page, words: spoken }, 'en', 'English')
      await page.emulateMedia({ colorScheme: 'light' })
      await leave(seat)
      expect(faults).toEqual({})
    },
    600_000,
  )

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
    expect(await elementsFromIt(page)).toBe(0)

    await page.keyboard.press('Control+KeyK')
    await page.getByRole('dialog').getByRole('combobox').fill('Bobby')
    const line = page.getByRole('option').filter({ hasText: family })
    await line.waitFor()
    expect(await line.count()).toBe(1)
    expect(await elementsFromIt(page)).toBe(0)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await goTo(seat, 'patients')
    await page.getByRole('grid').getByText(family).waitFor()
    expect(await elementsFromIt(page)).toBe(0)

    // On the board as well, booked at the first time that the finder offers.
    const list = await callFromPage(page, 'query', 'patients.search', { query: 'Bobby', limit: 5 })
    const [patient] = foundShape.parse(list.data)
    await open(page, `/day?patient=${patient?.id ?? ''}`)
    await page.getByRole('status').filter({ hasText: family }).waitFor()
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
    expect(await elementsFromIt(page)).toBe(0)
  })
})

describe('before there is a clinic', () => {
  test('the first start, in every language', async () => {
    const profile = mkdtempSync(path.join(tmpdir(), 'polyclinic-first-start-'))
    const opened = await launch({ profile })
    try {
      const { page } = opened
      page.setDefaultTimeout(15_000)
      const faults: Faults = {}
      let words = await wordsOf('en')
      await title({ page, words }, 'start:welcome.title').waitFor()
      await countCalls(page)
      for (const { language, name, colorScheme, colours } of languages) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.getByRole('combobox', { name: words('start:language'), exact: true }).click()
        await page.getByRole('option', { name, exact: true }).click()
        words = await wordsOf(language)
        const round = { page, words, faults, title: `nobody, ${language}, ${colorScheme}`, colours }
        await seeFirstStart(round)
      }
      expect(faults).toEqual({})
    } finally {
      await opened.close()
      rmSync(profile, { recursive: true, force: true })
    }
  })
})

async function seeFirstStart(round: Round): Promise<void> {
  const { page, words } = round
  await title(round, 'start:welcome.title').waitFor()
  await see(round, 'welcome')
  await button(page, words('start:welcome.setUp')).click()
  await title(round, 'start:setUp.title0').waitFor()
  await see(round, 'the clinic')
  await field(page, words('start:setUp.name')).fill('Three Whales')
  await button(page, words('start:setUp.next')).click()
  await title(round, 'start:setUp.title1').waitFor()
  await see(round, 'the first administrator')
  await button(page, words('start:setUp.back')).click()
  await title(round, 'start:setUp.title0').waitFor()
  await button(page, words('start:setUp.back')).click()
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

async function bookingsToday(page: Page) {
  const day = demoNow.slice(0, 10)
  const told = await callFromPage(page, 'query', 'appointments.day', { day })
  return dayShape.parse(told.data).appointments
}

/** A patient with a visit behind them, so that no part of the page is empty. */
async function patientSeenToday(page: Page): Promise<string> {
  const seen = (await bookingsToday(page)).find(({ status }) => status === 'done')
  if (seen === undefined) throw new Error('Nobody was seen today.')
  return seen.patient.id
}

/** Elements that only the name's own markup could have made. */
function elementsFromIt(page: Page): Promise<number> {
  return page.evaluate(
    () => [...document.querySelectorAll('b')].filter((one) => one.textContent === 'Bobby').length,
  )
}
