/** Around a visit in the real window: its certificates, two who write in it, its second signature, its record given along, and scans. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { unwrapKey } from '../../main/db/key.ts'
import { openDatabase } from '../../main/db/open.ts'
import { visitContent } from '../../main/clinic/visits/visits.input.ts'
import { renderForm } from '../../main/pdf/forms.ts'
import { referral as sampleForm } from '../main/pdf/sample-forms.ts'
import { demoProfile } from '../helpers/demo-profile.ts'
import { fhirProblems } from '../helpers/fhir-validators.ts'
import {
  button,
  choose,
  field,
  leave,
  pick,
  type Seat,
  signInAs,
  signInWith,
  waitForSignIn,
} from '../helpers/hands.ts'
import { openOwnVisit, type OwnVisit } from '../helpers/own-visit.ts'
import { open } from '../helpers/screen-round.ts'
import { ask, atRest, countCalls } from '../helpers/window-calls.ts'
import { demoNow, launch, type OpenWindow } from '../helpers/window.ts'
import { anyValue, wordsOf } from '../helpers/words.ts'

interface Doctor {
  id: string
  family: string
  given: string
  login: string
}

let profile: string
let scanFolder: string
let opened: OpenWindow
let page: Page
let seat: Seat
let doctor: Doctor
let supervisor: Doctor
let visit: OwnVisit

beforeAll(async () => {
  profile = await demoProfile('en')
  scanFolder = path.join(profile, 'scans')
  mkdirSync(scanFolder)
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(20_000)
  seat = { page, words: await wordsOf('en') }
  await waitForSignIn(seat)
  await countCalls(page)
  await signInAs(seat, 'administrator')
  const [first, second] = await doctors()
  doctor = first
  supervisor = second
})
afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
  expect(opened.problems).toEqual([])
})

const t = (key: string, values?: Record<string, unknown>) => seat.words(key, values)
const dialog = () => page.getByRole('dialog')
const region = (name: string) => page.getByRole('region', { name, exact: true })
const row = (text: string) => page.getByRole('row').filter({ hasText: text })
const fullName = ({ given, family }: Pick<Doctor, 'given' | 'family'>) => `${given} ${family}`

const staffShape = z.array(
  z.object({
    id: z.string(),
    family: z.string(),
    given: z.string(),
    login: z.string().nullable(),
    roles: z.array(z.string()),
  }),
)
const dayShape = z.object({
  appointments: z.array(
    z.object({ status: z.string(), practitioner: z.object({ id: z.string() }) }),
  ),
})

/** One who has a patient in the room now, and another. */
async function doctors(): Promise<[Doctor, Doctor]> {
  const day = await ask(page, 'query', 'appointments.day', { day: demoNow.slice(0, 10) })
  const busy = dayShape
    .parse(day)
    .appointments.filter(({ status }) => status === 'in-room')
    .map(({ practitioner }) => practitioner.id)
  const staff = staffShape
    .parse(await ask(page, 'query', 'staff.list', undefined))
    .flatMap((one) => (one.login === null ? [] : [{ ...one, login: one.login }]))
    .filter(({ roles }) => roles.includes('doctor'))
  const first = staff.find(({ id }) => busy.includes(id))
  const second = staff.find(({ id }) => id !== first?.id)
  if (first === undefined || second === undefined) throw new Error('There are too few doctors.')
  return [first, second]
}

test('an administrator names who co-signs a doctor’s visits, and the folder of the scanner', async () => {
  await open(page, '/staff')
  await row(fullName(doctor)).click()
  const cosigner = page.getByRole('combobox', { name: t('staff:supervisor.label') })
  await pick(page, cosigner, fullName(supervisor))
  await expect.poll(() => cosigner.inputValue()).toBe(fullName(supervisor))
  await atRest(page)

  await open(page, '/settings?section=workstation')
  const section = region(t('settings:section.workstation'))
  await field(section, t('settings:workstation.scanFolder')).fill(scanFolder)
  await page.keyboard.press('Enter')
  await page.getByText(t('common:saved'), { exact: true }).first().waitFor()
  await leave(seat)
  await signInWith(seat, doctor.login)
  visit = await openOwnVisit(seat)
})

const certificatesShape = z.array(z.object({ number: z.string(), kind: z.string() }))

