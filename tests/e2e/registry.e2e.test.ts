/** The registry in the real window: likely pairs, merging and its undoing, relatives, notes, consents, the photo. */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { at } from '../../scripts/run/paths.mjs'
import { demoProfile } from '../helpers/demo-profile.ts'
import {
  button,
  field,
  goTo,
  leave,
  pick,
  type Seat,
  signInAs,
  waitForSignIn,
} from '../helpers/hands.ts'
import { atRest, callFromPage, countCalls } from '../helpers/window-calls.ts'
import { launch, type OpenWindow } from '../helpers/window.ts'
import { type Words, wordsOf } from '../helpers/words.ts'

/** A busy machine takes long to make the demo clinic and to compare all of it the first time. */
const startTimeoutMs = 240_000
const comparedTimeoutMs = 300_000

let opened: OpenWindow
let page: Page
let words: Words
let seat: Seat
let profile: string

beforeAll(async () => {
  profile = await demoProfile()
  words = await wordsOf('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(60_000)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  seat = { page, words }
  await waitForSignIn(seat, startTimeoutMs)
  await signInAs(seat, 'receptionist')
  await countCalls(page)
}, 800_000)
afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
  expect(opened.problems).toEqual([])
})

/** Where the guide's pictures stand when they are renewed, and out of the way otherwise. */
const pictures = process.env['RENEW_PICTURES'] === '1' ? at('docs', 'pictures') : at('out', 'tests')

async function picture(name: string): Promise<void> {
  await atRest(page)
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: path.join(pictures, `${name}.png`) })
}

const toldId = z.object({ id: z.string() })

async function register(family: string, given: string, phone: string): Promise<string> {
  const answer = await callFromPage(page, 'mutation', 'patients.register', {
    family,
    given,
    patronymic: null,
    sex: 'female',
    bornOn: '1980-02-29',
    phones: [{ use: 'mobile', value: phone }],
    email: null,
    address: null,
    document: null,
    language: 'en',
    note: null,
    consent: { textVersion: '1', givenOn: '2026-11-20', method: 'paper' },
    withCard: true,
  })
  return toldId.parse(answer.data).id
}

async function open(address: string): Promise<void> {
  await page.evaluate((to) => {
    window.location.hash = to
  }, `#${address}`)
}

const openDetails = async (id: string) => {
  await open(`/patients/${id}`)
  await page.getByRole('tab', { name: words('patients:tab.details') }).click()
}

const section = (key: string) => page.getByRole('region', { name: words(key), exact: true })
const dialog = (key: string) => page.getByRole('dialog', { name: words(key), exact: true })

test('a likely pair comes up in the list, is merged by one key, and the merge is undone', async () => {
  const one = await register('Quillfeather', 'Augusta', '+44 20 7946 0958')
  await register('Quilfeather', 'Augusta', '+44 20 7946 0959')
  await goTo(seat, 'lists')
  await page.getByRole('heading', { level: 1, name: words('patients:pairs.title') }).waitFor()
  const row = page.getByRole('row').filter({ hasText: 'Quillfeather' })
  await row.click({ timeout: comparedTimeoutMs })
  const why = page.getByLabel(words('patients:pairs.why'), { exact: true })
  await why.getByText(words('patients:duplicates.reason.near-phone')).waitFor()
  await page.getByRole('region', { name: words('patients:pairs.differences') }).waitFor()
  await picture('duplicates')

  await page.keyboard.press('KeyM')
  await row.waitFor({ state: 'detached' })
  await button(page, words('common:undo')).waitFor()
  await page.keyboard.press('Control+KeyZ')
  await row.waitFor()

  // Both old names find the one who stays, and the way back is on their page too.
  await row.click()
  await page.keyboard.press('KeyX')
  await page.keyboard.press('KeyX')
  await page.getByRole('region', { name: words('patients:pairs.differences') }).waitFor()
  await atRest(page)
  await page.keyboard.press('KeyM')
  await row.waitFor({ state: 'detached' })
  for (const query of ['Quilfeather', 'Quillfeather']) {
    const found = await callFromPage(page, 'query', 'patients.search', { query, limit: 5 })
    expect(z.array(toldId).parse(found.data)).toHaveLength(1)
  }
  await open(`/patients/${one}`)
  const back = button(page, words('patients:pairs.undo'))
  // Whichever of the two stayed, it stands on the page of either.
  await back.click()
  await back.waitFor({ state: 'detached' })
  const found = await callFromPage(page, 'query', 'patients.search', {
    query: 'Augusta Quillfeather',
    limit: 5,
  })
  expect(z.array(toldId).parse(found.data)).toHaveLength(2)
}, 600_000)

test('two who are different people leave the list for good', async () => {
  await register('Larkspur', 'Minerva', '+44 20 7946 0111')
  await register('Larkspurr', 'Minerva', '+44 20 7946 0112')
  await open('/lists/duplicates')
  const row = page.getByRole('row').filter({ hasText: 'Larkspur' })
  await row.click({ timeout: comparedTimeoutMs })
  await page.getByLabel(words('patients:pairs.why'), { exact: true }).waitFor()
  await atRest(page)
  await page.keyboard.press('KeyD')
  await row.waitFor({ state: 'detached' })
}, 600_000)

