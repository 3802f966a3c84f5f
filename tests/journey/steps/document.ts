/** A document of the clinic: written at the front desk, approved out of the task it makes, signed. */
import samples from '../../../resources/document-types.json' with { type: 'json' }
import { button, field, pick } from '../../helpers/hands.ts'
import type { Walk } from '../walk.ts'
import { changeSeat, openList, openPatient, openTab, type Step } from './step.ts'

export const documentSteps: Step[] = [
  { title: 'Document: a contract is written and given on for approval', run: writeContract },
  { title: 'Document: returned with a remark, which is a task of its author', run: returnIt },
  { title: 'Document: put right, approved and signed out of the task', run: approve },
]

const contract = samples.find(({ name }) => name.en === 'Contract for services')

function contractField(walk: Walk, key: string): string {
  const label = contract?.fields.find((one) => one.key === key)?.label
  if (label === undefined) throw new Error(`A contract has no field ${key}.`)
  return label[walk.wish.language]
}

async function writeContract(walk: Walk): Promise<void> {
  const { page, words, invented, wish } = walk
  const { services } = invented.texts.contract
  await changeSeat(walk, 'receptionist')
  await openPatient(walk)
  await openTab(walk, 'papers')
  await page.getByRole('button', { name: words('documents:begin'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: words('documents:begin') })
  const kind = dialog.getByRole('combobox', { name: words('documents:type') })
  await pick(page, kind, contract?.name[wish.language] ?? '')
  await button(dialog, words('documents:beginIt')).click()
  await dialog.waitFor({ state: 'detached' })
  await field(page, contractField(walk, 'services')).fill(services)
  await field(page, contractField(walk, 'price')).fill('180')
  await field(page, contractField(walk, 'first-day')).fill('01.12.2026')
  await standing(walk)
    .getByRole('status')
    .filter({ hasText: words('documents:saved') })
    .waitFor()
  await walk.picture('document')
  await forward(walk, 'submit', 'review')
}

const standing = ({ page, words }: Walk) =>
  page.getByRole('complementary', { name: words('documents:standing'), exact: true })

/** The step that leads on, and where the document stands then. */
async function forward(walk: Walk, action: string, to: string): Promise<void> {
  // The tasks below it begin with the same word.
  await button(standing(walk), walk.words(`documents:action.${action}`))
    .first()
    .waitFor()
  await walk.page.keyboard.press('Control+Enter')
  await standing(walk).locator(`[data-state="${to}"]`).waitFor()
}

/** Out of the list of tasks: the document's own, of the patient. */
async function openFromTask(walk: Walk): Promise<void> {
  const { page, words } = walk
  await openList(walk, 'tasks')
  await page
    .getByRole('grid')
    .getByRole('row')
    .filter({ hasText: contract?.name[walk.wish.language] ?? '' })
    .filter({ hasText: walk.patient.name.family })
    .click()
  await walk.picture('task')
  await page.getByRole('link', { name: words('tasks:focus.document'), exact: true }).click()
  await standing(walk).waitFor()
}

async function returnIt(walk: Walk): Promise<void> {
  const { page, words, invented } = walk
  await changeSeat(walk, 'administrator')
  await openFromTask(walk)
  await button(standing(walk), words('documents:action.return')).first().waitFor()
  await page.keyboard.press('KeyR')
  const remark = page.getByRole('dialog')
  await field(remark, words('documents:remark.return')).fill(invented.texts.contract.remark)
  await button(remark, words('documents:action.return')).click()
  await standing(walk).locator('[data-state="returned"]').waitFor()
}

async function approve(walk: Walk): Promise<void> {
  const { page, invented } = walk
  const { remark, conditions } = invented.texts.contract
  await changeSeat(walk, 'receptionist')
  await openFromTask(walk)
  await page.getByRole('note').getByText(remark, { exact: true }).waitFor()
  await field(page, contractField(walk, 'conditions')).fill(conditions)
  await forward(walk, 'submit', 'review')
  await changeSeat(walk, 'administrator')
  await openFromTask(walk)
  await forward(walk, 'approve', 'approved')
  await forward(walk, 'sign', 'signed')
  await page.locator('canvas[data-drawn]').first().waitFor()
  await walk.picture('document-signed')
}
