/** The lock screen: it covers the work, gives nothing away, and gives the work back as it was. */
import { rmSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { demoPassphrase } from '../../main/demo/staff.ts'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, field, goTo, leave, type Seat, signInAs, waitForSignIn } from '../helpers/hands.ts'
import { demoNow, launch, type OpenWindow } from '../helpers/window.ts'
import { callFromPage } from '../helpers/window-calls.ts'
import { anyValue, type Words, wordsOf } from '../helpers/words.ts'

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
  words = await wordsOf('en')
  seat = { page, words }
  await waitForSignIn(seat)
})
afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
})

const lockScreen = (): Locator =>
  page.getByRole('dialog', { name: words('start:lock.title'), exact: true })

async function lock(): Promise<Locator> {
  await page.keyboard.press('Control+KeyL')
  await lockScreen().waitFor()
  return lockScreen()
}

async function unlock(passphrase: string): Promise<void> {
  await lockScreen().locator('input').first().fill(passphrase)
  await page.keyboard.press('Enter')
}

/** Whether neither pointer nor focus nor a screen reader comes to it. */
function isOutOfReach(part: Locator): Promise<boolean> {
  return part.evaluate((element) => element.closest('[inert]') !== null)
}

/** Where the focus is: in the lock screen, on nothing, or on what it must not reach. */
function focused(): Promise<string> {
  return page.evaluate((title) => {
    const at = document.activeElement
    if (at === null || at === document.body) return 'nothing'
    const isLock = at.closest('[role="dialog"]')?.getAttribute('aria-label') === title
    return isLock ? 'lock screen' : at.outerHTML
  }, words('start:lock.title'))
}

const typed = { given: 'Half', family: 'Written', email: 'half.written@mail.example' }

async function openForm(): Promise<Locator> {
  await goTo(seat, 'patients')
  await page
    .getByRole('heading', { level: 1, name: words('patients:title'), exact: true })
    .waitFor()
  await page.keyboard.press('Control+KeyN')
  const form = page.getByRole('dialog', { name: words('patients:registerTitle') })
  await field(form, words('patients:family')).waitFor()
  return form
}

test('covers a half-filled form, out of reach of every key, and gives it back', async () => {
  await signInAs(seat, 'receptionist')
  const form = await openForm()
  for (const [name, text] of Object.entries(typed)) {
    await field(form, words(`patients:${name}`)).fill(text)
  }

  const screen = await lock()

  // Wherever one points is the lock screen, and what is read aloud has no form.
  expect(await isOutOfReach(form)).toBe(true)
  const covered = await page.evaluate((title) => {
    const isLock = (element: Element | null) =>
      element?.closest('[role="dialog"]')?.getAttribute('aria-label') === title ||
      element?.querySelector(`[role="dialog"][aria-label="${title}"]`) != null
    const steps = Array.from({ length: 9 }, (_, index) => (index + 0.5) / 9)
    return steps.flatMap((x) =>
      steps
        .map((y) => document.elementFromPoint(x * window.innerWidth, y * window.innerHeight))
        .filter((element) => !isLock(element))
        .map((element) => element?.outerHTML.slice(0, 120)),
    )
  }, words('start:lock.title'))
  expect(covered).toEqual([])

  // Around the lock screen twice, forwards and backwards: the focus never leaves it.
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let step = 0; step < 10; step += 1) {
      await page.keyboard.press(key)
      expect(['lock screen', 'nothing']).toContain(await focused())
    }
  }
  // Keys of the screens below do nothing, and what is typed goes nowhere but into the passphrase.
  for (const key of ['Control+KeyK', 'F2', 'Escape', 'Control+Enter', 'Shift+Slash']) {
    await page.keyboard.press(key)
  }
  await page.mouse.click(5, 5)
  await page.keyboard.type('xyz')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+KeyN')
  expect(await page.getByRole('dialog').count()).toBe(2)
  expect(await isOutOfReach(form)).toBe(true)

  await unlock('not the passphrase')
  await screen.getByText(words('errors:wrong-credentials')).waitFor()
  expect(await isOutOfReach(form)).toBe(true)

  await unlock(demoPassphrase)
  await screen.waitFor({ state: 'detached' })
  for (const [name, text] of Object.entries(typed)) {
    expect(await field(form, words(`patients:${name}`)).inputValue()).toBe(text)
  }
  // Escape was not heard below: nobody was asked whether to lose the text.
  expect(await button(form, words('patients:discard')).count()).toBe(0)
  // And the focus is where the work goes on.
  expect(await form.locator(':focus').count()).toBe(1)
})