test('a relative who pays, an alert, a withdrawn consent and a photo stand with the patient', async () => {
  const id = await register('Heron', 'Ada', '+44 20 7946 0333')
  await openDetails(id)
  await button(section('patients:relatives.title'), words('patients:relatives.add')).click()
  const relative = dialog('patients:relatives.one')
  await field(relative, words('patients:relatives.name')).fill('Grace Heron')
  await field(relative, words('patients:phone')).fill('+44 20 7946 0444')
  await relative.getByText(words('patients:relatives.isPayer'), { exact: true }).click()
  await button(relative, words('patients:save')).click()
  const listed = section('patients:relatives.title')
  await listed.getByText('Grace Heron').waitFor()
  await listed.getByText(words('patients:relatives.payer'), { exact: true }).waitFor()

  await button(section('patients:notes.title'), words('patients:notes.add')).click()
  const note = dialog('patients:notes.one')
  await field(note, words('patients:notes.text')).fill('Faints at the sight of needles')
  await note.getByText(words('patients:notes.isAlert'), { exact: true }).click()
  await button(note, words('patients:save')).click()
  await page.getByRole('note').filter({ hasText: 'Faints' }).waitFor()

  const consents = section('patients:consents.title')
  await button(consents, words('patients:consent.record')).click()
  const record = dialog('patients:consent.record')
  await pick(
    page,
    record.getByRole('combobox', { name: words('patients:consents.purposeLabel') }),
    words('patients:consents.purpose.messages'),
  )
  await button(record, words('patients:save')).click()
  await record.waitFor({ state: 'detached' })
  await consents.getByText(words('patients:consents.purpose.messages')).waitFor()
  await button(consents, words('patients:consents.withdraw')).first().click()
  const withdraw = dialog('patients:consents.withdrawTitle')
  await field(withdraw, words('patients:consents.reason')).fill('Changed her mind')
  await button(withdraw, words('patients:consents.withdraw')).click()
  await withdraw.waitFor({ state: 'detached' })
  await consents.getByText('Changed her mind').waitFor()

  const drawn = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(300, 200)
    const paper = canvas.getContext('2d')
    if (paper !== null) {
      paper.fillStyle = '#8fb3b5'
      paper.fillRect(0, 0, 300, 200)
      paper.fillStyle = '#f2d3b8'
      paper.beginPath()
      paper.arc(150, 100, 60, 0, 7)
      paper.fill()
    }
    const blob = await canvas.convertToBlob({ type: 'image/png' })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'face.png', mimeType: 'image/png', buffer: Buffer.from(drawn) })
  const crop = dialog('patients:photo.crop')
  await button(crop, words('patients:photo.take')).click()
  await crop.waitFor({ state: 'detached' })
  await page.getByRole('img', { name: words('patients:photo.title') }).waitFor()
  await picture('patient-details')
})

/** So many that the taking goes on for a while after its first rows. */
const listedRows = 1500

test('an import is stopped with no row half taken, and taken again adds nobody twice', async () => {
  const lines = Array.from({ length: listedRows }, (_none, at) => {
    const letters = [...String(at)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
    return `Bramble${letters},Listed,1971-05-0${(at % 9) + 1},2026-11-20`
  })
  const csv = Buffer.from(`family,given,born_on,consent_on\n${lines.join('\n')}\n`)
  await open('/patients?import=')
  const list = dialog('patients:import.title')
  const choose = async () => {
    await list
      .locator('input[type="file"]')
      .setInputFiles({ name: 'bramble.csv', mimeType: 'text/csv', buffer: csv })
    await button(list, words('patients:import.check', { count: listedRows })).click()
  }
  const take = (count: number) => button(list, words('patients:import.take', { count }))
  await choose()
  await take(listedRows).click({ timeout: comparedTimeoutMs })
  const stop = button(list, words('patients:import.stop'))
  await list
    .getByRole('status')
    .filter({ hasText: /^[1-9]/ })
    .waitFor()
  await stop.click()
  await button(list, words('patients:import.again')).waitFor()
  const stopped = await list.getByRole('status').innerText()
  expect(Number(/\d[\d,]*/.exec(stopped)?.[0].replace(',', ''))).toBeLessThan(listedRows)

  // The same file from its beginning: those who are there already are named, the others come.
  await list
    .getByRole('button', { name: words('patients:close'), exact: true })
    .last()
    .click()
  await list.waitFor({ state: 'detached' })
  await open('/patients')
  await open('/patients?import=')
  await choose()
  const rest = list.getByRole('button', { name: /^Import / })
  await rest.click({ timeout: comparedTimeoutMs })
  await button(list, words('patients:import.finish')).click({ timeout: comparedTimeoutMs })
  await list.waitFor({ state: 'detached' })
  const found = await callFromPage(page, 'query', 'patients.search', {
    query: 'Bramble',
    limit: 50,
  })
  const ids = z.array(toldId).parse(found.data)
  expect(ids).toHaveLength(50)
  const first = await callFromPage(page, 'query', 'patients.search', {
    query: 'Bramblea Listed',
    limit: 50,
  })
  const whole = z.array(z.object({ family: z.string() })).parse(first.data)
  expect(whole.filter(({ family }) => family === 'Bramblea')).toHaveLength(1)
}, 900_000)

test('an administrator keeps a text of a consent, and reception reads it when recording one', async () => {
  await leave(seat)
  await signInAs(seat, 'administrator')
  await open('/settings?section=consents')
  const texts = page.getByRole('region', { name: words('settings:section.consents'), exact: true })
  await field(texts, words('settings:consents.textVersion')).fill('2026-11')
  await field(texts, words('settings:consents.text')).fill('The clinic may keep my data.')
  await button(texts, words('common:save')).click()
  await texts.getByText('2026-11', { exact: true }).waitFor()
  await leave(seat)
  await signInAs(seat, 'receptionist')
  await openDetails(await register('Fern', 'Rosa', '+44 20 7946 0555'))
  await button(section('patients:consents.title'), words('patients:consent.record')).click()
  const record = dialog('patients:consent.record')
  await field(record, words('patients:consent.textVersion')).fill('2026-11')
  await record.getByText('The clinic may keep my data.').waitFor()
  await page.keyboard.press('Escape')
})
