/** The record in the real window: an allergy that is noted, a prescription it speaks against, and its repeat. */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { at } from '../../scripts/run/paths.mjs'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, field, leave, signInAs, type Seat, waitForSignIn } from '../helpers/hands.ts'
import { openOwnVisit } from '../helpers/own-visit.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { type Words, wordsOf } from '../helpers/words.ts'

/** Where the guide's pictures stand when they are renewed, and out of the way otherwise. */
const pictures = process.env['RENEW_PICTURES'] === '1' ? at('docs', 'pictures') : at('out', 'tests')

let profile: string
let opened: OpenWindow
let page: Page
let words: Words
let seat: Seat
let patientId = ''

beforeAll(async () => {
  profile = await demoProfile('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  words = await wordsOf('en')
  seat = { page, words }
  await waitForSignIn(seat)
  await signInAs(seat, 'doctor')
  patientId = (await openOwnVisit(seat)).patientId
})
afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
})

const dialog = () => page.getByRole('dialog')
const region = (name: string): Locator => page.getByRole('region', { name, exact: true })

const codeField = () =>
  page.getByRole('combobox', { name: words('visit:field.diagnosisCode'), exact: true })

async function picture(name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: path.join(pictures, `${name}.png`) })
}

test('a diagnosis is coded by words of its name, and its name is taken with it', async () => {
  const sheet = region(words('visit:writing'))
  const diagnosis = field(sheet, words('visit:field.diagnosis'))
  await diagnosis.fill('')
  const code = codeField()
  await code.fill('')
  await code.pressSequentially('bronch')
  await page.getByRole('option').filter({ hasText: 'J20.9' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  expect(await code.inputValue()).toBe('J20.9')
  expect(await diagnosis.inputValue()).toBe('Acute bronchitis')
  // A code of a list that is not here is kept as it was typed.
  await code.fill('zz99')
  await diagnosis.focus()
  expect(await code.inputValue()).toBe('ZZ99')
})

test('vital signs are measured with a comma, marked beside the norm, and refused where they cannot be', async () => {
  const sheet = region(words('visit:writing'))
  const sign = (name: string) => field(sheet, words(`vitals:names.${name}`))
  await sign('systolic').fill('162')
  await sign('diastolic').fill('88')
  await sign('body-weight').fill('81,5')
  await sign('body-height').fill('176')
  await sheet.getByText(words('vitals:above')).first().waitFor()
  await sheet.getByText(words('vitals:bmi', { value: '26.3' })).waitFor()
  await sign('body-temperature').fill('366')
  await sheet.getByText(words('vitals:impossible', { low: '25', high: '44' })).waitFor()
  await sign('body-temperature').fill('36,6')
  await picture('visit-vitals')
})

test('a second diagnosis stands beside the main one and can become it', async () => {
  const sheet = region(words('visit:writing'))
  await field(sheet, words('visit:field.diagnosis')).fill('Essential hypertension')
  await page.keyboard.press('Alt+KeyD')
  const second = words('visit:diagnosis.secondaryOf', { number: 2 })
  await field(sheet, second).fill('Obesity')
  await button(sheet, words('visit:diagnosis.leadNamed', { number: 2 })).click()
  expect(await field(sheet, words('visit:field.diagnosis')).inputValue()).toBe('Obesity')
  expect(await field(sheet, second).inputValue()).toBe('Essential hypertension')
})

test('a slash brings in a phrase of the clinic, and a template its fields', async () => {
  const sheet = region(words('visit:writing'))
  const history = field(sheet, words('visit:field.history'))
  await history.fill('')
  await history.pressSequentially('/norm')
  await page.getByRole('option').filter({ hasText: '/norm' }).waitFor()
  await page.keyboard.press('Enter')
  await expect
    .poll(() => history.inputValue(), { timeout: 30_000 })
    .toContain('General state satisfactory')
  await page.keyboard.press('Alt+KeyV')
  await page.getByRole('menuitem', { name: 'Heart' }).click()
  await field(sheet, 'Risk factors').waitFor()
})

test('an allergy is noted with substance, reaction and severity, and stands in red beside the visit', async () => {
  await page.keyboard.press('Alt+KeyA')
  await dialog().waitFor()
  await page.keyboard.type('Penicillin')
  await page.keyboard.press('Escape')
  await field(dialog(), words('record:allergies.reaction')).fill('Swelling of the face')
  await dialog()
    .getByRole('radiogroup', { name: words('record:allergies.severity'), exact: true })
    .getByText(words('record:severity.severe'), { exact: true })
    .click()
  await picture('allergy')
  await button(dialog(), words('record:save')).click()
  await dialog().waitFor({ state: 'detached' })
  const line = region(words('record:allergies.title')).getByRole('listitem')
  await line.filter({ hasText: 'Penicillin' }).first().waitFor()
  expect(await line.first().innerText()).toContain('Swelling of the face')
  expect(await line.first().innerText()).toContain(words('record:severity.severe'))
})

test('prescribing against an allergy warns as it is typed and asks for a reason to go on', async () => {
  await page.keyboard.press('Alt+KeyM')
  await dialog().waitFor()
  await page.keyboard.type('Amoxicillin 500 mg, capsules')
  await dialog().getByRole('alert').waitFor()
  await field(dialog(), words('record:prescriptions.dosage')).fill('1 capsule three times a day')
  await field(dialog(), words('record:prescriptions.quantity')).fill('21 capsules')
  await page.keyboard.press('Control+Enter')
  await dialog().getByText(words('record:prescriptions.reasonNeeded')).waitFor()
  await picture('prescription')
  // Another medicine needs no reason.
  await field(dialog(), words('record:prescriptions.medicine')).fill(
    'Clarithromycin 500 mg, tablets',
  )
  await dialog().getByRole('alert').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
  const issued = region(words('record:prescriptions.title'))
  await issued.getByText('Clarithromycin 500 mg, tablets').waitFor()
  await issued.getByRole('button', { name: words('visit:paper.open') }).waitFor()
})

test('an earlier prescription is repeated in three keys', async () => {
  const keys = ['Alt+KeyM', 'Alt+Digit1', 'Control+Enter']
  await page.keyboard.press(keys[0] ?? '')
  await dialog().getByText(words('record:prescriptions.repeat'), { exact: true }).waitFor()
  for (const key of keys.slice(1)) await page.keyboard.press(key)
  await dialog().waitFor({ state: 'detached' })
  const issued = region(words('record:prescriptions.title'))
  await expect
    .poll(() => issued.getByText('Clarithromycin 500 mg, tablets').count(), { timeout: 15_000 })
    .toBe(2)
})

test('what is taken now stands beside the visit until it is stopped with a reason', async () => {
  const taken = region(words('record:medicines.title'))
  const lines = taken.getByRole('listitem')
  const before = await lines.count()
  await lines
    .first()
    .getByRole('button', { name: words('record:medicines.stop') })
    .click()
  await page.keyboard.type('Nausea')
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  await expect.poll(() => lines.count(), { timeout: 15_000 }).toBe(before - 1)
})

test('a list of codes is taken from a file by an administrator, and found by the doctor', async () => {
  await leave(seat)
  // What the doctor was told a moment ago is not there for the next person.
  await expect.poll(() => page.getByText('A-2026-P').count(), { timeout: 3_000 }).toBe(0)
  await signInAs(seat, 'administrator')
  await page.evaluate(() => {
    window.location.hash = '#/settings?section=codes'
  })
  const section = region(words('settings:section.codes'))
  await section.locator('input[type="file"]').setInputFiles({
    name: 'icd.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('code;name\nZ99.7;Grown tired of waiting\n;no code\n'),
  })
  await dialog().getByText('Grown tired of waiting').waitFor()
  await picture('code-list')
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  await section.getByText('icd', { exact: true }).waitFor()
  await section.getByText(words('settings:codes.beingRead')).waitFor({ state: 'detached' })
  await leave(seat)
  await signInAs(seat, 'doctor')
  await openOwnVisit(seat)
  const code = codeField()
  await code.fill('')
  await code.pressSequentially('grown wait')
  await page.getByRole('option').filter({ hasText: 'Z99.7' }).waitFor()
})

test('the patient’s page shows both to a doctor', async () => {
  await page.evaluate((id) => {
    window.location.hash = `#/patients/${id}`
  }, patientId)
  const allergies = region(words('record:allergies.title'))
  await allergies.getByRole('listitem').filter({ hasText: 'Penicillin' }).first().waitFor()
  await region(words('record:medicines.title')).getByText('Clarithromycin').first().waitFor()
})
