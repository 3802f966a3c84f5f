/** The front desk by the keyboard alone, with the keys counted. */
import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoProfile } from '../helpers/demo-profile.ts'
import { type Seat, signInAs, waitForSignIn } from '../helpers/hands.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { wordsOf } from '../helpers/words.ts'

let profile: string
let opened: OpenWindow
let page: Page

beforeAll(async () => {
  profile = await demoProfile('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(15_000)
  const seat: Seat = { page, words: await wordsOf('en') }
  await waitForSignIn(seat)
  await signInAs(seat, 'receptionist')
  // A Tuesday beyond the demo clinic's bookings: every time of it is free.
  await page.evaluate(() => {
    window.location.hash = '#/day?day=2027-02-16'
  })
  await page.locator('[data-current] >> text=Enter').first().waitFor()
})
afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
})

test('a known patient is booked from a chosen slot in at most seven keys', async () => {
  const pressed: string[] = []
  const press = async (key: string): Promise<void> => {
    pressed.push(key)
    await page.keyboard.press(key)
  }
  await press('Enter')
  await page.getByRole('dialog').getByRole('combobox').waitFor()
  for (const letter of 'smit') await press(letter)
  await page.getByRole('option').first().waitFor()
  await press('Enter')
  await page.getByRole('dialog').locator('button[type=submit]:focus').waitFor()
  await press('Enter')
  await page.locator('[data-booking][data-status=confirmed]').first().waitFor()
  expect(await page.locator('[data-booking]').count()).toBe(1)
  expect(pressed.length).toBeLessThanOrEqual(7)
})

test('a name typed in the wrong layout is found', async () => {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').waitFor()
  await page.keyboard.type('ыьшер')
  await expect.poll(async () => page.getByRole('option').first().innerText()).toMatch(/Smith/)
  await page.keyboard.press('Escape')
})
