/** Registration: by hand with a warning of a likely duplicate, or from a list. */
import path from 'node:path'
import type { Locator } from 'playwright-core'
import type { HumanName } from '../../../main/clinic/shared/names.ts'
import { button, choose, field, goTo, signInAs } from '../../helpers/hands.ts'
import type { Walk } from '../walk.ts'
import { fillAll, openPatient, patientName, type Step } from './step.ts'

const byHand: Step[] = [
  { title: 'Registration: a patient with consent', run: register },
  { title: 'Registration: a likely duplicate is warned of', run: warnOfDuplicate },
]

const fromList: Step[] = [
  { title: 'Registration: a list is shown before it is taken', run: previewList },
  { title: 'Registration: the list is taken', run: takeList },
]

export function registrationSteps(patientsFile: string | null): Step[] {
  return patientsFile === null ? byHand : fromList
}

async function register(walk: Walk): Promise<void> {
  const { page, words, invented } = walk
  const { patient } = invented
  await signInAs(walk, 'receptionist')
  const form = await openForm(walk)
  await fillName(walk, form, patient.name)
  await field(form, words('patients:bornOn')).fill(patient.bornOn)
  await choose(form, words('patients:sex'), words('patients:sexes.female'))
  await field(form, words('patients:phoneNumber', { number: 1 })).fill(patient.phone)
  await fillAll(walk, form, 'patients', {
    email: patient.email,
    address: patient.address,
    documentNumber: patient.documentNumber,
    'consent.textVersion': '2026-01',
  })
  await walk.picture('registration')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { level: 1, name: patientName(walk), exact: true }).waitFor()
  await walk.picture('registered')
}

/** The same person in other letters: it is warned of, and could be registered all the same. */
async function warnOfDuplicate(walk: Walk): Promise<void> {
  const { page, words, invented } = walk
  const form = await openForm(walk)
  await fillName(walk, form, invented.patient.twin)
  await field(form, words('patients:phoneNumber', { number: 1 })).fill(invented.patient.phone)
  const warning = form.getByRole('complementary').filter({ hasText: patientName(walk) })
  await warning
    .getByText(words('patients:duplicates.reason.same-phone'), { exact: true })
    .first()
    .waitFor()
  const submit = button(form, words('patients:register'))
  if (await submit.isDisabled()) throw new Error('A likely duplicate blocks the registration.')
  await walk.picture('likely-duplicate')
  await page.keyboard.press('Escape')
  await button(form, words('patients:discard')).click()
  await form.waitFor({ state: 'detached' })
}

async function openForm(walk: Walk): Promise<Locator> {
  const { page, words } = walk
  await goTo(walk, 'patients')
  await page
    .getByRole('heading', { level: 1, name: words('patients:title'), exact: true })
    .waitFor()
  await page.keyboard.press('Control+KeyN')
  const form = page.getByRole('dialog', { name: words('patients:registerTitle') })
  await field(form, words('patients:family')).waitFor()
  return form
}

async function fillName(walk: Walk, form: Locator, name: HumanName): Promise<void> {
  const { family, given, patronymic } = name
  await fillAll(walk, form, 'patients', { family, given })
  if (patronymic !== null) await field(form, walk.words('patients:patronymic')).fill(patronymic)
}

/** The journey goes on with the first row that has nothing wrong with it. */
async function previewList(walk: Walk): Promise<void> {
  const { page, words, wish } = walk
  const file = path.resolve(wish.patientsFile ?? '')
  await signInAs(walk, 'receptionist')
  await goTo(walk, 'patients')
  await button(page, words('patients:importList')).click()
  const dialog = page.getByRole('dialog', { name: words('patients:import.title') })
  await dialog.waitFor()
  await page.locator('input[type="file"]').setInputFiles(file)
  const table = dialog.getByRole('region', { name: path.basename(file), exact: true })
  const shown = table.or(dialog.getByRole('alert'))
  await shown.first().waitFor()
  await walk.picture('list')
  if (!(await table.isVisible())) throw new Error(await shown.first().innerText())
  walk.patient = await firstGoodRow(walk, table)
}

async function firstGoodRow({ words }: Walk, table: Locator): Promise<Walk['patient']> {
  const heads = await table.locator('thead th').allInnerTexts()
  const row = table.locator('tbody tr:not([data-bad]):has(td:nth-child(2))').first()
  const cells = await row.locator('td').allInnerTexts()
  const read = (column: string) => {
    const at = heads.indexOf(words(`patients:import.column.${column}`))
    const text = at === -1 ? '' : (cells[at] ?? '').replaceAll(/\s+/g, ' ').trim()
    return text === '' ? null : text
  }
  const family = read('family')
  const given = read('given')
  if (family === null || given === null) throw new Error('The list has no row that can be taken.')
  const name = { family, given, patronymic: read('patronymic') }
  return { name, bornOn: read('born_on'), email: read('email') }
}

async function takeList(walk: Walk): Promise<void> {
  const { page, words } = walk
  const dialog = page.getByRole('dialog', { name: words('patients:import.title') })
  await page.keyboard.press('Enter')
  const finish = button(dialog, words('patients:import.finish'))
  await finish.waitFor({ timeout: 120_000 })
  await walk.picture('list-taken')
  await finish.click()
  await openPatient(walk)
  await walk.picture('first-of-the-list')
  // Without a consent no card can be submitted: the list's columns may not have had it.
  if (!(await page.getByText(words('patients:consent.missing')).first().isVisible())) return
  await page.keyboard.press('KeyC')
  const consent = page.getByRole('dialog')
  await field(consent, words('patients:consent.textVersion')).waitFor()
  await page.keyboard.press('Control+Enter')
  await consent.waitFor({ state: 'detached' })
  await walk.picture('consent')
}
