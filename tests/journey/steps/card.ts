/** The medical card: filled in, submitted, returned with a reason, put right, approved. */
import { button, field } from '../../helpers/hands.ts'
import type { Walk } from '../walk.ts'
import {
  changeSeat,
  fillAll,
  openList,
  openPatient,
  openTab,
  patientName,
  type Step,
} from './step.ts'

export const cardSteps: Step[] = [
  { title: 'Medical card: filled in and submitted', run: submitCard },
  { title: 'Medical card: returned with a reason', run: returnCard },
  { title: 'Medical card: put right and submitted again', run: submitAgain },
  { title: 'Medical card: approved', run: approveCard },
]

async function submitCard(walk: Walk): Promise<void> {
  const { page, words, invented } = walk
  const { allergies, chronicConditions, medicines, emergencyContact } = invented.texts
  await openPatient(walk)
  await openTab(walk, 'card')
  const panel = page.getByRole('tabpanel')
  const create = button(panel, words('patients:card.create'))
  await create.or(field(panel, words('patients:card.allergies'))).waitFor()
  if (await create.isVisible()) await create.click()
  await field(panel, words('patients:card.allergies')).waitFor()
  const texts = { allergies, chronicConditions, medicines, emergencyContact }
  for (const [name, text] of Object.entries(texts)) {
    await field(panel, words(`patients:card.${name}`)).fill(text)
  }
  await walk.picture('card')
  await submit(walk)
  await walk.picture('card-submitted')
}

async function submit(walk: Walk): Promise<void> {
  const { page, words } = walk
  await page.keyboard.press('Control+Enter')
  const panel = page.getByRole('tabpanel')
  await panel.getByText(words('patients:card.state.submitted'), { exact: true }).waitFor()
}

async function returnCard(walk: Walk): Promise<void> {
  const { page, words, invented, smtp } = walk
  const after = smtp.mails.length
  await changeSeat(walk, 'doctor')
  await chooseCard(walk)
  await page.keyboard.press('KeyR')
  const dialog = page.getByRole('dialog', { name: words('patients:card.returnTitle') })
  await field(dialog, words('patients:card.reason')).fill(invented.texts.returnReason)
  await walk.picture('card-return')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await mailToPatient(walk, words('mail:card-returned.subject'), after)
}

/** Of the cards that wait, the patient's. */
async function chooseCard(walk: Walk): Promise<void> {
  const { page, words } = walk
  await openList(walk, 'cards')
  const name = patientName(walk)
  await page.getByRole('option').filter({ hasText: name }).click()
  await page.getByRole('heading', { level: 2, name, exact: true }).waitFor()
  await button(page, words('patients:card.approve')).waitFor()
}

async function submitAgain(walk: Walk): Promise<void> {
  const { page, words, invented } = walk
  await changeSeat(walk, 'receptionist')
  await openPatient(walk)
  await openTab(walk, 'card')
  const panel = page.getByRole('tabpanel')
  const reason = invented.texts.returnReason
  await panel.getByText(words('patients:card.returnedFor', { reason }), { exact: true }).waitFor()
  await fillAll(walk, panel, 'patients', { 'card.note': invented.texts.note })
  await walk.picture('card-put-right')
  await submit(walk)
}

async function approveCard(walk: Walk): Promise<void> {
  const { page, words, smtp } = walk
  const after = smtp.mails.length
  await changeSeat(walk, 'doctor')
  await chooseCard(walk)
  await walk.picture('card-decision')
  await page.keyboard.press('KeyA')
  await page
    .getByRole('option')
    .filter({ hasText: patientName(walk) })
    .waitFor({ state: 'detached' })
  await mailToPatient(walk, words('mail:card-approved.subject'), after)
  await changeSeat(walk, 'receptionist')
  await openPatient(walk)
  await openTab(walk, 'card')
  const approved = page.getByRole('tabpanel').getByText(words('patients:card.state.approved'), {
    exact: true,
  })
  await approved.waitFor()
  await walk.picture('card-approved')
}

/** Mails are in the language of whoever reads them: a list's patient may have another one. */
async function mailToPatient(walk: Walk, says: string, after: number): Promise<void> {
  const { email } = walk.patient
  if (email === null) return
  const isInvented = walk.wish.patientsFile === null
  await walk.mail({ to: email, after, ...(isInvented ? { says } : {}) })
}
