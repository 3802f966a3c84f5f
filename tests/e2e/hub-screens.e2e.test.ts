/** Every screen of the hub, with a hub that a real window hosts and another window that joins it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { readInvitation, writeInvitation } from '../../main/sync/wire.ts'
import { button, field, type Seat, waitForSignIn } from '../helpers/hands.ts'
import type { InputOf, ProcedurePath } from '../helpers/procedures.ts'
import {
  type Faults,
  languages as allLanguages,
  open,
  type Round,
  see as look,
  speak,
  title,
} from '../helpers/screen-round.ts'
import { openProxy, type TcpProxy } from '../helpers/tcp-proxy.ts'
import { ask, atRest, countCalls } from '../helpers/window-calls.ts'
import { demoNow, launch, type OpenWindow } from '../helpers/window.ts'
import { wordsOf } from '../helpers/words.ts'

const patienceMs = 60_000
const timeout = 600_000
const day = demoNow.slice(0, 10)
const admin = { login: 'admin', passphrase: 'correct horse battery' }
const databasePassphrase = 'the passphrase of the database'

/** The longest words and the most usual ones, in light and in dark; the texts of all languages are compared elsewhere. */
const languages = allLanguages.slice(0, 2)

/** Looks at what is shown; for the guide, when somebody wants its pictures anew, keeps it as well. */
async function see(round: Round, name: string): Promise<void> {
  // Of the settings this section: the whole page is looked at elsewhere.
  const isSettings = await section(round).isVisible()
  await look(round, name, isSettings ? '#settings-hub' : undefined)
  const pictures = process.env['GUIDE_PICTURES']
  if (pictures === undefined) return
  const file = `hub ${round.title} ${name}`.replaceAll(/[^a-z]+/g, '-')
  await round.page.screenshot({ path: path.join(pictures, `${file}.png`), animations: 'disabled' })
}

let folder: string
let host: OpenWindow
let guest: OpenWindow
let proxy: TcpProxy

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-hub-screens-'))
  host = await launch({ profile: path.join(folder, 'host') })
  guest = await launch({ profile: path.join(folder, 'guest') })
  proxy = await openProxy()
  for (const { page } of [host, guest]) {
    page.setDefaultTimeout(patienceMs)
    await countCalls(page)
  }
  await ask(host.page, 'mutation', 'workstation.setUp', {
    name: 'Three Whales',
    country: 'GB',
    language: 'en',
    currency: 'GBP',
    timeZone: 'UTC',
    administrator: { family: 'Whale', given: 'Ada', patronymic: null, ...admin },
    databasePassphrase,
  })
  await atDesk(host.page)
  for (const name of ['Room 1', 'Room 2', 'Room 3, ultrasound and small surgery']) {
    await make('catalog.createRoom', { name })
  }
}, timeout)

