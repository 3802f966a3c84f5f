/** Arrival and visit: the steps of the day, the doctor's text through a kill, signature, addendum. */
import type { Locator } from 'playwright-core'
import { field, leave, signInWith } from '../../helpers/hands.ts'
import { anyValue } from '../../helpers/words.ts'
import type { Walk } from '../walk.ts'
import { waitForRead } from './booking.ts'
import { orderStep } from './laboratory.ts'
import { referSteps } from './referral.ts'
import { selectBooking, type Step, waitForStatus } from './step.ts'

export const visitSteps: Step[] = [
  { title: 'Arrival: checked in and called', run: arrive },
  { title: 'Visit: the doctor takes the patient into the room and writes', run: write },
  { title: 'Visit: the text survives a kill of the program', run: surviveKill },
  ...referSteps,
  orderStep,
  { title: 'Visit: signed, with an addendum', run: sign },
]

async function arrive(walk: Walk): Promise<void> {
  await selectToday(walk)
  await walk.page.keyboard.press('Space')
  await waitForStatus(walk, 'arrived')
  await walk.picture('arrived')
  await walk.page.keyboard.press('Space')
  await waitForStatus(walk, 'called')
}

/** On today's board, the patient's booking that is still to come. */
async function selectToday(walk: Walk): Promise<void> {
  await waitForRead(walk)
  await walk.page.keyboard.press('KeyT')
  await waitForRead(walk)
  await selectBooking(walk, ['confirmed', 'called', 'in-room'])
}

async function signInAsDoctor(walk: Walk): Promise<void> {
  await signInWith(walk, walk.chosen.doctor.login)
  await selectToday(walk)
}

async function write(walk: Walk): Promise<void> {
  const { page, words, invented } = walk
  await leave(walk)
  await signInAsDoctor(walk)
  await page.keyboard.press('Space')
  await waitForStatus(walk, 'in-room')
  await walk.picture('in-room')
  await page.keyboard.press('Space')
  const sheet = page.getByRole('region', { name: words('visit:writing'), exact: true })
  const start = page.getByRole('button', { name: words('visit:start.button') })
  await start.or(sheet).waitFor()
  if (await start.isVisible()) await start.click()
  const { complaint, findings, diagnosis, diagnosisCode } = invented.texts
  await sheet.waitFor()
  for (const [name, text] of Object.entries({ complaint, findings, diagnosis, diagnosisCode })) {
    await writtenField(walk, name).fill(text)
  }
  // The codes that begin like this one are offered until the field is left.
  await page.keyboard.press('Tab')
  await waitUntilSaved(walk)
  await walk.picture('visit-draft')
}

/** A field of the visit's sheet; that of the code offers a list. */
function writtenField({ page, words }: Walk, name: string): Locator {
  const label = words(`visit:field.${name}`)
  return name === 'diagnosisCode'
    ? page.getByRole('combobox', { name: label, exact: true })
    : field(page, label)
}

/** Every key so far is on the disk. */
async function waitUntilSaved({ page, words }: Walk): Promise<void> {
  await page.getByText(anyValue(words, 'visit:draft.saved', 'time')).waitFor()
}

/** The plan is typed, and the power goes. */
async function surviveKill(walk: Walk): Promise<void> {
  const { page, words, invented } = walk
  await field(page, words('visit:field.plan')).pressSequentially(invented.texts.plan)
  await waitUntilSaved(walk)
  await walk.window.kill()
  await walk.open()
  await signInAsDoctor(walk)
  await walk.page.keyboard.press('Space')
  const { complaint, findings, diagnosis, diagnosisCode, plan } = invented.texts
  const written = { complaint, findings, diagnosis, diagnosisCode, plan }
  for (const [name, text] of Object.entries(written)) {
    const kept = await writtenField(walk, name).inputValue()
    if (kept !== text) throw new Error(`Of the ${name} only “${kept}” was left after the kill.`)
  }
  await walk.picture('visit-after-kill')
}

async function sign(walk: Walk): Promise<void> {
  const { page, words, invented, chosen } = walk
  await field(page, words('visit:field.plan')).click()
  await page.keyboard.press('Control+Enter')
  const addendum = field(page, words('visit:addendum.title'))
  await addendum.waitFor()
  if ((await page.getByRole('textbox', { name: words('visit:field.plan') }).count()) > 0) {
    throw new Error('A signed visit can still be written on.')
  }
  await walk.picture('visit-signed')
  await addendum.fill(invented.texts.addendum)
  await page.keyboard.press('Control+Enter')
  const { family } = chosen.doctor.name
  await page.getByText(anyValue(words, 'visit:addendum.by', 'doctor', 'moment')).waitFor()
  await page.getByText(invented.texts.addendum, { exact: true }).waitFor()
  if (!(await page.getByText(family).first().isVisible())) {
    throw new Error('The addendum does not say who wrote it.')
  }
  await walk.savePaper(page, 'visit-summary')
  await walk.picture('visit-addendum')
}