test('leaves nothing of one person to the next', async () => {
  expect(await page.getByText(words('patients:registerTitle')).count()).toBe(1)
  const name = await shownPatient()

  await leave(seat)
  const html = await page.content()
  expect(html).not.toContain(name)
  for (const text of Object.values(typed)) expect(html).not.toContain(text)

  await signInAs(seat, 'cashier')
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
  expect(await page.getByRole('dialog').count()).toBe(0)
  for (const text of Object.values(typed)) expect(await page.content()).not.toContain(text)
  // Nor by going back in the window's own history.
  await page.evaluate(() => window.history.back())
  await page.waitForFunction(() => window.location.hash !== '')
  expect(await page.content()).not.toContain(typed.family)
  await leave(seat)
})

/** The patient in the panel of the list, below the form. */
async function shownPatient(): Promise<string> {
  const facts = page.getByLabel(words('patients:facts'), { exact: true }).getByText(/\S/)
  return facts.first().innerText()
}

test('keeps what a doctor wrote, also what was typed a moment before', async () => {
  await signInAs(seat, 'doctor')
  const visit = await visitToWrite()
  await openVisit(visit)
  const sheet = page.getByRole('region', { name: words('visit:writing'), exact: true })
  const start = button(page, words('visit:start.button'))
  await start.or(sheet).waitFor()
  if (await start.isVisible()) await start.click()
  const complaint = field(sheet, words('visit:field.complaint'))
  await complaint.fill('Written before the lock. ')
  await complaint.press('End')
  await page.keyboard.type('And this in its last moment.')

  const screen = await lock()
  expect(await isOutOfReach(complaint)).toBe(true)
  await unlock(demoPassphrase)
  await screen.waitFor({ state: 'detached' })

  expect(await complaint.inputValue()).toBe('Written before the lock. And this in its last moment.')
  await page.getByText(anyValue(words, 'visit:draft.saved', 'time')).waitFor()
  await leave(seat)
  const html = await page.content()
  expect(html).not.toContain('Written before the lock')

  await signInAs(seat, 'doctor')
  await openVisit(visit)
  await complaint.waitFor()
  expect(await complaint.inputValue()).toBe('Written before the lock. And this in its last moment.')
})

async function openVisit(appointmentId: string): Promise<void> {
  await page.evaluate((id) => {
    window.location.hash = `#/visits/${id}`
  }, appointmentId)
}

const meShape = z.object({ id: z.string() })
const workstationShape = z.object({ idleLockMinutes: z.number() })
const dayShape = z.object({
  appointments: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      practitioner: z.object({ id: z.string() }),
    }),
  ),
})

/** The signed-in doctor's visit of today that is the nearest to being written. */
async function visitToWrite(): Promise<string> {
  const me = meShape.parse((await callFromPage(page, 'query', 'staff.me', undefined)).data)
  const day = demoNow.slice(0, 10)
  const { appointments } = dayShape.parse(
    (await callFromPage(page, 'query', 'appointments.day', { day })).data,
  )
  const own = appointments.filter((one) => one.practitioner.id === me.id)
  const found = ['in-room', 'called', 'arrived']
    .map((status) => own.find((one) => one.status === status))
    .find((one) => one !== undefined)
  if (found === undefined) throw new Error('The doctor has nobody to see now.')
  return found.id
}

/** Whether the program itself takes the person for away; asked in the program, not on screen. */
async function isLocked(): Promise<boolean> {
  const told = await callFromPage(page, 'query', 'staff.me', undefined)
  return told.kind === 'error'
}

test('locks by itself after the minutes of the settings without a hand, and keeps the work', async () => {
  await leave(seat)
  // From here on the page's clock can be put forward; it goes on by itself between.
  await page.clock.install()
  await signInAs(seat, 'receptionist')
  const { idleLockMinutes } = workstationShape.parse(
    (await callFromPage(page, 'query', 'settings.workstation', undefined)).data,
  )
  const form = await openForm()
  const given = field(form, words('patients:given'))
  await given.fill(typed.given)
  const almostMs = (idleLockMinutes - 1) * 60_000

  await page.clock.fastForward(almostMs)
  expect(await isLocked()).toBe(false)
  await given.press('End')
  await page.clock.fastForward(almostMs)
  expect(await isLocked()).toBe(false)
  await page.mouse.move(300, 300)
  await page.clock.fastForward(almostMs)
  expect(await isLocked()).toBe(false)

  await page.clock.fastForward(60_000)
  await lockScreen().waitFor()
  expect(await isLocked()).toBe(true)
  expect(await isOutOfReach(form)).toBe(true)

  await unlock(demoPassphrase)
  await lockScreen().waitFor({ state: 'detached' })
  expect(await given.inputValue()).toBe(typed.given)
  // The minutes begin anew.
  await page.clock.fastForward(almostMs)
  expect(await isLocked()).toBe(false)
})