afterAll(async () => {
  await Promise.all([host.kill(), guest.kill()])
  await proxy.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The screens stand, and a place can be gone to. */
async function atDesk(page: Page): Promise<void> {
  const words = await wordsOf('en')
  await page.getByRole('navigation', { name: words('shell:places'), exact: true }).waitFor()
}

/** One visit in each language; ends in English. */
async function inEachLanguage(
  { page }: OpenWindow,
  name: string,
  visit: (round: Round) => Promise<void>,
): Promise<void> {
  const faults: Faults = {}
  let words = await wordsOf('en')
  for (const { language, name: chosen, colorScheme, colours } of languages) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    if (language !== 'en') words = await speak({ page, words }, language, chosen)
    await visit({ page, words, faults, title: `${name}, ${language}, ${colorScheme}`, colours })
  }
  await speak({ page, words }, 'en', 'English')
  expect(faults).toEqual({})
}

const section = ({ page, words }: Seat): Locator =>
  page.getByRole('region', { name: words('settings:section.hub'), exact: true })

/** Opens a dialog by a button, looks, and closes it. */
async function seeDialog(round: Round, name: string, opener: Locator): Promise<void> {
  await opener.click()
  await round.page.getByRole('dialog').waitFor()
  await see(round, name)
  await closeDialog(round)
}

async function closeDialog({ page }: Round): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** The form with which a workstation joins, in both of its ways. */
async function seeJoining(round: Round): Promise<void> {
  const { page, words } = round
  const way = page.getByRole('radiogroup', { name: words('hub:join.way'), exact: true })
  await way.getByText(words('hub:join.byText'), { exact: true }).click()
  await see(round, 'by its line')
  await way.getByText(words('hub:join.byCode'), { exact: true }).click()
  await button(page, words('hub:join.lookAgain')).waitFor()
  await see(round, 'by a code')
  await button(page, words('hub:join.submit')).click()
  await see(round, 'with nothing typed')
}

test('settings of a workstation that works alone', { timeout }, async () => {
  const { page } = host
  await openSection({ page, words: await wordsOf('en') })
  await inEachLanguage(host, 'alone', async (round) => {
    const { words } = round
    for (const key of ['setting.host', 'setting.join']) {
      // Its description is a part of its name.
      const name = new RegExp(`^${words(`hub:${key}`)}`)
      const way = section(round).getByRole('switch', { name })
      if (!(await way.isChecked())) await way.click()
    }
    await button(section(round), words('hub:join.submit')).waitFor()
    await see(round, 'the section')
  })
})

/** Where an address leads to a section, that stands at the top and stays there. */
async function openSection(seat: Seat): Promise<void> {
  await open(seat.page, '/decisions')
  await title(seat, 'hub:decide.title').waitFor()
  await open(seat.page, '/settings?section=hub')
  await expect
    .poll(async () => (await section(seat).boundingBox())?.y, { timeout: patienceMs })
    .toBeLessThan(120)
}

test('the first start as one more workstation', { timeout }, async () => {
  const { page } = guest
  const faults: Faults = {}
  let words = await wordsOf('en')
  await title({ page, words }, 'start:welcome.title').waitFor()
  for (const { language, name, colorScheme, colours } of languages) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.getByRole('combobox', { name: words('start:language'), exact: true }).click()
    await page.getByRole('option', { name, exact: true }).click()
    words = await wordsOf(language)
    const round = {
      page,
      words,
      faults,
      title: `first start, ${language}, ${colorScheme}`,
      colours,
    }
    await title(round, 'start:welcome.title').waitFor()
    await button(page, words('start:welcome.join')).click()
    await title(round, 'hub:start.title').waitFor()
    await seeJoining(round)
    await button(page, words('start:setUp.back')).click()
  }
  await page.getByRole('combobox', { name: words('start:language'), exact: true }).click()
  await page.getByRole('option', { name: 'English', exact: true }).click()
  expect(faults).toEqual({})
})

const withState = z.object({ id: z.string() })
const rooms = z.array(z.object({ id: z.string(), name: z.string() }))

async function make<Path extends ProcedurePath>(procedure: Path, input: InputOf<Path>) {
  return withState.parse(await ask(host.page, 'mutation', procedure, input)).id
}

test('settings of the workstation that hosts the hub, and its dialogs', { timeout }, async () => {
  const { page } = host
  const words = await wordsOf('en')
  await field(section({ page, words }), words('hub:setting.port')).fill('47610')
  await button(page, words('hub:host.start')).click()
  const state = page.getByText(words('hub:foot.in-sync'), { exact: true })
  await state.first().waitFor()
  await button(section({ page, words }), words('hub:invite.open')).waitFor()
  const [first, second] = rooms.parse(await ask(page, 'query', 'catalog.rooms', undefined))
  const branches = [first?.id ?? '', second?.id ?? '']
  await join(branches)
  await openSection({ page, words })
  await inEachLanguage(host, 'hosting', async (round) => {
    const within = section(round)
    await within.getByText('Front desk two').waitFor()
    await within.getByRole('table').scrollIntoViewIfNeeded()
    await see(round, 'the section')
    await seeInviting(round, first?.name ?? '')
    await seeDialog(round, 'copying', button(within, round.words('hub:host.backup')))
    await seeDialog(round, 'rooms', button(within, round.words('hub:limit.open')))
    await seeDialog(round, 'revoking', button(within, round.words('hub:device.revoke')))
  })
  await ask(page, 'mutation', 'hosting.limit', { deviceId: await guestId(), branches: null })
})