test('a sick note and a certificate are papers with a number, and cancelled with a reason', async () => {
  const section = region(t('record:certificates.title'))
  await page.keyboard.press('Alt+KeyC')
  await field(dialog(), t('record:certificates.toDay')).fill('30/11/2026')
  await page.keyboard.press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
  await section.getByText('24/11/2026–30/11/2026').waitFor()

  await page.keyboard.press('Alt+KeyC')
  await choose(dialog(), t('record:certificates.kind'), t('record:certificates.kinds.certificate'))
  const what = dialog().getByRole('textbox', { name: t('record:certificates.text') })
  await what.fill('Was here from ten to eleven.')
  await page.keyboard.press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
  const papers = section.getByRole('button', { name: t('visit:paper.open') })
  await expect.poll(() => papers.count(), { timeout: 30_000 }).toBe(2)

  const { patientId } = visit
  const issued = await ask(page, 'query', 'certificates.ofPatient', { patientId })
  const [one, other] = certificatesShape.parse(issued)
  expect(new Set([one?.kind, other?.kind])).toEqual(new Set(['certificate', 'sick-note']))
  const number = one?.number ?? ''
  await button(section, t('record:certificates.cancelNamed', { number })).click()
  await field(dialog(), t('record:reason')).fill('The wrong days')
  await page.keyboard.press('Enter')
  await dialog().waitFor({ state: 'detached' })
  await section
    .getByText(t('record:certificates.cancelled', { reason: 'The wrong days' }))
    .waitFor()
  await expect.poll(() => papers.count()).toBe(1)
})

const sharedShape = z.object({
  encounter: z.object({ shared: z.object({ mark: z.string(), content: visitContent }) }),
})

const sharedText = async () =>
  sharedShape.parse(await ask(page, 'query', 'visits.read', { appointmentId: visit.id })).encounter
    .shared

type Part = 'complaint' | 'plan'

const alert = () => page.getByRole('alert').filter({ hasText: t('visit:together.keepMine') })
const written = (part: Part) => field(page, t(`visit:field.${part}`))

/**
 * The page's text and another writer's in the same part of the visit. A page that had shared its own
 * first would be answered by the other and not contradicted: then both write once more.
 */
async function clashIn(part: Part): Promise<{ mine: string; theirs: string }> {
  for (let tries = 1; tries < 20; tries += 1) {
    const mine = `Mine of ${part}, ${tries}`
    const theirs = `Theirs of ${part}, ${tries}`
    await written(part).fill(mine)
    const { mark, content } = await sharedText()
    await ask(page, 'mutation', 'visits.saveDraft', {
      encounterId: visit.encounterId,
      content: { ...content, [part]: theirs },
      base: { mark, content },
      isShared: true,
    })
    const isClash = () => alert().isVisible()
    const isTaken = async () => (await written(part).inputValue()) === theirs
    await expect.poll(async () => (await isClash()) || (await isTaken())).toBe(true)
    if (await isClash()) return { mine, theirs }
  }
  throw new Error('The two never wrote at once.')
}

/** As when the window loses the focus: what was typed is shared. */
const loseFocus = () => page.evaluate(() => window.dispatchEvent(new Event('blur')))

test('two who write in one visit see both texts and choose; nothing is overwritten silently', async () => {
  const first = await clashIn('complaint')
  const one = alert().getByRole('region', { name: t('visit:part.complaint'), exact: true })
  await one.getByText(first.mine, { exact: true }).waitFor()
  await one.getByText(first.theirs, { exact: true }).waitFor()
  await alert()
    .getByText(anyValue(seat.words, 'visit:together.clashSelf', 'time'))
    .waitFor()
  expect(await written('complaint').inputValue()).toBe(first.mine)
  expect((await sharedText()).content.complaint).toBe(first.theirs)
  await button(one, t('visit:together.keepMine')).click()
  await alert().waitFor({ state: 'detached' })
  await loseFocus()
  await expect.poll(async () => (await sharedText()).content.complaint).toBe(first.mine)
  expect(await written('complaint').inputValue()).toBe(first.mine)

  const second = await clashIn('plan')
  const other = alert().getByRole('region', { name: t('visit:part.plan'), exact: true })
  await button(other, t('visit:together.takeTheirs')).click()
  await alert().waitFor({ state: 'detached' })
  expect(await written('plan').inputValue()).toBe(second.theirs)
  await loseFocus()
  await expect.poll(async () => (await sharedText()).content.plan).toBe(second.theirs)
  expect((await sharedText()).content.complaint).toBe(first.mine)
})

async function openFromCosignList(state: 'awaiting' | 'returned'): Promise<void> {
  await open(page, '/lists/cosign')
  await row(t(`visit:cosign.${state}`))
    .first()
    .waitFor()
  await atRest(page)
  await page.keyboard.press('Enter')
  await page
    .getByText(t(`visit:cosign.${state}`), { exact: true })
    .first()
    .waitFor()
  await page.getByRole('article', { name: t('visit:writing') }).waitFor()
  await atRest(page)
}

