/**
 * The laboratory in the real window: ordered by typing, taken, labelled, measured, and acknowledged by
 * one key a report, the critical ones first.
 */
import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, field, leave, type Seat, signInAs, waitForSignIn } from '../helpers/hands.ts'
import { faultsOf } from '../helpers/screen-faults.ts'
import { open, title } from '../helpers/screen-round.ts'
import { oru, potassium } from '../helpers/oru.ts'
import { atRest, callFromPage, countCalls } from '../helpers/window-calls.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { wordsOf } from '../helpers/words.ts'

/** How long a busy computer may take for one step; an idle one takes far less. */
const patienceMs = 60_000
const patient = { timeout: patienceMs }

let profile: string
let opened: OpenWindow
let page: Page
let seat: Seat

beforeAll(async () => {
  profile = await demoProfile('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(patienceMs)
  seat = { page, words: await wordsOf('en') }
  await waitForSignIn(seat, 4 * patienceMs)
  await countCalls(page)
})
afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
  expect(opened.problems).toEqual([])
})

test('a doctor acknowledges what has come with one key a report, the critical one first', async () => {
  await signInAs(seat, 'doctor')
  await open(page, '/lists/results')
  await title(seat, 'labs:inbox.title').waitFor()
  const rows = page
    .getByRole('grid', { name: seat.words('labs:inbox.title'), exact: true })
    .locator('tbody tr')
  await rows.first().waitFor()
  const critical = seat.words('labs:worry.critical')
  expect(await rows.first().textContent()).toContain(critical)
  const count = await rows.count()
  expect(count).toBeGreaterThan(2)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await atRest(page)
    expect(await faultsOf(page)).toEqual([])
  }
  for (let left = count; left > 0; left -= 1) {
    expect(await rows.count()).toBe(left)
    await page.keyboard.press('KeyA')
    await expect.poll(() => rows.count(), patient).toBe(left - 1)
    await atRest(page)
  }
  await page.getByText(seat.words('labs:inbox.empty'), { exact: true }).waitFor()
})

const inboxShape = z.array(z.object({ id: z.string(), patientId: z.string() }))
const ordersShape = z.array(
  z.object({ number: z.string(), state: z.string(), reportIds: z.array(z.string()) }),
)
const catalogShape = z.object({
  definitions: z.array(z.object({ id: z.string(), code: z.string() })),
})

const catalog = async () =>
  catalogShape.parse((await callFromPage(page, 'query', 'labs.catalog', undefined)).data)

const inbox = async () =>
  inboxShape.parse((await callFromPage(page, 'query', 'labs.inbox', { whose: 'mine' })).data)

const ordersOf = async (patientId: string) =>
  ordersShape.parse((await callFromPage(page, 'query', 'labs.ordersOfPatient', { patientId })).data)

/** Somebody of the registry, for whom nothing was ordered yet. */
async function anybody(): Promise<string> {
  const wish = { query: 'Robert', limit: 5 }
  const found = foundShape.parse((await callFromPage(page, 'query', 'patients.search', wish)).data)
  return found[0]?.id ?? ''
}
const foundShape = z.array(z.object({ id: z.string() }))

const dialog = () => page.getByRole('dialog')
const words = (key: string, values?: Record<string, string>) => seat.words(key, values)

