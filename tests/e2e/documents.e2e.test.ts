/** Documents in the real window: a route from draft to archive with its tasks, and files that are dropped and shown. */
import { rmSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import type { CompositionAction } from '../../main/clinic/documents/compositions.rules.ts'
import { renderForm } from '../../main/pdf/forms.ts'
import { referral } from '../main/pdf/sample-forms.ts'
import { demoProfile } from '../helpers/demo-profile.ts'
import { button, field, leave, pick, type Seat, signInAs, waitForSignIn } from '../helpers/hands.ts'
import { faultsOf } from '../helpers/screen-faults.ts'
import { open, title } from '../helpers/screen-round.ts'
import { atRest, callFromPage, countCalls } from '../helpers/window-calls.ts'
import { demoNow, launch, type OpenWindow } from '../helpers/window.ts'
import { wordsOf } from '../helpers/words.ts'

/** How long a busy computer may take for one step; an idle one takes far less. */
const patienceMs = 60_000

let profile: string
let opened: OpenWindow
let page: Page
let seat: Seat

beforeAll(async () => {
  profile = await demoProfile('en')
  opened = await launch({ profile, args: ['--demo'] })
  page = opened.page
  page.setDefaultTimeout(patienceMs)
  seat = { page, words: await wordsOf('en') }
  await waitForSignIn(seat, 4 * patienceMs)
  await countCalls(page)
})
afterAll(async () => {
  await opened.close()
  rmSync(profile, { recursive: true, force: true })
  expect(opened.problems).toEqual([])
})

// Whoever sits there still, whatever came in between, leaves the seat to the next.
afterEach(async () => {
  const rail = page.getByRole('navigation', { name: seat.words('shell:places'), exact: true })
  if (!(await rail.isVisible())) return
  await page.keyboard.press('Escape')
  await leave(seat)
})

const t = (key: string) => seat.words(`documents:${key}`)

const state = () => page.getByRole('complementary', { name: t('standing') })

async function forward(action: CompositionAction, to: string): Promise<void> {
  // A task about it may begin with the same word; the action stands before it.
  await button(state(), t(`action.${action}`))
    .first()
    .waitFor()
  await atRest(page)
  await page.keyboard.press('Control+Enter')
  await state().locator(`[data-state="${to}"]`).waitFor()
  await atRest(page)
}

test('a document goes draft, review, returned with remarks, approved, signed, archived, and each turn is a task', async () => {
  await signInAs(seat, 'nurse')
  await open(page, '/documents')
  await title(seat, 'documents:title').waitFor()
  await page.keyboard.press('KeyA')
  const dialog = page.getByRole('dialog')
  await pick(page, dialog.getByRole('combobox', { name: t('type') }), 'Leave application')
  await button(dialog, t('beginIt')).click()
  await page.getByRole('heading', { level: 2, name: /^Leave application / }).waitFor()
  const address = await page.evaluate(() => window.location.hash.slice(1))
  await pick(page, page.getByRole('combobox', { name: 'Kind of leave' }), 'Training')
  await field(page, 'First day').fill('01.12.2026')
  await button(state(), t('action.submit')).click()
  await page.getByText(t('problem.required')).first().waitFor()
  await field(page, 'Last day').fill('05.12.2026')
  await atRest(page)
  await forward('submit', 'review')
  await leave(seat)

  await signInAs(seat, 'administrator')
  await open(page, '/lists/tasks')
  const asked = page.getByRole('row').filter({ hasText: /Approve: Leave application/ })
  await asked.last().waitFor()
  await open(page, address)
  await button(state(), t('action.return')).waitFor()
  await atRest(page)
  await page.keyboard.press('KeyR')
  const remark = page.getByRole('dialog')
  await field(remark, t('remark.return')).fill('Who stands in for you?')
  await button(remark, t('action.return')).click()
  await state().locator('[data-state="returned"]').waitFor()
  await leave(seat)

  await signInAs(seat, 'nurse')
  await open(page, '/lists/tasks')
  await page
    .getByRole('row')
    .filter({ hasText: /Correct: Leave application/ })
    .waitFor()
  await open(page, address)
  await page.getByRole('note').getByText('Who stands in for you?').waitFor()
  await page.getByRole('combobox', { name: 'Who stands in' }).fill('Dr. House')
  await atRest(page)
  await forward('submit', 'review')
  await leave(seat)

  await signInAs(seat, 'administrator')
  await open(page, address)
  await forward('approve', 'approved')
  await forward('sign', 'signed')
  await page.locator('canvas[data-drawn]').first().waitFor()
  await forward('archive', 'archived')
  const id = address.split('/').at(-1) ?? ''
  const { data } = await callFromPage(page, 'query', 'compositions.get', { id })
  expect(data).toMatchObject({ state: 'archived', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  await leave(seat)
})

/** A second of video and a picture, made by the browser itself. */
async function pageMedia(): Promise<{ video: number[]; picture: number[] }> {
  return page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    const brush = canvas.getContext('2d')
    const bytesOf = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())]
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: 'video/webm' })
    const pieces: Blob[] = []
    recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data))
    const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve))
    recorder.start()
    for (let frame = 0; frame < 30; frame += 1) {
      brush?.fillRect(frame * 5, 10, 20, 20)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    recorder.stop()
    await stopped
    const picture = await new Promise<Blob>((resolve) =>
      canvas.toBlob((blob) => resolve(blob ?? new Blob())),
    )
    return { video: await bytesOf(new Blob(pieces)), picture: await bytesOf(picture) }
  })
}

