/** What hands do at the desk again and again: sign in, leave, go to a place, choose from a list. */
import type { Locator, Page } from 'playwright-core'
import { demoPassphrase } from '../../main/demo/staff.ts'
import type { Role } from '../../main/clinic/shared/permissions.ts'
import type { Words } from './words.ts'

/** A window and the words it speaks. */
export interface Seat {
  page: Page
  words: Words
}

/** Waits until nobody is signed in and somebody can be; a demo clinic may be made first. */
export async function waitForSignIn({ page, words }: Seat, timeoutMs = 30_000): Promise<void> {
  const title = page.getByRole('heading', { name: words('start:signIn.title'), exact: true })
  await title.waitFor({ timeout: timeoutMs })
}

/** In the demo clinic: one click on the first who has the role. */
export async function signInAs(seat: Seat, role: Role): Promise<void> {
  const { page, words } = seat
  await waitForSignIn(seat)
  await page
    .locator('main button')
    .filter({ hasText: words(`start:role.${role}`) })
    .first()
    .click()
  await waitForBoard(seat)
}

/** By login, as everybody who has no button of their own. */
export async function signInWith(seat: Seat, login: string): Promise<void> {
  const { page, words } = seat
  await waitForSignIn(seat)
  await page.getByRole('textbox', { name: words('start:signIn.login'), exact: true }).fill(login)
  await page.locator('input[type="password"]').fill(demoPassphrase)
  await page.keyboard.press('Enter')
  await waitForBoard(seat)
}

async function waitForBoard({ page, words }: Seat): Promise<void> {
  await page.getByRole('navigation', { name: words('shell:places'), exact: true }).waitFor()
  await page.getByRole('region', { name: words('day:board'), exact: true }).waitFor()
}

/** Locks the screen and leaves the seat to someone else. */
export async function leave({ page, words }: Seat): Promise<void> {
  await page.keyboard.press('Control+KeyL')
  await page.getByRole('button', { name: words('start:lock.someoneElse'), exact: true }).click()
  await waitForSignIn({ page, words })
}

/** By the rail at the left. */
export async function goTo({ page, words }: Seat, place: string): Promise<void> {
  const rail = page.getByRole('navigation', { name: words('shell:places'), exact: true })
  await rail.getByRole('link', { name: words(`shell:place.${place}`), exact: true }).click()
}

/** A text field by its label. */
export function field(within: Page | Locator, label: string): Locator {
  return within.getByRole('textbox', { name: label, exact: true })
}

/** A button by its words; its key may stand behind them. */
export function button(within: Page | Locator, label: string): Locator {
  return within.getByRole('button', { name: beginningWith(label) })
}

/** One of a row of choices. */
export async function choose(within: Page | Locator, group: string, choice: string): Promise<void> {
  await within
    .getByRole('radiogroup', { name: group, exact: true })
    .getByText(choice, { exact: true })
    .click()
}

/** Opens a list and takes the first that fits; types its name where the list can be searched. */
export async function pick(page: Page, list: Locator, text: string): Promise<void> {
  await list.click()
  if (await list.isEditable()) await list.fill(text)
  await page.getByRole('option').filter({ hasText: text }).first().click()
}

/** A label with anything behind it: the key of an action, the sum it is about. */
function beginningWith(label: string): RegExp {
  return new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`)
}
