/** The queue in the real window: walking through it by keys, the waiting-room screen beside it, and taking turns. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { demoPassphrase } from '../../main/demo/staff.ts'
import { at } from '../../scripts/run/paths.mjs'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, field, leave, pick, type Seat, signInAs } from '../helpers/hands.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { atRest, callFromPage, countCalls } from '../helpers/window-calls.ts'
import type { InputOf, ProcedurePath } from '../helpers/procedures.ts'
import { type Words, wordsOf } from '../helpers/words.ts'

let opened: OpenWindow
let page: Page
let words: Words
let seat: Seat
let profile: string

/** Where the guide's pictures stand when they are renewed, and out of the way otherwise. */
const pictures = process.env['RENEW_PICTURES'] === '1' ? at('docs', 'pictures') : at('out', 'tests')

beforeAll(async () => {
  profile = await demoProfile()
  words = await wordsOf('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(20_000)
  seat = { page, words }
  await signInAs(seat, 'receptionist')
  await countCalls(page)
}, 400_000)

afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
})

let pressed = 0
async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    pressed += 1
    await page.keyboard.press(key)
  }
}

const answers = z.object({ data: z.unknown() })
async function ask<Path extends ProcedurePath>(
  type: 'query' | 'mutation',
  path: Path,
  input: InputOf<Path>,
): Promise<unknown> {
  const answer = await callFromPage(page, type, path, input)
  expect(answer.kind).not.toBe('error')
  return answers.parse(answer).data
}

const dayShape = z.object({
  appointments: z.array(
    z.object({
      id: z.string(),
      version: z.number(),
      status: z.string(),
      ticket: z.string().nullable(),
      location: z.object({ id: z.string(), name: z.string() }).nullable(),
      patient: z.object({ family: z.string(), given: z.string() }),
    }),
  ),
})
const bookings = async () =>
  dayShape.parse(await ask('query', 'appointments.day', { day: '2026-11-24' })).appointments

const selected = () => page.getByRole('complementary', { name: words('queue:selected') })
const statusIs = (status: string) =>
  selected()
    .getByText(new RegExp(`^${words(`day:status.${status}`)}`))
    .first()
    .waitFor()

async function picture(name: string): Promise<void> {
  await atRest(page)
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: path.join(pictures, `${name}.png`) })
}

describe('the queue', () => {
  beforeAll(async () => {
    // Three more come in, so that the demo clinic's rooms have somebody waiting.
    const expected = (await bookings()).filter(({ status }) => status === 'confirmed').slice(0, 6)
    for (const { id, version } of expected) {
      await ask('mutation', 'appointments.takeStep', { id, version, to: 'arrived' })
    }
  })

  it('opens with F3 and shows who waits room by room, with tickets and minutes', async () => {
    await press('F3')
    await page.getByRole('heading', { level: 1, name: words('queue:title') }).waitFor()
    const row = page.getByRole('grid', { name: words('queue:title') }).getByRole('row')
    await row.nth(2).waitFor()
    await page
      .getByText(/^A\d+$/)
      .first()
      .waitFor()
    await picture('queue')
  })

  it('calls the next with one key, and puts whoever did not come back with one', async () => {
    await press('KeyC')
    await statusIs('called')
    await press('KeyR')
    await statusIs('arrived')
  })

  it('leads the patient on with Space and takes the last step back with Backspace', async () => {
    await press('KeyC')
    await statusIs('called')
    await press('Space')
    await statusIs('in-room')
    await press('Backspace')
    await statusIs('called')
    await press('Backspace')
    await statusIs('arrived')
  })
})

describe('a walk-in', () => {
  const dialog = () => page.getByRole('dialog', { name: words('queue:walkIn.title') })
  const services = z.object({ services: z.array(z.object({ id: z.string(), name: z.string() })) })
  const choices = z.object({ choices: z.array(z.object({ next: z.unknown() })) })

  /** A service for which somebody still has time today. */
  async function serviceWithTime(): Promise<string> {
    const list = services.parse(await ask('query', 'catalog.services', {}))
    for (const { id, name } of list.services) {
      const told = choices.parse(await ask('query', 'queue.walkInChoices', { serviceId: id }))
      if (told.choices[0]?.next != null) return name
    }
    throw new Error('Nobody has time today.')
  }

  async function takeIn(): Promise<void> {
    const service = dialog().getByRole('combobox', { name: words('queue:fact.service') })
    await pick(page, service, await serviceWithTime())
    await dialog()
      .getByRole('combobox', { name: words('queue:fact.practitioner') })
      .and(page.locator(':enabled'))
      .waitFor()
    await button(dialog(), words('queue:walkIn.admit')).press('Enter')
    await dialog().waitFor({ state: 'detached' })
  }

  it('who is in the registry is taken in from the queue and stands there with a ticket', async () => {
    await press('F3')
    await page.getByRole('heading', { level: 1, name: words('queue:title') }).waitFor()
    await press('KeyW')
    await dialog()
      .getByRole('textbox', { name: words('queue:column.patient') })
      .fill('smith')
    await dialog().getByRole('button').filter({ hasText: 'Smith' }).first().click()
    await takeIn()
    await selected().getByRole('heading', { level: 2 }).filter({ hasText: 'Smith' }).waitFor()
    await statusIs('arrived')
    await selected()
      .getByText(/^A\d+$/)
      .waitFor()
  })

  it('of whom name and phone are known is taken in from the day board', async () => {
    await press('F2')
    await page.getByRole('region', { name: words('day:board') }).waitFor()
    await press('KeyW')
    await button(dialog(), words('queue:walkIn.add')).click()
    await field(dialog(), words('queue:walkIn.family')).fill('Passerby')
    await field(dialog(), words('queue:walkIn.given')).fill('Paula')
    await field(dialog(), words('queue:walkIn.phone')).fill('+44 20 7946 0958')
    await picture('walk-in')
    await takeIn()
    const side = page.getByRole('complementary', { name: words('day:selected') })
    await side.getByRole('heading', { level: 2 }).filter({ hasText: 'Paula Passerby' }).waitFor()
    const known = (await bookings()).find(({ patient }) => patient.family === 'Passerby')
    expect(known?.status).toBe('arrived')
    expect(known?.ticket).toMatch(/^A\d+$/)
  })
})