async function seeInviting(round: Round, room: string): Promise<void> {
  const { page, words } = round
  await button(section(round), words('hub:invite.open')).click()
  const dialog = page.getByRole('dialog', { name: words('hub:invite.title'), exact: true })
  await dialog.getByRole('radio', { name: words('hub:branches.some'), exact: true }).click()
  await button(dialog, words('hub:invite.make')).click()
  await dialog.getByRole('alert').waitFor()
  await see(round, 'inviting, no room chosen')
  await dialog.getByRole('checkbox', { name: room, exact: true }).click()
  await button(dialog, words('hub:invite.make')).click()
  await dialog.getByText(words('hub:invite.code'), { exact: true }).waitFor()
  await see(round, 'the invitation')
  await closeDialog(round)
}

const invited = z.object({ invitation: z.string() })

/** Through a proxy, so that the cable can be pulled. */
async function join(branches: string[]): Promise<void> {
  const told = await ask(host.page, 'mutation', 'hosting.invite', { minutes: 15, branches })
  const invitation = readInvitation(invited.parse(told).invitation)
  if (invitation === null) throw new Error('That is no invitation.')
  proxy.targets = [Number(new URL(invitation.address).port)]
  await ask(guest.page, 'mutation', 'sync.joinAsNew', {
    invitation: writeInvitation({ ...invitation, address: `https://127.0.0.1:${proxy.port}` }),
    name: 'Front desk two',
    databasePassphrase,
  })
  await waitForSignIn({ page: guest.page, words: await wordsOf('en') }, patienceMs)
  await ask(guest.page, 'mutation', 'staff.signIn', admin)
  await atDesk(guest.page)
}

const devices = z.array(z.object({ id: z.string(), isThis: z.boolean() }))

async function guestId(): Promise<string> {
  const all = devices.parse(await ask(host.page, 'query', 'hosting.devices', undefined))
  return all.find(({ isThis }) => !isThis)?.id ?? ''
}

const person = { given: 'Anna', patronymic: null, email: null, language: 'en' as const }
const colleague = {
  ...person,
  family: 'Heron',
  roles: ['doctor' as const],
  specialty: 'GP',
  phone: null,
  passphrase: admin.passphrase,
}

/** A doctor with the whole day free, a service and a patient, known at both desks. */
async function prepareBooking() {
  const categoryId = await make('catalog.createCategory', { name: 'Home visits' })
  const serviceId = await make('catalog.createService', {
    categoryId,
    code: 'H-1',
    name: 'Visit at home',
    durationMinutes: 30,
    priceMinor: 60_00,
    preparation: null,
  })
  const practitionerId = await make('staff.create', { ...colleague, login: 'heron' })
  await ask(host.page, 'mutation', 'schedule.addHours', {
    practitionerId,
    weekday: 2,
    startsLocal: '08:00',
    endsLocal: '18:00',
    validFrom: '2026-01-01',
    validTo: null,
    locationId: null,
  })
  await ask(host.page, 'mutation', 'catalog.setOffers', { practitionerId, serviceIds: [serviceId] })
  const patientId = await make('patients.register', {
    ...person,
    family: 'Quillfeather',
    sex: 'female',
    bornOn: '1980-02-29',
    phones: [{ use: 'mobile', value: '+44 7700 900123' }],
    address: null,
    document: null,
    note: null,
    consent: { textVersion: '1', givenOn: '2026-11-20', method: 'paper' },
    withCard: false,
  })
  return { practitionerId, serviceId, patientId }
}