test('a signed visit waits for the supervisor, is returned with a remark, answered, and co-signed', async () => {
  await field(page, t('visit:field.findings')).fill('Lungs clear.')
  await field(page, t('visit:field.diagnosis')).fill('Acute bronchitis')
  await atRest(page)
  await page.keyboard.press('Control+Enter')
  await page.getByText(t('visit:cosign.awaiting'), { exact: true }).waitFor()
  await leave(seat)

  await signInWith(seat, supervisor.login)
  await openFromCosignList('awaiting')
  const giveBack = button(page, t('visit:cosign.giveBack'))
  expect(await giveBack.isDisabled()).toBe(true)
  await field(page, t('visit:cosign.remark')).fill('Which side?')
  await page.keyboard.press('Alt+KeyB')
  await page.getByText(t('visit:cosign.returned'), { exact: true }).waitFor()
  await leave(seat)

  await signInWith(seat, doctor.login)
  await openFromCosignList('returned')
  await page.getByText('Which side?').waitFor()
  await field(page, t('visit:addendum.title')).fill('Both sides.')
  await page.keyboard.press('Control+Enter')
  await page.getByText(t('visit:cosign.awaiting'), { exact: true }).waitFor()
  await leave(seat)

  await signInWith(seat, supervisor.login)
  await openFromCosignList('awaiting')
  await page.getByText('Both sides.').waitFor()
  await page.keyboard.press('Alt+KeyS')
  await page.getByText(t('visit:cosign.cosigned'), { exact: true }).waitFor()
  await open(page, '/lists/cosign')
  await page.getByText(t('visit:cosign.none'), { exact: true }).waitFor()
})

const bundleShape = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string() }) })),
})

test('the record given along is a FHIR Bundle that two validators accept, and stands in the audit trail', async () => {
  const file = path.join(profile, 'record.fhir.json')
  await opened.app.evaluate(({ dialog: native }, filePath) => {
    Object.assign(native, { showSaveDialog: async () => ({ canceled: false, filePath }) })
  }, file)
  await open(page, `/patients/${visit.patientId}`)
  await page.getByRole('button', { name: t('patients:record.export'), exact: true }).click()
  await button(dialog(), t('patients:record.save')).click()
  await dialog().waitFor({ state: 'detached' })
  const bundle = bundleShape.parse(JSON.parse(readFileSync(file, 'utf8')))
  expect(fhirProblems(bundle)).toEqual({ medplum: [], fhirJs: [] })
  const types = bundle.entry.map(({ resource }) => resource.resourceType)
  expect(types).toEqual(expect.arrayContaining(['Patient', 'Encounter', 'Condition']))
  expect(types).toContain('DocumentReference')
  expect(await exportsNoted()).toEqual([
    { actorId: supervisor.id, changes: expect.stringContaining(visit.patientId) },
  ])
})

/** What the audit trail says of records that were given along, read beside the program. */
async function exportsNoted(): Promise<unknown[]> {
  const folder = path.join(profile, 'demo')
  const keyFile = path.join(folder, 'key.json')
  const key = await unwrapKey(keyFile, { store: null, passphrase: null })
  const raw = openDatabase({ path: path.join(folder, 'clinic.db'), key, mayCreate: false })
  try {
    return raw
      .prepare(
        `SELECT actor_id AS actorId, changes FROM audit_event WHERE command = 'record.export'`,
      )
      .all()
  } finally {
    raw.close()
  }
}

test('a file laid into the scanner’s folder appears among the scans, and is put to a patient', async () => {
  await open(page, '/lists/scans')
  await page.getByText(t('documents:scans.empty'), { exact: true }).waitFor()
  const file = path.join(scanFolder, 'scan-0001.pdf')
  writeFileSync(file, await renderForm(sampleForm('en')))
  await row('scan-0001.pdf').waitFor()
  const panel = page.getByRole('complementary', { name: t('documents:scans.one'), exact: true })
  await panel.locator('canvas[data-drawn]').first().waitFor()
  await field(panel, t('documents:scans.note')).fill('Letter of the heart centre')
  const shape = z.object({ patient: z.object({ cardNumber: z.string() }) })
  const { patient } = shape.parse(
    await ask(page, 'query', 'visits.read', { appointmentId: visit.id }),
  )
  const to = field(panel, t('documents:scans.fileTo'))
  await to.fill(patient.cardNumber)
  await panel.getByRole('button').first().waitFor()
  await to.press('Enter')
  await row('scan-0001.pdf').waitFor({ state: 'detached' })
  expect(existsSync(file)).toBe(false)

  await open(page, `/patients/${visit.patientId}`)
  await page.getByRole('tab', { name: t('patients:tab.papers') }).click()
  const files = region(t('documents:files.title'))
  await files.getByText('scan-0001.pdf', { exact: true }).waitFor()
  await files.getByText('Letter of the heart centre').waitFor()
})
