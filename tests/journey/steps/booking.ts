/** Booking: a free time, requested and confirmed, an overlap refused, moved, another one cancelled. */
import type { Locator } from 'playwright-core'
import { addMinutes } from '../../../main/clinic/shared/days.ts'
import { fullName } from '../../../main/clinic/shared/names.ts'
import { button, field, pick } from '../../helpers/hands.ts'
import { anyValue } from '../../helpers/words.ts'
import type { Walk } from '../walk.ts'
import { openPatient, patientName, selected, type Step, waitForStatus } from './step.ts'

export const bookingSteps: Step[] = [
  { title: 'Booking: a free time is found and requested', run: requestBooking },
  { title: 'Booking: confirmed', run: confirmBooking },
  { title: 'Booking: an overlap is refused, the clashing one named', run: refuseOverlap },
  { title: 'Booking: moved to today', run: moveBooking },
  { title: 'Booking: another one in one step, cancelled with a reason', run: cancelAnother },
]

/** A free quarter of an hour before the booking, too short for the service: the board's grid. */
const quarterMinutes = 15

/** On a day with room around it; that the doctor has time today as well is for the move. */
async function requestBooking(walk: Walk): Promise<void> {
  const { page, words, smtp } = walk
  const after = smtp.mails.length
  const finder = await openFinder(walk)
  await chooseDoctor(walk, finder)
  const time = await roomyTime(walk, finder)
  await walk.picture('free-times')
  await finder.getByRole('button', { name: time, exact: true }).click()
  const dialog = page.getByRole('dialog').filter({ hasText: patientName(walk) })
  await dialog.getByRole('checkbox', { name: words('day:asRequested'), exact: true }).click()
  await button(dialog, words('day:bookAsRequested')).click()
  await dialog.waitFor({ state: 'detached' })
  await waitForStatus(walk, 'requested')
  await walk.picture('requested')
  await mailsToBoth(walk, { after })
}

/** From the patient's page: whose booking it is to be is known then. */
async function openFinder(walk: Walk): Promise<Locator> {
  const { page, words } = walk
  await openPatient(walk)
  await page.keyboard.press('KeyB')
  await waitForBoard(walk)
  const chosen = words('day:choosingTime', { name: patientName(walk) })
  await page.getByRole('status').filter({ hasText: chosen }).waitFor()
  await page.keyboard.press('KeyF')
  return page.getByRole('dialog', { name: words('day:find.title') })
}

async function waitForBoard({ page, words }: Walk): Promise<void> {
  await page.getByRole('region', { name: words('day:board'), exact: true }).waitFor()
}

/** Until the board shows the day that its head says. */
export async function waitForRead(walk: Walk): Promise<void> {
  await waitForBoard(walk)
  await walk.page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
}

const timeButton = { name: /^\d\d:\d\d$/ }

/** The first of those whom the story fits who still has time for the service today. */
async function chooseDoctor(walk: Walk, finder: Locator): Promise<void> {
  const { page, wish } = walk
  const [services, doctors] = [
    finder.getByRole('combobox').nth(0),
    finder.getByRole('combobox').nth(1),
  ]
  for (const { service, doctor } of walk.candidates) {
    const name = fullName(doctor.name, wish.language)
    await pick(page, services, service.name[wish.language])
    await pick(page, doctors, name)
    const times = await offeredTimes(walk, finder)
    if (times.length === 0) continue
    walk.choose({ service, doctor, timesToday: times })
    return
  }
  throw new Error('None of the doctors whom the story fits has time today.')
}

/** The times of the day that is shown. */
async function offeredTimes({ words }: Walk, finder: Locator): Promise<string[]> {
  const nothing = finder.getByRole('heading', { name: words('day:find.nothing'), exact: true })
  const settled = finder.locator('[aria-busy="false"]')
  await settled.waitFor()
  if (await nothing.isVisible()) return []
  return settled.getByRole('button', timeButton).allInnerTexts()
}

/** Goes on, day by day, to a time with a free quarter of an hour before it. */
async function roomyTime(walk: Walk, finder: Locator): Promise<string> {
  const { words } = walk
  const nextDay = finder.getByRole('button', { name: words('day:keys.dayAfter'), exact: true })
  for (let day = 0; day < 21; day += 1) {
    await nextDay.first().click()
    const times = await offeredTimes(walk, finder)
    const found = times.find((time) => times.includes(later(time, -quarterMinutes)))
    if (found !== undefined) return found
  }
  throw new Error('For three weeks there is no time with room around it.')
}

function later(time: string, minutes: number): string {
  return addMinutes(`2026-11-24T${time}:00.000Z`, minutes).slice(11, 16)
}

async function confirmBooking(walk: Walk): Promise<void> {
  const after = walk.smtp.mails.length
  await walk.page.keyboard.press('Space')
  await waitForStatus(walk, 'confirmed')
  await walk.picture('confirmed')
  await mailsToBoth(walk, { after, calendar: 'REQUEST' })
}