/** Drops files onto a part of the screen, as a hand does. */
async function drop(onto: Locator, files: [name: string, bytes: number[]][]): Promise<void> {
  const transfer = await page.evaluateHandle((dropped) => {
    const carried = new DataTransfer()
    for (const [name, bytes] of dropped) carried.items.add(new File([new Uint8Array(bytes)], name))
    return carried
  }, files)
  await onto.dispatchEvent('drop', { dataTransfer: transfer })
}

const filesOf = () => page.getByRole('region', { name: t('files.title'), exact: true })

test('files are dropped onto a patient and shown inside the window: PDF, picture and video', async () => {
  await signInAs(seat, 'doctor')
  const found = await callFromPage(page, 'query', 'patients.search', { query: 'a', limit: 1 })
  const [patient] = found.data as { id: string }[]
  await open(page, `/patients/${patient?.id}`)
  await page.getByRole('tab', { name: seat.words('patients:tab.papers') }).click()
  const section = filesOf()
  await section.waitFor()
  const { video, picture } = await pageMedia()
  const pdf = [...(await renderForm(referral('en')))]
  await drop(section, [
    ['letter.pdf', pdf],
    ['picture.png', picture],
    ['walk.webm', video],
  ])
  const look = async (name: string) => {
    await section.getByRole('button', { name, exact: true }).click()
    return page.getByRole('dialog', { name, exact: true })
  }
  const letter = await look('letter.pdf')
  await letter.locator('canvas[data-drawn]').first().waitFor()
  await page.keyboard.press('Escape')
  const image = (await look('picture.png')).getByRole('img', { name: 'picture.png' })
  await expect
    .poll(() => image.evaluate((one) => (one as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0)
  await page.keyboard.press('Escape')
  const film = (await look('walk.webm')).locator('video')
  await expect
    .poll(() => film.evaluate((one) => (one as HTMLVideoElement).readyState), {
      timeout: patienceMs,
    })
    .toBeGreaterThanOrEqual(2)
  await film.evaluate(async (one) => {
    const player = one as HTMLVideoElement
    player.muted = true
    await player.play()
  })
  await expect
    .poll(() => film.evaluate((one) => (one as HTMLVideoElement).currentTime), {
      timeout: patienceMs,
    })
    .toBeGreaterThan(0)
})

const dayShape = z.object({
  appointments: z.array(
    z.object({ id: z.string(), status: z.string(), patient: z.object({ id: z.string() }) }),
  ),
})

/** Nothing cut off or hard to read, by day and by night. */
async function seeBoth(): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await atRest(page)
    expect(await faultsOf(page)).toEqual([])
  }
}

