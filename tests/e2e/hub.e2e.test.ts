/** Two desks in two real windows and one hub: what one books the other sees, and of one time that both booked one keeps it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { writeInvitation } from '../../main/sync/wire.ts'
import { type HubProcess, startHubProcess } from '../helpers/hub-process.ts'
import type { InputOf, ProcedurePath } from '../helpers/procedures.ts'
import { openProxy, type TcpProxy } from '../helpers/tcp-proxy.ts'
import { demoNow, launch, type OpenWindow } from '../helpers/window.ts'
import { ask } from '../helpers/window-calls.ts'

const patienceMs = 30_000
const day = demoNow.slice(0, 10)
const admin = { login: 'admin', passphrase: 'correct horse battery' }
const databasePassphrase = 'the passphrase of the database'
const withId = z.object({ id: z.string() })

let folder: string
let hub: HubProcess
let proxy: TcpProxy
let a: OpenWindow
let b: OpenWindow
let place: { practitionerId: string; serviceId: string; patientId: string }

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-two-desks-'))
  hub = await startHubProcess({
    storage: `file:${path.join(folder, 'hub.db')}`,
    key: '07'.repeat(32),
    clockOffMs: Date.parse(demoNow) - Date.now(),
  })
  proxy = await openProxy(hub.port)
  a = await launch({ profile: path.join(folder, 'a') })
  b = await launch({ profile: path.join(folder, 'b') })
  place = await foundClinic(a.page)
  await ask(a.page, 'mutation', 'sync.join', { invitation: await invite(), name: 'Desk A' })
  await ask(b.page, 'mutation', 'sync.joinAsNew', {
    invitation: await invite(),
    name: 'Desk B',
    databasePassphrase,
  })
  await ask(b.page, 'mutation', 'staff.signIn', admin)
}, 400_000)

afterAll(async () => {
  await Promise.all([a.kill(), b.kill()])
  await proxy.close()
  await hub.kill()
  rmSync(folder, { recursive: true, force: true })
})

/** Through the proxy, so that the cable can be pulled. */
async function invite(): Promise<string> {
  const { fingerprint, code } = await hub.invite()
  return writeInvitation({ address: `https://127.0.0.1:${proxy.port}`, fingerprint, code })
}

async function foundClinic(page: Page) {
  const person = { given: 'Anna', patronymic: null, email: null, language: 'en' as const }
  await ask(page, 'mutation', 'workstation.setUp', {
    name: 'Three Whales',
    country: 'GB',
    language: 'en',
    currency: 'GBP',
    timeZone: 'UTC',
    administrator: { family: 'Whale', given: 'Ada', patronymic: null, ...admin },
    databasePassphrase,
  })
  const make = async <Path extends ProcedurePath>(procedure: Path, input: InputOf<Path>) =>
    withId.parse(await ask(page, 'mutation', procedure, input)).id
  const categoryId = await make('catalog.createCategory', { name: 'Visits' })
  const serviceId = await make('catalog.createService', {
    categoryId,
    code: 'V-1',
    name: 'Visit',
    durationMinutes: 30,
    priceMinor: 60_00,
    preparation: null,
  })
  const practitionerId = await make('staff.create', {
    ...person,
    family: 'Heron',
    roles: ['doctor'],
    specialty: 'GP',
    phone: null,
    login: 'heron',
    passphrase: 'correct horse battery',
  })
  await ask(page, 'mutation', 'schedule.addHours', {
    practitionerId,
    weekday: 2,
    startsLocal: '08:00',
    endsLocal: '18:00',
    validFrom: '2026-01-01',
    validTo: null,
    locationId: null,
  })
  await ask(page, 'mutation', 'catalog.setOffers', { practitionerId, serviceIds: [serviceId] })
  const patientId = await make('patients.register', {
    ...person,
    family: 'Quillfeather',
    sex: 'female',
    bornOn: '1980-02-29',
    phones: [],
    address: null,
    document: null,
    note: null,
    consent: { textVersion: '1', givenOn: '2026-11-20', method: 'paper' },
    withCard: false,
  })
  return { practitionerId, serviceId, patientId }
}

async function book(page: Page, localTime: string): Promise<string> {
  const wish = { ...place, as: 'confirmed' as const, note: null, day, localTime }
  return withId.parse(await ask(page, 'mutation', 'appointments.book', wish)).id
}

const tasks = z.array(z.object({ id: z.string() }))

async function tasksAt(page: Page): Promise<number> {
  return tasks.parse(await ask(page, 'query', 'appointments.rebookTasks', undefined)).length
}

const withStatus = z.object({ status: z.string() })

async function statusAt(page: Page, id: string): Promise<string> {
  return withStatus.parse(await ask(page, 'query', 'appointments.details', { id })).status
}

test('what one desk books the other desk sees without a reload', async () => {
  const id = await book(a.page, '14:00')
  await b.page.locator(`[data-booking="${id}"]`).waitFor({ timeout: patienceMs })
}, 120_000)

test('of one time that both booked while they were cut off one is kept, and there is one task', async () => {
  proxy.setReachable(false)
  const [ofA, ofB] = [await book(a.page, '15:00'), await book(b.page, '15:00')]
  await a.page.locator(`[data-booking="${ofA}"]`).waitFor({ timeout: patienceMs })
  await b.page.locator(`[data-booking="${ofB}"]`).waitFor({ timeout: patienceMs })
  proxy.setReachable(true)
  for (const { page } of [a, b]) await ask(page, 'mutation', 'sync.now', undefined)
  for (const { page } of [a, b]) {
    await expect.poll(() => tasksAt(page), { timeout: patienceMs }).toBe(1)
    const statuses = [await statusAt(page, ofA), await statusAt(page, ofB)]
    expect(statuses.toSorted()).toEqual(['cancelled', 'confirmed'])
  }
}, 120_000)