test('an order goes by the keyboard from the doctor over the tube to its results and the review', async () => {
  const patientId = await anybody()
  const known = (await ordersOf(patientId)).length
  await open(page, `/patients/${patientId}`)
  await page.getByRole('tablist').waitFor()
  await atRest(page)
  await page.keyboard.press('KeyL')
  await dialog().waitFor()
  await page.keyboard.type('potas')
  await page.keyboard.press('Enter')
  await dialog().getByText('Serum', { exact: true }).waitFor()
  await page.keyboard.press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
  await expect.poll(async () => (await ordersOf(patientId)).length, patient).toBe(known + 1)
  const [order] = await ordersOf(patientId)
  expect(order?.state).toBe('ordered')

  await open(page, '/lists/specimens')
  await title(seat, 'labs:specimens.title').waitFor()
  await atRest(page)
  const tubes = page.getByRole('grid').locator('tbody tr')
  for (let left = await tubes.count(); left > 0; left -= 1) {
    // From the last to the first: what is taken and sent leaves the list.
    await tubes.first().click()
    const taken = page.getByRole('button', { name: /^Taken/ })
    if (await taken.isVisible()) {
      await page.keyboard.press('KeyC')
      await page.getByRole('button', { name: /^Sent/ }).waitFor()
    }
    await page.keyboard.press('KeyS')
    await dialog().waitFor()
    await page.keyboard.press('Enter')
    await dialog().waitFor({ state: 'detached' })
    await expect.poll(() => tubes.count(), patient).toBe(left - 1)
  }
  expect((await ordersOf(patientId))[0]?.state).toBe('sent')

  await open(page, '/lists/laboratory')
  await title(seat, 'labs:laboratory.title').waitFor()
  await atRest(page)
  await page
    .getByRole('grid')
    .locator('tbody tr')
    .filter({ hasText: order?.number ?? '' })
    .click()
  await page.keyboard.press('Enter')
  await dialog().waitFor()
  await page.keyboard.type('7,1')
  await dialog().getByText(words('labs:flag.HH'), { exact: true }).waitFor()
  await page.keyboard.press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
  await expect.poll(async () => (await ordersOf(patientId))[0]?.state, patient).toBe('resulted')

  await open(page, '/lists/results')
  await title(seat, 'labs:inbox.title').waitFor()
  const rows = page.getByRole('grid').locator('tbody tr')
  await rows.first().waitFor()
  expect(await rows.first().textContent()).toContain(words('labs:worry.critical'))
  await page.keyboard.press('KeyT')
  await dialog().getByRole('img', { name: 'Potassium' }).waitFor()
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  taskTitle = words('labs:task.ofOrder', {
    results: 'Potassium 7.1 mmol/L',
    number: order?.number ?? '',
  })
  await page.keyboard.press('KeyD')
  await dialog().waitFor()
  expect(await field(dialog(), words('tasks:title')).inputValue()).toBe(taskTitle)
  // Only whom and until when is left to be said, and the first of them has the focus.
  await page.keyboard.type(words('start:role.nurse'))
  await page.getByRole('option').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('311299')
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  const aside = page.getByRole('complementary', { name: words('labs:inbox.report'), exact: true })
  const about = aside.getByRole('region', { name: words('tasks:tasks'), exact: true })
  await button(about, taskTitle).waitFor()
  await about.getByText(words('tasks:owner.anyOf', { role: words('start:role.nurse') })).waitFor()
  await atRest(page)
  await page.keyboard.press('KeyA')
  await expect.poll(async () => (await ordersOf(patientId))[0]?.state, patient).toBe('reviewed')
})

/** What the doctor asks of the nurses about the result. */
let taskTitle = ''

test('a task about a result leads whoever does it to the result, where it stands as well, and is done', async () => {
  await leave(seat)
  await signInAs(seat, 'nurse')
  await open(page, '/lists/tasks')
  await title(seat, 'tasks:list.mine').waitFor()
  const row = page.getByRole('grid').locator('tbody tr').filter({ hasText: taskTitle })
  await row.click()
  await page.getByRole('button', { name: words('tasks:focus.report'), exact: true }).click()
  await dialog()
    .getByRole('table', { name: words('labs:result.title'), exact: true })
    .waitFor()
  await button(dialog(), taskTitle).click()
  const task = page.getByRole('dialog', { name: words('tasks:one'), exact: true })
  await task.getByRole('heading', { name: taskTitle, exact: true }).waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await atRest(page)
    expect(await faultsOf(page)).toEqual([])
  }
  // The dialog's own key, though it is the second over the list.
  await page.keyboard.press('KeyC')
  const comment = page.getByRole('dialog', { name: words('tasks:step.comment'), exact: true })
  await comment.waitFor()
  // One Escape closes one of them: the one on top.
  await page.keyboard.press('Escape')
  await comment.waitFor({ state: 'detached' })
  await task.waitFor()
  await page.keyboard.press('Escape')
  await task.waitFor({ state: 'detached' })
  await dialog().waitFor()
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  await page.keyboard.press('KeyD')
  await row.waitFor({ state: 'detached' })
  await leave(seat)
  await signInAs(seat, 'doctor')
})