test('a file dropped onto a visit stands there and among the patient’s papers', async () => {
  await signInAs(seat, 'doctor')
  const read = await callFromPage(page, 'query', 'appointments.day', { day: demoNow.slice(0, 10) })
  const done = dayShape.parse(read.data).appointments.find(({ status }) => status === 'done')
  await open(page, `/visits/${done?.id}`)
  const papers = page.getByRole('complementary', { name: seat.words('visit:papers') })
  await papers.waitFor()
  await filesOf().waitFor()
  await drop(filesOf(), [['ecg.pdf', [...(await renderForm(referral('en')))]]])
  await button(filesOf(), 'ecg.pdf').waitFor()
  await seeBoth()
  await open(page, `/patients/${done?.patient.id}`)
  await page.getByRole('tab', { name: seat.words('patients:tab.papers') }).click()
  await button(filesOf(), 'ecg.pdf').waitFor()
})

test('a consent is printed beside itself, then opened and saved as every paper is', async () => {
  await signInAs(seat, 'receptionist')
  const found = await callFromPage(page, 'query', 'patients.search', { query: 'a', limit: 1 })
  const [patient] = z.array(z.object({ id: z.string() })).parse(found.data)
  await open(page, `/patients/${patient?.id}`)
  await page.getByRole('tab', { name: seat.words('patients:tab.details') }).click()
  const name = seat.words('patients:consents.purpose.data-processing')
  const print = button(page, seat.words('patients:consents.printNamed', { name }))
  await print.first().click()
  await page
    .getByRole('button', { name: /^Open consent-/ })
    .first()
    .waitFor()
  await print.first().waitFor({ state: 'detached' })
  await seeBoth()
})

test('a task about a document stands beside it, is opened there and done', async () => {
  await signInAs(seat, 'administrator')
  await open(page, '/documents')
  await title(seat, 'documents:title').waitFor()
  await page.getByRole('grid').locator('tbody tr').first().waitFor()
  await atRest(page)
  await page.keyboard.press('Enter')
  await state().waitFor()
  await atRest(page)
  await page.keyboard.press('KeyT')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  const wish = await field(dialog, seat.words('tasks:title')).inputValue()
  const owner = dialog.getByRole('combobox', { name: seat.words('tasks:owner.label') })
  await pick(page, owner, seat.words('start:role.receptionist'))
  await button(dialog, seat.words('tasks:create')).click()
  await dialog.waitFor({ state: 'detached' })
  const about = state().getByRole('region', { name: seat.words('tasks:tasks'), exact: true })
  await button(about, wish).last().click()
  await dialog.getByRole('heading', { name: wish, exact: true }).waitFor()
  await seeBoth()
  await page.keyboard.press('KeyD')
  await button(dialog, seat.words('tasks:reopen')).waitFor()
  await seeBoth()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await about.getByText(seat.words('tasks:did.completed')).first().waitFor()
})

test('a task about a referral leads to the referral, where it stands as well', async () => {
  await signInAs(seat, 'doctor')
  const read = await callFromPage(page, 'query', 'referrals.open', { whose: 'mine' })
  const [referred] = z
    .array(z.object({ id: z.string(), number: z.string(), patientId: z.string() }))
    .parse(read.data)
  const wish = `Call about ${referred?.number}`
  await callFromPage(page, 'mutation', 'tasks.create', {
    patientId: referred?.patientId ?? null,
    focus: { kind: 'referral', id: referred?.id ?? '' },
    title: wish,
    description: null,
    owner: { role: 'receptionist' },
    dueOn: null,
  })
  await leave(seat)
  await signInAs(seat, 'receptionist')
  await open(page, '/lists/tasks')
  await page.getByRole('row').filter({ hasText: wish }).click()
  await page.getByRole('button', { name: seat.words('tasks:focus.referral'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: seat.words('referrals:one'), exact: true })
  await dialog.getByText(referred?.number ?? '', { exact: true }).waitFor()
  const about = dialog.getByRole('region', { name: seat.words('tasks:tasks'), exact: true })
  await button(about, wish).waitFor()
  await seeBoth()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})