test('nothing to decide, then a lost time and a refused change', { timeout }, async () => {
  const { page } = guest
  const words = await wordsOf('en')
  await page.getByText(words('hub:foot.in-sync'), { exact: true }).first().waitFor()
  await open(page, '/decisions')
  await inEachLanguage(guest, 'decisions', async (round) => {
    await page.getByText(round.words('hub:decide.empty'), { exact: true }).waitFor()
    await see(round, 'nothing')
  })
  const place = await prepareBooking()
  const wish = { ...place, as: 'confirmed' as const, note: 'Brings her letters', day }
  await expect
    .poll(
      async () =>
        JSON.stringify(
          await ask(page, 'query', 'patients.search', { query: 'Quillfeather', limit: 5 }),
        ),
      { timeout: patienceMs },
    )
    .toContain(place.patientId)
  proxy.setReachable(false)
  for (const { page: desk } of [host, guest]) {
    await ask(desk, 'mutation', 'appointments.book', { ...wish, localTime: '15:00' })
    // One login for two: the second one is refused.
    await ask(desk, 'mutation', 'staff.create', { ...colleague, login: 'wren' })
  }
  await openSection({ page, words: await wordsOf('en') })
  await inEachLanguage(guest, 'cut off', async (round) => {
    await section(round).getByText('127.0.0.1').first().waitFor()
    await button(section(round), round.words('hub:standing.tryNow')).waitFor()
    await see(round, 'the section')
  })
  proxy.setReachable(true)
  await ask(page, 'mutation', 'sync.now', undefined)
  await page.locator('a[href$="/decisions"]').waitFor()
  await inEachLanguage(guest, 'a member', async (round) => {
    const within = section(round)
    await see(round, 'the section')
    await seeDialog(round, 'another address', button(within, round.words('hub:address.open')))
  })
  await open(page, '/decisions')
  await inEachLanguage(guest, 'decisions', seeDecisions)
})

async function seeDecisions(round: Round): Promise<void> {
  const { page, words } = round
  const side = page.getByRole('complementary', { name: words('hub:decide.selected'), exact: true })
  const rows = page.getByRole('grid', { name: words('hub:decide.list'), exact: true })
  await rows.getByText('Quillfeather').first().click()
  await button(side, words('hub:rebook.find')).waitFor()
  await see(round, 'a lost time')
  await seeDialog(round, 'finding a new time', button(side, words('hub:rebook.find')))
  await seeDialog(round, 'no new time', button(side, words('hub:rebook.dismiss')))
  await rows.getByText(words('hub:domain.staff')).first().click()
  await button(side, words('hub:refusal.retry')).waitFor()
  await see(round, 'a refused change')
}

test('a file whose content is on another workstation says so in words', { timeout }, async () => {
  const { page } = guest
  const found = await ask(page, 'query', 'patients.search', { query: 'Quillfeather', limit: 5 })
  const [patient] = z.array(z.object({ id: z.string() })).parse(found)
  const id = patient?.id ?? ''
  // The row comes along the line that is open; its file would come by a request of its own.
  proxy.setReachable(true)
  const picture = await host.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 64)
    canvas.getContext('2d')?.fillRect(0, 0, 64, 64)
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  const { version } = z
    .object({ version: z.number() })
    .parse(await ask(host.page, 'query', 'patients.get', { id }))
  await ask(host.page, 'mutation', 'record.setPhoto', {
    id,
    version,
    picture: Uint8Array.from(picture),
  })
  await expect
    .poll(
      async () =>
        JSON.stringify(
          await ask(page, 'query', 'patients.search', { query: 'Quillfeather', limit: 5 }),
        ),
      { timeout: patienceMs },
    )
    .toMatch(/"photoSha256":"[0-9a-f]{64}"/)
  proxy.setReachable(false)
  await open(page, `/patients/${id}`)
  await inEachLanguage(guest, 'a photo elsewhere', async (round) => {
    await page.getByText(round.words('patients:photo.notHereYet'), { exact: true }).waitFor()
    await see(round, 'the patient')
  })
  proxy.setReachable(true)
  await ask(page, 'mutation', 'sync.now', undefined)
  const words = await wordsOf('en')
  await page.getByRole('img', { name: words('patients:photo.title'), exact: true }).waitFor()
})

test('a workstation that was taken off, on both sides', { timeout }, async () => {
  await ask(host.page, 'mutation', 'hosting.revoke', { deviceId: await guestId() })
  const words = await wordsOf('en')
  await guest.page.getByText(words('hub:foot.revoked'), { exact: true }).first().waitFor()
  await openSection({ page: guest.page, words })
  await inEachLanguage(guest, 'taken off', (round) => see(round, 'the section'))
  await openSection({ page: host.page, words })
  await inEachLanguage(host, 'one taken off', async (round) => {
    await section(round).getByRole('row').nth(2).waitFor()
    await see(round, 'the section')
  })
  await atRest(host.page)
})
