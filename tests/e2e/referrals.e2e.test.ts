/** Referrals in the real window: booked inside the clinic, mailed outside it, answered, closed, late, revoked. */
import { rmSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import type { IssueReferral } from '../../main/clinic/referrals/referrals.input.ts'
import { renderForm } from '../../main/pdf/forms.ts'
import { referral as sampleForm } from '../main/pdf/sample-forms.ts'
import { demoProfile } from '../helpers/demo-profile.ts'
import {
  button,
  choose,
  field,
  leave,
  pick,
  type Seat,
  signInAs,
  waitForSignIn,
} from '../helpers/hands.ts'
import { openOwnVisit, type OwnVisit } from '../helpers/own-visit.ts'
import { open, title } from '../helpers/screen-round.ts'
import { type RunningSmtpServer, startSmtpServer } from '../helpers/smtp-server.ts'
import { ask, atRest, countCalls } from '../helpers/window-calls.ts'
import { demoNow, launch, type OpenWindow } from '../helpers/window.ts'
import { wordsOf } from '../helpers/words.ts'

let profile: string
let smtp: RunningSmtpServer
let opened: OpenWindow
let page: Page
let seat: Seat
let visit: OwnVisit

beforeAll(async () => {
  smtp = await startSmtpServer()
  profile = await demoProfile('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(20_000)
  seat = { page, words: await wordsOf('en') }
  await waitForSignIn(seat)
  await countCalls(page)
  await signInAs(seat, 'administrator')
  await ask(page, 'mutation', 'settings.saveMail', {
    host: smtp.host,
    port: smtp.port,
    security: 'none',
    user: null,
    password: null,
    fromAddress: 'desk@clinic.example',
    fromName: 'The clinic',
  })
  await leave(seat)
  await signInAs(seat, 'doctor')
  visit = await openOwnVisit(seat)
})
afterAll(async () => {
  await opened.close()
  await smtp.close()
  rmSync(profile, { recursive: true, force: true })
  expect(opened.problems).toEqual([])
})

const t = (key: string) => seat.words(`referrals:${key}`)
const dialog = () => page.getByRole('dialog')
const panel = () => page.getByRole('complementary', { name: t('one'), exact: true })
const history = () => panel().getByRole('region', { name: t('history'), exact: true })
const list = () => page.getByRole('grid', { name: t('title'), exact: true })
const row = (number: string) => list().getByRole('row').filter({ hasText: number })
/** The first is that of the heads. */
const first = () => list().getByRole('row').nth(1)

const openShape = z.array(z.object({ id: z.string(), number: z.string(), reason: z.string() }))

/** The doctor's own referral that was issued with this reason. */
async function issuedFor(reason: string) {
  const open = openShape.parse(await ask(page, 'query', 'referrals.open', { whose: 'mine' }))
  const found = open.find((one) => one.reason === reason)
  if (found === undefined) throw new Error(`No referral is open that says “${reason}”.`)
  return found
}

/** In the list of open referrals, with its panel beside it. */
async function select(number: string): Promise<Locator> {
  await open(page, '/lists/referrals')
  await title(seat, 'referrals:title').waitFor()
  await row(number).click()
  await panel().getByText(number, { exact: true }).waitFor()
  await atRest(page)
  return panel()
}

/** A service with a free time soon, so that the front desk can book it. */
async function freeService(): Promise<string> {
  const shape = z.object({ times: z.array(z.object({ service: z.object({ name: z.string() }) })) })
  const wish = { fromDay: demoNow.slice(0, 10), days: 14, limit: 1 }
  const { times } = shape.parse(await ask(page, 'query', 'schedule.search', wish))
  const [first] = times
  if (first === undefined) throw new Error('There is no free time.')
  return first.service.name
}

const elsewhere: Omit<IssueReferral, 'patientId' | 'reason'> = {
  encounterId: null,
  serviceId: null,
  performerId: null,
  performerOrganization: 'Heart centre',
  performerName: null,
  performerEmail: null,
  specialty: 'Cardiology',
  diagnosis: null,
  note: null,
  priority: 'routine',
  dueOn: null,
}

const toOpenVisit = () => open(page, `/visits/${visit.id}`)

test('issued inside the clinic it is a wish on the front desk’s list, and booked it tells the doctor when', async () => {
  const service = await freeService()
  await page.keyboard.press('Alt+KeyR')
  await choose(dialog(), t('where.label'), t('where.inside'))
  const services = dialog().getByRole('combobox', { name: seat.words('booking:fact.service') })
  await pick(page, services, service)
  const reason = 'Short of breath on the second stair'
  await field(dialog(), seat.words('visit:referral.reason')).fill(reason)
  await page.keyboard.press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
  const { number } = await issuedFor(reason)
  await leave(seat)

  await signInAs(seat, 'receptionist')
  await open(page, '/lists/waitlist')
  const waiting = page.getByRole('complementary', { name: seat.words('booking:waitlist.panel') })
  await page.getByRole('row').filter({ hasText: service }).first().click()
  await waiting.getByText(number, { exact: true }).waitFor()
  const free = waiting.getByRole('button', { name: /\d\d:\d\d/ }).first()
  await free.waitFor()
  const [time] = /\d\d:\d\d/.exec(await free.innerText()) ?? []
  await free.click()
  await waiting.getByText(number, { exact: true }).waitFor({ state: 'detached' })
  await leave(seat)

  await signInAs(seat, 'doctor')
  const chosen = await select(number)
  await chosen.getByText(t('status.booked'), { exact: true }).waitFor()
  const booked = history().getByRole('link')
  expect(await booked.innerText()).toContain(time)
  expect(await row(number).innerText()).toContain(t('status.booked'))
})

const readyShape = z.array(z.object({ kind: z.string(), state: z.string(), number: z.string() }))

/** A certificate of the visit, printed. */
async function printedCertificate(): Promise<string> {
  await ask(page, 'mutation', 'certificates.issue', {
    kind: 'certificate',
    patientId: visit.patientId,
    encounterId: visit.encounterId,
    fromDay: null,
    toDay: null,
    diagnosis: null,
    presentedTo: null,
    text: 'Was here.',
  })
  const printed = async () =>
    readyShape
      .parse(await ask(page, 'query', 'documents.list', { patientId: visit.patientId }))
      .find(({ kind, state }) => kind === 'certificate' && state === 'ready')?.number ?? ''
  await expect.poll(printed, { timeout: 30_000 }).not.toBe('')
  return printed()
}

let mailed: { id: string; number: string }

test('issued for outside it is sent by mail as a PDF, with the papers that were chosen', async () => {
  const certificate = await printedCertificate()
  await toOpenVisit()
  await page.getByRole('region', { name: seat.words('visit:writing'), exact: true }).waitFor()
  await page.keyboard.press('Alt+KeyR')
  await dialog()
    .getByRole('combobox', { name: seat.words('visit:referral.specialty') })
    .or(field(dialog(), seat.words('visit:referral.specialty')))
    .fill('Cardiac surgery')
  await field(dialog(), seat.words('visit:referral.organization')).fill('Heart centre')
  await field(dialog(), t('email')).fill('heart@centre.example')
  const reason = 'Narrow valve'
  await field(dialog(), seat.words('visit:referral.reason')).fill(reason)
  await page.keyboard.press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
  mailed = await issuedFor(reason)

  const chosen = await select(mailed.number)
  await page.keyboard.press('KeyS')
  expect(await field(dialog(), t('email')).inputValue()).toBe('heart@centre.example')
  await dialog()
    .getByRole('checkbox', { name: new RegExp(`^Certificate · ${certificate} · `) })
    .check()
  await button(dialog(), t('submit.send-mail')).click()
  await dialog().waitFor({ state: 'detached' })
  await chosen.getByText(t('status.sent'), { exact: true }).waitFor()
  // What the demo clinic had to say to its own patients goes out as well.
  const mail = () => smtp.mails.find((one) => one.recipients.includes('heart@centre.example'))
  await expect.poll(mail, { timeout: 60_000 }).toBeDefined()
  expect(mail()?.parsed.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
    [`referral-${mailed.number}.pdf`, 'application/pdf'],
    [expect.stringMatching(/^certificate-.*\.pdf$/), 'application/pdf'],
  ])
})

test('its reply is filed to the record in words and as the letter that came, and it is closed', async () => {
  const chosen = await select(mailed.number)
  await page.keyboard.press('KeyR')
  await button(dialog(), t('submit.answer')).click()
  await dialog().getByText(t('answerMissing')).waitFor()
  await field(dialog(), t('says.answer')).fill('The valve is wide enough.\nNo surgery.')
  const letter = { name: 'letter.pdf', mimeType: 'application/pdf' }
  await page
    .locator('input[type="file"]')
    .setInputFiles({ ...letter, buffer: Buffer.from(await renderForm(sampleForm('en'))) })
  await dialog().getByText('letter.pdf', { exact: true }).waitFor()
  await field(dialog(), t('says.answer')).press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
  await chosen.getByText(t('status.answered'), { exact: true }).waitFor()
  await history().getByText('No surgery.').waitFor()
  await seeLetter(history())

  await page.keyboard.press('KeyC')
  await page.keyboard.press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
  await row(mailed.number).waitFor({ state: 'detached' })

  await open(page, `/patients/${visit.patientId}`)
  const told = page.locator('[data-kind="referral"]').filter({ hasText: mailed.number })
  await told.getByRole('button').first().click()
  await told.getByText('No surgery.').waitFor()
  await seeLetter(told)
  await page.getByRole('tab', { name: seat.words('patients:tab.papers') }).click()
  const files = page.getByRole('region', { name: seat.words('documents:files.title') })
  await files.getByText('letter.pdf', { exact: true }).waitFor()
  await files.getByText(seat.words('documents:files.answers', { number: mailed.number })).waitFor()
})

/** The letter opens inside the window, drawn. */
async function seeLetter(within: Locator): Promise<void> {
  await within.getByRole('button', { name: 'letter.pdf', exact: true }).click()
  const shown = page.getByRole('dialog', { name: 'letter.pdf', exact: true })
  await shown.locator('canvas[data-drawn]').first().waitFor()
  await page.keyboard.press('Escape')
  await shown.waitFor({ state: 'detached' })
}

test('one whose answer is late stands first, and red', async () => {
  const reason = 'Waits since long ago'
  const { patientId } = visit
  const late = { ...elsewhere, patientId, reason, dueOn: '2026-01-12' }
  await ask(page, 'mutation', 'referrals.issue', late)
  const { number } = await issuedFor(reason)
  await open(page, '/lists/referrals')
  await first().filter({ hasText: number }).waitFor()
  const due = first().locator('[data-late]')
  expect(await due.innerText()).toContain('12/01/2026')
  const said = seat.words('referrals:late', { day: '12/01/2026' })
  await due.getByRole('img', { name: said, exact: true }).waitFor()
  const [colour, red] = await due.evaluate((one) => {
    const sample = document.createElement('span')
    sample.style.color = 'var(--bad)'
    one.append(sample)
    const colours = [getComputedStyle(one).color, getComputedStyle(sample).color]
    sample.remove()
    return colours
  })
  expect(colour).toBe(red)
})

test('one that is no longer late moves down the list, and stays the one that is shown', async () => {
  // A list that is opened anew shows its first.
  await open(page, '/day')
  await page.getByRole('region', { name: seat.words('day:board'), exact: true }).waitFor()
  await open(page, '/lists/referrals')
  await panel().waitFor()
  await atRest(page)
  const number = (await first().getByRole('gridcell').last().innerText()).trim()
  await panel().getByText(number, { exact: true }).waitFor()
  await page.keyboard.press('KeyR')
  await field(dialog(), t('says.answer')).fill('Nothing was found.')
  await page.keyboard.press('Control+Enter')
  await dialog().waitFor({ state: 'detached' })
  await history().getByText('Nothing was found.').waitFor()
  await panel().getByText(number, { exact: true }).waitFor()
})

test('revoked it takes its wish off the front desk’s list', async () => {
  const shape = z.object({ services: z.array(z.object({ id: z.string(), name: z.string() })) })
  const { services } = shape.parse(await ask(page, 'query', 'catalog.services', {}))
  const [service] = services
  const reason = 'A mistake'
  await ask(page, 'mutation', 'referrals.issue', {
    ...elsewhere,
    performerOrganization: null,
    patientId: visit.patientId,
    serviceId: service?.id ?? '',
    specialty: service?.name ?? '',
    reason,
  })
  const { number } = await issuedFor(reason)
  await open(page, '/lists/waitlist')
  const waiting = page.getByRole('complementary', { name: seat.words('booking:waitlist.panel') })
  await waiting.getByText(number, { exact: true }).waitFor()

  await select(number)
  await page.keyboard.press('Delete')
  await field(dialog(), t('says.revoke')).fill('The wrong patient')
  await button(dialog(), t('submit.revoke')).click()
  await dialog().waitFor({ state: 'detached' })
  await row(number).waitFor({ state: 'detached' })
  await open(page, '/lists/waitlist')
  await title(seat, 'booking:waitlist.title').waitFor()
  await atRest(page)
  expect(await page.getByText(number).count()).toBe(0)
})
