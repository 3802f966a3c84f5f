/** The demo clinic in a real database: what the plan says is what the services have made of it. */
import { afterAll, describe, expect, test, vi } from 'vitest'
import { listOutsideHours } from '../../../main/clinic/schedule/planning.service.ts'
import { setUpClinic } from '../../../main/clinic/settings/settings.service.ts'
import { languages } from '../../../main/clinic/shared/languages.ts'
import type { Language } from '../../../main/clinic/shared/languages.ts'
import { signIn } from '../../../main/clinic/staff/staff.service.ts'
import { migrate } from '../../../main/db/migrate.ts'
import { openDatabase } from '../../../main/db/open.ts'
import { demoCountryFor } from '../../../main/demo/countries.ts'
import { listDemoAccounts } from '../../../main/demo/demo-accounts.ts'
import { openDemoConnection } from '../../../main/demo/demo-connection.ts'
import { makeDemoClinic } from '../../../main/demo/make-demo-clinic.ts'
import type { DemoWish } from '../../../main/demo/make-demo-clinic.ts'
import { planClinic } from '../../../main/demo/plan.ts'
import type { PlannedBooking } from '../../../main/demo/plan.ts'
import type { Progress } from '../../../main/worker/jobs.ts'

// Each makes whole clinics, which takes long on a busy machine; how long is no part of what is tested.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

/** A Friday, 11:18 in Moscow. */
const now = '2026-11-20T08:18:00.000Z'
const small = { seed: 'test', patientCount: 250, daysBack: 6, daysForward: 6 }

const open: ReturnType<typeof openDatabase>[] = []
afterAll(() => {
  for (const raw of open) raw.close()
})

async function emptyDatabase() {
  const raw = openDatabase({ path: ':memory:', key: null, mayCreate: true })
  open.push(raw)
  await migrate(raw, null)
  raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run('device-a', 'Desk A', 'A', now)
  return { raw, ...openDemoConnection(raw, now) }
}

async function makeClinic(language: Language, change: Partial<DemoWish> = {}) {
  const made = await emptyDatabase()
  await makeDemoClinic(made.desk, { language, now, setNow: made.setNow, plan: small, ...change })
  made.finish()
  const count = (from: string): unknown =>
    made.raw.prepare(`SELECT count(*) FROM ${from}`).pluck().get()
  const rows = (sql: string): unknown[] => made.raw.prepare(sql).all()
  return { ...made, count, rows }
}

describe('a small Russian demo clinic', async () => {
  const clinic = await makeClinic('ru')
  const plan = planClinic({ ...small, country: 'RU', now })
  const { count } = clinic
  const bookings = (fits: (booking: PlannedBooking) => boolean): number =>
    plan.bookings.filter(fits).length

  test('has the staff, services, rooms and hours of the plan', () => {
    expect(count('practitioner')).toBe(16)
    expect(count('credential')).toBe(16)
    expect(count('healthcare_service')).toBe(60)
    expect(count('service_category')).toBe(7)
    expect(count('service_category WHERE parent_id IS NOT NULL')).toBe(1)
    expect(count('location')).toBe(11)
    expect(count('weekly_hours')).toBe(plan.doctors.flatMap((one) => one.hours).length)
    expect(count('leave')).toBe(2)
    expect(count('extra_hours')).toBe(1)
  })

  test('has machines that scans claim, a package, price lists and a patient who pays by one', () => {
    expect(count('equipment')).toBe(3)
    expect(count('location WHERE kind IS NULL')).toBe(0)
    expect(count('service_need')).toBe(10)
    const scans = plan.bookings.filter(
      ({ status, service }) =>
        service.category === 'ultrasound' && status !== 'cancelled' && status !== 'no-show',
    )
    expect(scans.length).toBeGreaterThan(10)
    expect(count(`resource_claim WHERE resource_id IN (SELECT id FROM equipment)`)).toBe(
      scans.length,
    )
    expect(count('service_package')).toBe(1)
    expect(count('price_list')).toBe(2)
    expect(count('coverage')).toBe(1)
  })

  test('has nobody booked while the doctor is away or the clinic is closed', async () => {
    expect(await listOutsideHours(clinic.desk)).toEqual([])
  })

  test('has every patient with a consent, and the cards of the plan', () => {
    expect(count('patient')).toBe(250)
    expect(count('consent')).toBe(250)
    const cards = plan.patients.filter((one) => one.card !== null)
    expect(count('medical_card')).toBe(cards.length)
    const approved = cards.filter((one) => one.card?.status === 'approved')
    expect(count("medical_card WHERE status = 'approved'")).toBe(approved.length)
  })

  test('has every booking in the status and with the steps of the plan', () => {
    expect(count('appointment')).toBe(plan.bookings.length)
    for (const status of new Set(plan.bookings.map((one) => one.status))) {
      expect(count(`appointment WHERE status = '${status}'`)).toBe(
        bookings((one) => one.status === status),
      )
    }
    const steps = plan.bookings.reduce((sum, one) => sum + one.steps.length, 0)
    expect(count('appointment_step')).toBe(steps)
  })

  test('tells each step at its own instant', () => {
    const made = clinic.rows('SELECT starts_at, created_at FROM appointment ORDER BY 1, 2')
    const planned = plan.bookings.map((one) => [one.startsAt, one.steps[0]?.at].join())
    expect(made.map((row) => Object.values(row ?? {}).join())).toEqual(planned.toSorted())
    expect(count(`appointment_step WHERE at > '${now}'`)).toBe(0)
    expect(count(`audit_event WHERE at > '${now}'`)).toBe(0)
  })

  test('has visits, signed as planned, with drafts of those that are being written', () => {
    expect(count('encounter')).toBe(bookings((one) => one.visit !== null))
    const signed = bookings((one) => one.visit !== null && one.visit.signedAt !== null)
    expect(count('encounter WHERE signed_at IS NOT NULL')).toBe(signed)
    expect(count('draft')).toBe(bookings((one) => one.visit !== null) - signed)
    expect(count('service_request')).toBe(bookings((one) => Boolean(one.visit?.referral)))
  })

  test('has invoices, payments and refunds of the planned sums', () => {
    const bills = plan.bookings.flatMap((one) => one.bill ?? [])
    const sum = (amounts: number[]): number => amounts.reduce((total, one) => total + one, 0)
    const total = (sql: string): unknown => clinic.raw.prepare(sql).pluck().get()
    expect(count('invoice')).toBe(bills.length)
    expect(total('SELECT sum(total_minor) FROM invoice')).toBe(
      sum(bills.map((one) => one.totalMinor)),
    )
    expect(total('SELECT sum(amount_minor) FROM payment')).toBe(
      sum(bills.flatMap((one) => one.payments.map((payment) => payment.amountMinor))),
    )
    expect(total('SELECT coalesce(sum(amount_minor), 0) FROM refund')).toBe(
      sum(bills.map((one) => one.refund?.amountMinor ?? 0)),
    )
  })

  test('leaves no mail to send, and prints only the papers of the last day', () => {
    expect(count("message WHERE state NOT IN ('sent', 'failed')")).toBe(0)
    expect(count("message WHERE state = 'sent' AND subject <> '' AND sent_at IS NOT NULL")).toBe(
      count("message WHERE state = 'sent'"),
    )
    expect(count("message WHERE state = 'sent'")).toBeGreaterThan(10)
    expect(count("document_reference WHERE created_at < '2026-11-19T08:18:00.000Z'")).toBe(0)
    expect(count("document_reference WHERE kind = 'invoice'")).toBeGreaterThan(0)
  })

  test('is audited and in the outbox row by row, as all work is', () => {
    expect(count('audit_event')).toBe(count('outbox_operation'))
    const actors = clinic.rows('SELECT DISTINCT actor_id FROM audit_event')
    // Fourteen work at the desk or see patients, the administrator hires, the program sets up;
    // the nurse and the doctor on leave may have had nothing to write.
    expect(actors.length).toBeGreaterThanOrEqual(13)
  })
})

