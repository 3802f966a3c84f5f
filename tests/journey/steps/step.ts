/** What a step of the journey is, and what several steps do. */
import type { Locator } from 'playwright-core'
import { fullName } from '../../../main/clinic/shared/names.ts'
import { field, goTo, leave, signInAs } from '../../helpers/hands.ts'
import type { WorkListName } from '../../../renderer/pages/lists/list-names.ts'
import type { Walk } from '../walk.ts'

export interface Step {
  /** `Part: what is done`, as it is told on the terminal. */
  title: string
  run: (walk: Walk) => Promise<void>
}

/** How the patient's name stands on screen. */
export function patientName({ patient, wish }: Walk): string {
  return fullName(patient.name, wish.language)
}

/** Finds the patient with Ctrl+K, by birth day too where others may have the name, and opens the page. */
export async function openPatient(walk: Walk): Promise<void> {
  const { page, words } = walk
  const name = patientName(walk)
  await page.keyboard.press('Control+KeyK')
  const search = page.getByRole('dialog').getByRole('combobox', { name: words('shell:search') })
  await search.fill([name, walk.patient.bornOn].filter((part) => part !== null).join(' '))
  await page.locator('[id^="found-"]').filter({ hasText: name }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}

/** Goes to one of the page's parts by its tab. */
export async function openTab({ page, words }: Walk, tab: string): Promise<void> {
  const label = words(`patients:tab.${tab}`)
  const tabs = page.getByRole('tab').filter({ hasText: label })
  await tabs.click()
  await page.locator('[role="tab"][aria-selected="true"]').filter({ hasText: label }).waitFor()
}

/** One of the work lists, by its chip. */
export async function openList(walk: Walk, list: WorkListName): Promise<void> {
  const { page, words } = walk
  const name = words(`lists:name.${list}`)
  await goTo(walk, 'lists')
  const lists = page.getByRole('group', { name: words('lists:title'), exact: true })
  await lists.getByRole('button').filter({ hasText: name }).first().click()
  await page.getByRole('region', { name, exact: true }).waitFor()
}

/** The panel of what is selected on the day board. */
export function selected({ page, words }: Walk): Locator {
  return page.getByRole('complementary', { name: words('day:selected'), exact: true })
}

/** Waits until the selected booking is the patient's and stands so. */
export async function waitForStatus(walk: Walk, status: string): Promise<void> {
  const panel = selected(walk)
  await panel.getByRole('heading', { name: patientName(walk), exact: true }).waitFor()
  await panel
    .getByText(walk.words(`day:status.${status}`), { exact: true })
    .first()
    .waitFor()
}

/** Selects the patient's booking in one of the states, turning the board's columns until it is in sight. */
export async function selectBooking(walk: Walk, states: readonly string[]): Promise<void> {
  const { page, words } = walk
  const inState = states.map((state) => `[data-status="${state}"]`).join(', ')
  const booking = page
    .locator(`[data-booking][title*="${patientName(walk)}"]`)
    .and(page.locator(inState))
  const turn = page.getByRole('button', { name: words('day:laterDoctors'), exact: true })
  while (!(await booking.isVisible()) && (await turn.isEnabled())) await turn.click()
  await booking.click()
  await selected(walk)
    .getByRole('heading', { name: patientName(walk), exact: true })
    .waitFor()
}

/** Someone else sits down at the desk. */
export async function changeSeat(
  walk: Walk,
  sitDown: Parameters<typeof signInAs>[1],
): Promise<void> {
  await leave(walk)
  await signInAs(walk, sitDown)
}

/** Fills text fields by the keys of their labels. */
export async function fillAll(
  walk: Walk,
  within: Locator,
  namespace: string,
  values: Record<string, string>,
): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    await field(within, walk.words(`${namespace}:${label}`)).fill(value)
  }
}