describe('the waiting-room screen', () => {
  /** It has a session of its own, so that only the program itself reaches it. Null while it is not there. */
  const inScreen = (code: string): Promise<unknown> =>
    opened.app.evaluate(async ({ BrowserWindow }, script) => {
      const screen = BrowserWindow.getAllWindows().find((window) =>
        window.webContents.getURL().endsWith('/waiting-room.html'),
      )
      const answer: unknown = await screen?.webContents.executeJavaScript(script)
      return answer ?? null
    }, code)
  const shown = async () => String(await inScreen('document.body.innerText'))

  /** Taken by the program itself: a test drives the desk's window alone. */
  async function screenPicture(name: string): Promise<void> {
    await inScreen(
      'Promise.all([document.fonts.ready, ...document.getAnimations().map((one) => one.finished)]).then(() => true)',
    )
    const png = await opened.app.evaluate(async ({ BrowserWindow }) => {
      const screen = BrowserWindow.getAllWindows().find((window) =>
        window.webContents.getURL().endsWith('/waiting-room.html'),
      )
      return (await screen?.webContents.capturePage())?.toPNG().toString('base64') ?? ''
    })
    expect(png).not.toBe('')
    mkdirSync(pictures, { recursive: true })
    writeFileSync(path.join(pictures, `${name}.png`), png, 'base64')
  }

  it('opens with one key, beside the desk', async () => {
    await press('F3')
    await page.getByRole('heading', { level: 1, name: words('queue:title') }).waitFor()
    await press('KeyS')
    await expect.poll(shown, { timeout: 60_000 }).toContain(words('queue:screen.waiting'))
  })

  it('shows a ticket as soon as it is called', async () => {
    await press('KeyC')
    await statusIs('called')
    const called = (await bookings()).find(({ status }) => status === 'called')
    await expect.poll(shown, { timeout: 60_000 }).toContain(called?.ticket ?? 'no ticket')
    await screenPicture('waiting-room')
  })

  it('has no name of any patient of the day', async () => {
    const text = await shown()
    for (const { patient } of await bookings()) expect(text).not.toContain(patient.family)
  })

  it.each(['patients.search', 'appointments.day', 'staff.me'])(
    'has a door of its own, at which %s is not known',
    async (path) => {
      const answer = await inScreen(`new Promise((resolve) => {
        addEventListener('message', ({ ports: [port] }) => {
          if (port === undefined) return
          port.onmessage = ({ data }) => resolve(JSON.stringify(data))
          port.postMessage({ kind: 'call', id: 1, key: 'k', type: 'query', path: '${path}', input: undefined })
        })
        postMessage('open-clinic-port', location.origin)
      })`)
      expect(answer).toContain('NOT_FOUND')
    },
  )

  it('keeps nothing in common with the application’s own page', async () => {
    await page.evaluate(() => localStorage.setItem('of-the-desk', 'patient'))
    expect(await inScreen(`localStorage.getItem('of-the-desk')`)).toBeNull()
  })
})

describe('taking turns with a PIN', () => {
  it('costs six keys', async () => {
    const pin = '4071'
    await ask('mutation', 'staff.setPin', { current: demoPassphrase, pin })
    await leave(seat)
    await signInAs(seat, 'administrator')
    await page.bringToFront()
    const before = pressed
    await press('Control+KeyU')
    const dialog = page.getByRole('dialog', { name: words('shell:switch.title') })
    await dialog
      .getByRole('button')
      .filter({ hasText: words('start:role.receptionist') })
      .waitFor()
    await press('Digit1')
    await dialog.getByRole('group').getByRole('textbox').first().waitFor()
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.tagName), { timeout: 20_000 })
      .toBe('INPUT')
    await press(...pin)
    await dialog.waitFor({ state: 'detached' })
    expect(pressed - before).toBeLessThanOrEqual(6)
    const me = z
      .object({ roles: z.array(z.string()) })
      .parse(await ask('query', 'staff.me', undefined))
    expect(me.roles).toContain('receptionist')
  })
})

describe('keys of one’s own', () => {
  it('are chosen in the settings by pressing them, clash in sight, and go back', async () => {
    await page.evaluate(() => {
      window.location.hash = '#/settings?section=keys'
    })
    const row = (action: string) => page.locator(`[data-action="${action}"]`)
    const change = () => row('queue.requeue').getByRole('button').first()
    await change().click()
    await press('KeyC')
    await row('queue.requeue').getByRole('alert').waitFor()
    await change().click()
    await press('KeyB')
    await row('queue.requeue').getByRole('alert').waitFor({ state: 'detached' })
    await press('F3')
    await page.getByRole('heading', { level: 1, name: words('queue:title') }).waitFor()
    await page.evaluate(() => {
      window.location.hash = '#/settings?section=keys'
    })
    await row('queue.requeue').getByText(words('settings:keys.reset')).click()
    await row('queue.requeue')
      .getByText(words('settings:keys.reset'))
      .waitFor({ state: 'detached' })
  })
})