test('a file tells what came of each message; what nobody was found for is put away with a reason', async () => {
  await open(page, '/lists/laboratory')
  await title(seat, 'labs:laboratory.title').waitFor()
  const file = [
    oru({ controlId: 'f1', family: 'Nobodyhere', results: [potassium('4.2')] }),
    oru({ controlId: 'f2', type: 'ORM^O01' }),
  ].join('\r')
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'results.hl7', mimeType: 'text/plain', buffer: Buffer.from(file) })
  await dialog().waitFor()
  const refused = words('labs:file.refusedLine', {
    number: '2',
    problem: words('labs:problem.not-oru'),
  })
  await dialog().getByText(refused, { exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  const rows = page.getByRole('grid').locator('tbody tr')
  await rows.filter({ hasText: 'Nobodyhere' }).waitFor()
  await rows.filter({ hasText: 'Nobodyhere' }).click()
  await page.keyboard.press('Delete')
  await dialog().waitFor()
  await page.keyboard.type('Of another clinic')
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  await rows.filter({ hasText: 'Nobodyhere' }).waitFor({ state: 'detached' })
})

/** A potassium that was ordered and measured. */
async function measure(patientId: string, value: string): Promise<void> {
  const potassiumId = (await catalog()).definitions.find(({ code }) => code === 'K')?.id ?? ''
  const wish = { patientId, encounterId: null, panelIds: [], definitionIds: [potassiumId] }
  const ordered = await callFromPage(page, 'mutation', 'labs.order', {
    ...wish,
    priority: 'routine',
    note: null,
  })
  const { id } = z.object({ id: z.string() }).parse(ordered.data)
  const results = [{ definitionId: potassiumId, value, note: null }]
  await callFromPage(page, 'mutation', 'labs.enterResults', { orderId: id, results })
}

test('a graver result that comes in does not take the place of the one that is looked at', async () => {
  const patientId = await anybody()
  await measure(patientId, '4.2')
  const [looked] = await inbox()
  await open(page, '/lists/results')
  await title(seat, 'labs:inbox.title').waitFor()
  const rows = page.getByRole('grid').locator('tbody tr')
  await expect.poll(() => rows.count(), patient).toBe(1)
  await atRest(page)
  await measure(patientId, '7.4')
  await expect.poll(() => rows.count(), patient).toBe(2)
  expect(await rows.first().textContent()).toContain(words('labs:worry.critical'))
  await atRest(page)
  await page.keyboard.press('KeyA')
  await expect.poll(() => rows.count(), patient).toBe(1)
  expect(await rows.first().textContent()).toContain(words('labs:worry.critical'))
  expect((await inbox()).map(({ id }) => id)).not.toContain(looked?.id)
  await page.keyboard.press('KeyA')
  await page.getByText(words('labs:inbox.empty'), { exact: true }).waitFor()
})

test('twenty normal results are acknowledged with at most forty keys', async () => {
  const wanted = 20
  const patientId = await anybody()
  for (let made = 0; made < wanted; made += 1) await measure(patientId, '4.2')
  expect(await inbox()).toHaveLength(wanted)
  await open(page, '/lists/results')
  await title(seat, 'labs:inbox.title').waitFor()
  const rows = page.getByRole('grid').locator('tbody tr')
  await expect.poll(() => rows.count(), patient).toBe(wanted)
  let keys = 0
  for (let left = wanted; left > 0; left -= 1) {
    await page.keyboard.press('KeyA')
    keys += 1
    await expect.poll(() => rows.count(), patient).toBe(left - 1)
    await atRest(page)
  }
  expect(keys).toBeLessThanOrEqual(40)
  expect(await inbox()).toEqual([])
})