test.each(languages)('in %s everyone can sign in with one click', async (language) => {
  const plan = { ...small, patientCount: 120, daysBack: 1, daysForward: 1 }
  const { desk, count } = await makeClinic(language, { plan })
  const accounts = await listDemoAccounts(desk)
  expect(accounts.map((one) => one.roles.join())).toEqual([
    'receptionist',
    'doctor',
    'doctor',
    'nurse',
    'cashier',
    'administrator',
  ])
  for (const { login, passphrase, roles } of accounts) {
    expect(await signIn(desk.with({}), { login, passphrase })).toMatchObject({ roles })
  }
  expect(count(`organization WHERE country = '${demoCountryFor(language)}'`)).toBe(1)
  expect(count('appointment')).toBeGreaterThan(40)
})

test('is the same when it is made again', async () => {
  const plan = { ...small, patientCount: 80, daysBack: 2, daysForward: 1 }
  const tables = ['patient', 'appointment', 'appointment_step', 'invoice', 'payment', 'message']
  const contents = async (): Promise<unknown[][]> => {
    const { rows } = await makeClinic('fr', { plan })
    return tables.map((table) => rows(`SELECT * FROM ${table} ORDER BY id`))
  }
  expect(await contents()).toEqual(await contents())
})

test('tells how far it is, never going back, up to the end', async () => {
  const plan = { ...small, patientCount: 60, daysBack: 1, daysForward: 1 }
  const told: Progress[] = []
  await makeClinic('en', { plan, onProgress: (progress) => told.push(progress) })
  expect(new Set(told.map((one) => one.phase))).toEqual(
    new Set(['staff', 'services', 'patients', 'appointments']),
  )
  expect(told.map((one) => one.done)).toEqual(told.map((one) => one.done).toSorted((a, b) => a - b))
  expect(told.at(-1)?.done).toBe(told.at(-1)?.total)
})

test('stops when it is asked to', async () => {
  const controller = new AbortController()
  const made = await emptyDatabase()
  const making = makeDemoClinic(made.desk, {
    language: 'en',
    now,
    setNow: made.setNow,
    plan: { ...small, patientCount: 60, daysBack: 1, daysForward: 1 },
    signal: controller.signal,
    onProgress: ({ phase }) => {
      if (phase === 'patients') controller.abort()
    },
  })
  await expect(making).rejects.toMatchObject({ name: 'AbortError' })
  expect(made.raw.prepare('SELECT count(*) FROM appointment').pluck().get()).toBe(0)
})

test('is never made over a clinic that is there', async () => {
  const { desk, setNow } = await emptyDatabase()
  await setUpClinic(desk, {
    name: 'Own clinic',
    country: 'GB',
    language: 'en',
    currency: 'GBP',
    timeZone: 'Europe/London',
    administrator: {
      family: 'Ashworth',
      given: 'Simon',
      patronymic: null,
      login: 'admin',
      passphrase: 'correct horse',
    },
  })
  await expect(
    makeDemoClinic(desk, { language: 'en', now, setNow, plan: small }),
  ).rejects.toMatchObject({ code: 'already-set-up' })
})
