/** The doctor's results in the real window: critical ones first, one key a report, nothing left over. */
import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoProfile } from '../helpers/demo-profile.ts'
import { type Seat, signInAs, waitForSignIn } from '../helpers/hands.ts'
import { faultsOf } from '../helpers/screen-faults.ts'
import { open, title } from '../helpers/screen-round.ts'
import { atRest, countCalls } from '../helpers/window-calls.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { wordsOf } from '../helpers/words.ts'

let profile: string
let opened: OpenWindow
let page: Page
let seat: Seat

beforeAll(async () => {
  profile = await demoProfile('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(15_000)
  seat = { page, words: await wordsOf('en') }
  await waitForSignIn(seat)
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
    await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(left - 1)
    await atRest(page)
  }
  await page.getByText(seat.words('labs:inbox.empty'), { exact: true }).waitFor()
})
