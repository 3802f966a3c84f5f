/** Booking: a free time, requested and confirmed, an overlap refused, moved, another one cancelled. */
import type { Locator } from 'playwright-core'
import { demoCountryFor } from '../../../main/demo/countries.ts'
import { demoServices } from '../../../main/demo/catalogue.ts'
import { addMinutes } from '../../../main/clinic/shared/days.ts'
import { fullName } from '../../../main/clinic/shared/names.ts'
import { button, field, goTo, pick } from '../../helpers/hands.ts'
import type { Walk } from '../walk.ts'
import { openPatient, patientName, type Step, waitForStatus } from './step.ts'

export const bookingSteps: Step[] = [
  { title: 'Booking: a free time is found and requested', run: requestBooking },
  { title: 'Booking: confirmed', run: confirmBooking },
  { title: 'Booking: an overlap is refused, the clashing one named', run: refuseOverlap },
  { title: 'Booking: moved to another time', run: moveBooking },
  { title: 'Booking: another one in one step, cancelled with a reason', run: cancelAnother },
]

/** The half hour with the ear, nose and throat doctor that the journey is about. */
const visitMinutes = 30
const boardStepMinutes = 15

export function serviceName(walk: Walk, code: string): string {
  const { language } = walk.wish
  const service = demoServices(demoCountryFor(language)).find((one) => one.code === code)
  if (service === undefined) throw new Error(`The demo clinic has no service ${code}.`)
  return service.name[language]
}

async function requestBooking(walk: Walk): Promise<void> {
  const { page, words, smtp } = walk
  const after = smtp.mails.length
  const finder = await findTimes(walk, 'EN-01')
  const times = await offeredTimes(finder)
  await walk.picture('free-times')
  await finder.getByRole('button', { name: roomyTime(times), exact: true }).click()
  const dialog = page.getByRole('dialog').filter({ hasText: patientName(walk) })
  await dialog.getByRole('checkbox', { name: words('day:asRequested'), exact: true }).click()
  await button(dialog, words('day:bookAsRequested')).click()
  await dialog.waitFor({ state: 'detached' })
  await waitForStatus(walk, 'requested')
  await walk.picture('requested')
  await mailsToBoth(walk, { after })
}

/** From the patient's page: whose booking it is to be is known then. */
export async function findTimes(walk: Walk, code: string): Promise<Locator> {
  const { page, words, doctor, wish } = walk
  await openPatient(walk)
  await page.keyboard.press('KeyB')
  await page.getByRole('region', { name: words('day:board'), exact: true }).waitFor()
  const chosen = words('day:choosingTime', { name: patientName(walk) })
  await page.getByRole('status').filter({ hasText: chosen }).waitFor()
  await page.keyboard.press('KeyF')
  const finder = page.getByRole('dialog', { name: words('day:find.title') })
  const lists = finder.getByRole('combobox')
  await pick(page, lists.nth(0), serviceName(walk, code))
  await pick(page, lists.nth(1), fullName(doctor.name, wish.language))
  return finder
}

async function offeredTimes(finder: Locator): Promise<string[]> {
  const times = finder.getByRole('button', { name: /^\d\d:\d\d$/ })
  await times.first().waitFor()
  return times.allInnerTexts()
}

/** A time with a free quarter of an hour before it, and as much room again behind it. */
function roomyTime(times: readonly string[]): string {
  const free = new Set(times)
  const found = times.find(
    (time) => free.has(later(time, -boardStepMinutes)) && free.has(later(time, visitMinutes)),
  )
  if (found === undefined) throw new Error(`No time with room around it: ${times.join(', ')}`)
  return found
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

/** The quarter of an hour before the booking is free, and too short for what is wished. */
async function refuseOverlap(walk: Walk): Promise<void> {
  const { page, words } = walk
  const other = await otherPatient(walk)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: words('day:patient'), exact: true }).fill(other)
  await dialog.getByRole('option').filter({ hasText: other }).first().click()
  const services = dialog.getByRole('combobox', { name: words('day:fact.service'), exact: true })
  await pick(page, services, serviceName(walk, 'EN-01'))
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

async function moveBooking(walk: Walk): Promise<void> {
  const { page, words, smtp } = walk
  const after = smtp.mails.length
  await page.keyboard.press('Control+KeyX')
  const banner = page.getByRole('status').filter({
    hasText: words('day:moving', { name: patientName(walk) }),
  })
  await banner.waitFor()
  await page.keyboard.press('ArrowDown')
  await walk.picture('moving')
  await page.keyboard.press('Control+KeyV')
  await banner.waitFor({ state: 'detached' })
  await waitForStatus(walk, 'confirmed')
  await walk.picture('moved')
  await mailsToBoth(walk, { after, calendar: 'REQUEST' })
}

/** The time that the move left free, booked by a few letters and two Enters, and given up again. */
async function cancelAnother(walk: Walk): Promise<void> {
  const { page, words, invented, smtp } = walk
  const before = smtp.mails.length
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  const finder = dialog.getByRole('combobox', { name: words('day:patient'), exact: true })
  await finder.pressSequentially(patientName(walk))
  await page.keyboard.press('Enter')
  await button(dialog, words('day:bookAsConfirmed')).waitFor()
  await walk.picture('booked-in-one-step')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await waitForStatus(walk, 'confirmed')
  await mailsToBoth(walk, { after: before, calendar: 'REQUEST' })
  const after = smtp.mails.length
  await page.keyboard.press('Delete')
  await field(page.getByRole('dialog'), words('day:cancelReason')).fill(invented.texts.cancelReason)
  await walk.picture('cancel')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await mailsToBoth(walk, { after, calendar: 'CANCEL' })
  await goTo(walk, 'day')
  await walk.picture('day')
}

/** Waits until patient and doctor have been written to. */
export async function mailsToBoth(
  walk: Walk,
  what: { after: number; calendar?: string },
): Promise<void> {
  const { doctor, patient } = walk
  await walk.mail({ ...what, to: doctor.email })
  if (patient.email !== null) await walk.mail({ ...what, to: patient.email })
}
