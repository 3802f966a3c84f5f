/** A round through the screens: goes to each, in one language after the other, and notes what is wrong with it. */
import type { Locator, Page } from 'playwright-core'
import type { Language } from '../../main/clinic/shared/languages.ts'
import type { Seat } from './hands.ts'
import { faultsOf } from './screen-faults.ts'
import { atRest } from './window-calls.ts'
import { type Words, wordsOf } from './words.ts'

/** The colours are the same in every language: the first two show them all, in light and in dark. */
export const languages = [
  { language: 'en', name: 'English', colorScheme: 'light', colours: true },
  { language: 'ru', name: 'Русский', colorScheme: 'dark', colours: true },
  { language: 'pt-BR', name: 'Português (Brasil)', colorScheme: 'light', colours: false },
  { language: 'fr', name: 'Français', colorScheme: 'dark', colours: false },
] as const satisfies Speech[]

interface Speech {
  language: Language
  name: string
  colorScheme: 'light' | 'dark'
  /** Whether their contrast is looked at. */
  colours: boolean
}

/** Faults under the name of the screen that has them. */
export type Faults = Record<string, string[]>

/** One look at all places of one person in one language. */
export interface Round extends Seat {
  faults: Faults
  /** Whose and in which language. */
  title: string
  colours: boolean
}

/** `within` names the part of a long page that is meant. */
export async function see(
  { page, faults, title, colours }: Round,
  name: string,
  within?: string,
): Promise<void> {
  await atRest(page)
  const found = await faultsOf(page, { colours, within })
  if (found.length > 0) faults[`${title}: ${name}`] = found
}

/** Goes to an address and looks when its sign is there. */
export async function seePlace(round: Round, address: string, sign: Locator): Promise<void> {
  await open(round.page, address)
  await sign.waitFor()
  await see(round, address)
}

export async function open(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to
  }, `#${address}`)
}

export const title = ({ page, words }: Seat, key: string) =>
  page.getByRole('heading', { level: 1, name: words(key), exact: true })

/** Chosen in the foot, live. */
export async function speak(
  { page, words }: Seat,
  language: Language,
  name: string,
): Promise<Words> {
  const foot = page.locator('footer')
  await foot.getByRole('button', { name: new RegExp(`^${words('start:language')}: `) }).click()
  await page.getByRole('menuitem', { name, exact: true }).click()
  const to = await wordsOf(language)
  await page.getByRole('navigation', { name: to('shell:places'), exact: true }).waitFor()
  await atRest(page)
  // Enter is the screen's own again, not the button's.
  await page.locator('footer').locator(':focus').blur()
  return to
}