/** The time before the booking is free, and too short for what is wished. */
async function refuseOverlap(walk: Walk): Promise<void> {
  const { page, words } = walk
  const other = await otherPatient(walk)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: words('day:patient'), exact: true }).fill(other)
  await dialog.getByRole('option').filter({ hasText: other }).first().click()
  const services = dialog.getByRole('combobox', { name: words('day:fact.service'), exact: true })
  await pick(page, services, walk.chosen.service.name[walk.wish.language])
  await button(dialog, words('day:bookAsConfirmed')).click()
  await dialog
    .getByRole('alert')
    .filter({ hasText: patientName(walk) })
    .waitFor()
  await walk.picture('overlap-refused')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.keyboard.press('ArrowDown')
  await waitForStatus(walk, 'confirmed')
}

/** Somebody else of today's board. */
async function otherPatient(walk: Walk): Promise<string> {
  const titles = await walk.page
    .locator('[data-booking]')
    .evaluateAll((blocks) => blocks.map((block) => block.getAttribute('title') ?? ''))
  const names = titles.map((title) => title.split('\n')[0]?.replace(/^\S+ /, '') ?? '')
  const other = names.find((name) => name !== '' && name !== patientName(walk))
  if (other === undefined) throw new Error('Nobody else is on the board.')
  return other
}

/** A time has come free today: the booking is taken up, today is opened, and it is put down. */
async function moveBooking(walk: Walk): Promise<void> {
  const { page, words, smtp } = walk
  const after = smtp.mails.length
  await page.keyboard.press('Control+KeyX')
  const moving = words('day:moving', { name: patientName(walk) })
  const banner = page.getByRole('status').filter({ hasText: moving })
  await banner.waitFor()
  const dayShown = await dayTitle(walk)
  await page.keyboard.press('KeyT')
  await page.getByRole('button', { name: dayShown, exact: true }).waitFor({ state: 'detached' })
  await waitForRead(walk)
  await walkToTime(walk, walk.chosen.timesToday)
  await walk.picture('moving')
  await page.keyboard.press('Control+KeyV')
  await banner.waitFor({ state: 'detached' })
  await waitForStatus(walk, 'confirmed')
  await walk.picture('moved')
  await mailsToBoth(walk, { after, calendar: 'REQUEST' })
}

/** The name of the button in the head that says which day the board shows. */
export async function dayTitle({ page, words }: Walk): Promise<string> {
  const title = page.getByRole('button', { name: anyValue(words, 'day:chooseDay', 'day') })
  return (await title.getAttribute('aria-label')) ?? ''
}

/** From the doctor's first free time down the column, to one with room for the service. */
async function walkToTime(walk: Walk, times: readonly string[]): Promise<void> {
  const { page, words } = walk
  const heading = selected(walk).getByRole('heading', { level: 2 })
  const free = anyValue(words, 'day:freeAt', 'time')
  await page.keyboard.press('KeyG')
  for (let presses = 0; presses < 60; presses += 1) {
    const here = await heading.innerText()
    const slot = free.test(here) ? (/\d\d:\d\d/.exec(here)?.[0] ?? null) : null
    if (slot !== null && times.some((time) => isInSlot(slot, time))) return
    await page.keyboard.press('ArrowDown')
    await heading.filter({ hasNotText: here }).waitFor()
  }
  throw new Error(`None of the times ${times.join(', ')} is on the board.`)
}

/** The board's free places end with the quarters of the hour; what fits later in one fits at its start. */
function isInSlot(slot: string, time: string): boolean {
  return slot <= time && time < later(slot, quarterMinutes)
}

/** Straight to confirmed, and given up again. */
async function cancelAnother(walk: Walk): Promise<void> {
  const { page, invented, smtp, words } = walk
  await bookTomorrow(walk)
  await walk.picture('booked-in-one-step')
  const after = smtp.mails.length
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('dialog')
  await field(dialog, words('day:cancelReason')).fill(invented.texts.cancelReason)
  await walk.picture('cancel')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await mailsToBoth(walk, { after, calendar: 'CANCEL' })
}

/** The last free time of the next day on which there is one, as confirmed. */
export async function bookTomorrow(walk: Walk): Promise<void> {
  const { page, words, wish, smtp, chosen } = walk
  const after = smtp.mails.length
  const finder = await openFinder(walk)
  await pick(page, finder.getByRole('combobox').nth(0), chosen.service.name[wish.language])
  await pick(page, finder.getByRole('combobox').nth(1), fullName(chosen.doctor.name, wish.language))
  await roomyTime(walk, finder)
  await finder.locator('[aria-busy="false"]').getByRole('button', timeButton).last().click()
  const dialog = page.getByRole('dialog').filter({ hasText: patientName(walk) })
  await button(dialog, words('day:bookAsConfirmed')).click()
  await dialog.waitFor({ state: 'detached' })
  await waitForStatus(walk, 'confirmed')
  await mailsToBoth(walk, { after, calendar: 'REQUEST' })
}

/** Waits until patient and doctor have been written to. */
export async function mailsToBoth(
  walk: Walk,
  what: { after: number; calendar?: string },
): Promise<void> {
  const { chosen, patient } = walk
  await walk.mail({ ...what, to: chosen.doctor.email })
  if (patient.email !== null) await walk.mail({ ...what, to: patient.email })
}
