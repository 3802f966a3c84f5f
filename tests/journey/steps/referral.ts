/** Referrals: one to another clinic as a PDF, one inside the clinic that the front desk books. */
import { demoCountryFor } from '../../../main/demo/countries.ts'
import { demoServices } from '../../../main/demo/catalogue.ts'
import { choose, field, leave, pick, signInWith } from '../../helpers/hands.ts'
import type { Walk } from '../walk.ts'
import { changeSeat, openList, openPatient, patientName, type Step } from './step.ts'

/** In the visit, before it is signed. */
export const referSteps: Step[] = [
  { title: 'Referral: issued, a PDF with its number', run: referElsewhere },
  { title: 'Referral: issued to a colleague of the clinic', run: referInside },
]

export const bookReferralSteps: Step[] = [
  { title: 'Referral: the front desk books the wish', run: bookWish },
  { title: 'Referral: its doctor sees when', run: seeBooked },
  { title: 'Timeline: visit, result, referrals and document on one line', run: seeTimeline },
]

async function referElsewhere(walk: Walk): Promise<void> {
  const { page, words, invented } = walk
  const { specialty, organization, reason } = invented.texts.referral
  await page.keyboard.press('Alt+KeyR')
  const dialog = page.getByRole('dialog', { name: words('visit:referral.title1') })
  const list = dialog.getByRole('combobox', { name: words('visit:referral.specialty') })
  await list.or(field(dialog, words('visit:referral.specialty'))).fill(specialty)
  await field(dialog, words('visit:referral.organization')).fill(organization)
  await choose(dialog, words('visit:referral.priority'), words('visit:priority.urgent'))
  await field(dialog, words('visit:referral.reason')).fill(reason)
  await walk.picture('referral')
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
  await walk.savePaper(page, 'referral')
  await walk.picture('referral-issued')
}

/** To the heart doctor of the house. */
function wished({ wish }: Walk): string {
  const service = demoServices(demoCountryFor(wish.language)).find(({ code }) => code === 'CA-01')
  if (service === undefined) throw new Error('The demo clinic has no heart doctor.')
  return service.name[wish.language]
}

async function referInside(walk: Walk): Promise<void> {
  const { page, words, invented } = walk
  await page.keyboard.press('Alt+KeyR')
  const dialog = page.getByRole('dialog', { name: words('visit:referral.title1') })
  await choose(dialog, words('referrals:where.label'), words('referrals:where.inside'))
  const service = dialog.getByRole('combobox', { name: words('booking:fact.service') })
  await pick(page, service, wished(walk))
  await field(dialog, words('visit:referral.reason')).fill(invented.texts.insideReason)
  await walk.picture('referral-inside')
  await page.keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'detached' })
}

async function bookWish(walk: Walk): Promise<void> {
  const { page, words, patient, smtp } = walk
  const after = smtp.mails.length
  await changeSeat(walk, 'receptionist')
  await openList(walk, 'waitlist')
  await page
    .getByRole('grid')
    .getByRole('row')
    .filter({ hasText: patientName(walk) })
    .click()
  const waits = page.getByRole('complementary', { name: words('booking:waitlist.panel') })
  const free = waits.getByRole('button', { name: /\d\d:\d\d/ })
  await free.first().waitFor()
  await walk.picture('referral-wish')
  await free.first().click()
  await page
    .getByRole('grid')
    .getByRole('row')
    .filter({ hasText: patientName(walk) })
    .waitFor({ state: 'detached' })
  if (patient.email !== null) {
    await walk.mail({ to: patient.email, after, calendar: 'REQUEST' })
  }
}

async function seeBooked(walk: Walk): Promise<void> {
  const { page, words, chosen } = walk
  await leave(walk)
  await signInWith(walk, chosen.doctor.login)
  await openList(walk, 'referrals')
  const line = page
    .getByRole('grid')
    .getByRole('row')
    .filter({ hasText: wished(walk) })
    .filter({ hasText: words('referrals:status.booked') })
  await line.click()
  const panel = page.getByRole('complementary', { name: words('referrals:one'), exact: true })
  await panel.getByText(words('referrals:did.booked')).first().waitFor()
  await panel
    .getByText(/\d\d:\d\d/)
    .first()
    .waitFor()
  await walk.picture('referral-booked')
}

async function seeTimeline(walk: Walk): Promise<void> {
  await openPatient(walk)
  const entry = (kind: string) => walk.page.locator(`[data-kind="${kind}"]`).first()
  for (const kind of ['visit', 'result', 'referral', 'composition']) await entry(kind).waitFor()
  await entry('result').getByRole('button').first().click()
  await entry('result').locator('[aria-expanded="true"]').waitFor()
  await walk.picture('timeline')
}
