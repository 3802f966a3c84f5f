/** Booking over another booking in the real window: on purpose, told of, and seen beside it afterwards. */
import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, leave, type Seat, signInAs } from '../helpers/hands.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { type Words, wordsOf } from '../helpers/words.ts'

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
  page.setDefaultTimeout(15_000)
  seat = { page, words }
  await signInAs(seat, 'receptionist')
}, 400_000)
afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
})

const dialog = () => page.getByRole('dialog')
const note = () => dialog().getByRole('alert')

/** A booking that is still to come, and that nothing stands beside. */
async function chooseBooking(): Promise<{ id: string; name: string }> {
  const block = page.locator('[data-booking][data-status="confirmed"]').first()
  await block.click()
  const selected = page.getByRole('complementary', { name: words('day:selected') })
  const name = await selected.getByRole('heading', { level: 2 }).innerText()
  return { id: (await block.getAttribute('data-booking')) ?? '', name }
}

async function findPatient(letters: string): Promise<void> {
  await dialog()
    .getByRole('combobox', { name: words('day:patient') })
    .fill(letters)
  await dialog().getByRole('option').first().waitFor()
  await page.keyboard.press('Enter')
}

test('a booking is set over another one, and both stand beside each other', async () => {
  const { id, name } = await chooseBooking()
  await page.keyboard.press('KeyO')
  await findPatient('a')
  await note().filter({ hasText: name }).waitFor()
  const anyway = button(dialog(), words('day:bookAnyway'))
  await expect.poll(() => anyway.evaluate((one) => one === document.activeElement)).toBe(true)
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  const over = page.locator('[data-booking][data-overbooked]')
  await over.waitFor()
  const [above, below] = [
    await over.boundingBox(),
    await page.locator(`[data-booking="${id}"]`).boundingBox(),
  ]
  if (above === null || below === null) throw new Error('One of the two is not drawn.')
  expect(Math.abs(above.y - below.y)).toBeLessThan(2)
  const [left, right] = above.x < below.x ? [above, below] : [below, above]
  expect(left.x + left.width).toBeLessThanOrEqual(right.x)
  expect(await over.getAttribute('aria-label')).toContain(words('day:sign.overbooked'))
})

test('whoever may not is not offered it', async () => {
  await leave(seat)
  await signInAs(seat, 'nurse')
  await chooseBooking()
  await button(page, words('day:openPatient')).waitFor()
  expect(await button(page, words('day:bookOver')).count()).toBe(0)
  await page.keyboard.press('KeyO')
  expect(await dialog().count()).toBe(0)
})

test('what is to be decided is one key away, and says when there is nothing', async () => {
  await page.keyboard.press('F7')
  await page.getByRole('heading', { name: words('hub:decide.title'), exact: true }).waitFor()
  await page.getByRole('heading', { name: words('hub:decide.empty'), exact: true }).waitFor()
  await page.keyboard.press('F2')
  await page.getByRole('region', { name: words('day:board') }).waitFor()
  expect(opened.problems).toEqual([])
})
