/** What an administrator sees of signing in: who did, who tried, and nothing of what was typed. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listSignIns, signIn } from '../../../../main/clinic/staff/staff.service.ts'
import { openTestClinic, type TestClinic, testNow } from '../../../helpers/clinic.ts'

let clinic: TestClinic

beforeEach(async () => {
  clinic = await openTestClinic()
})
afterEach(() => clinic.close())

const attempt = (passphrase: string, login = 'admin') =>
  signIn(clinic.deskOf([], 'nobody').with({}), { login, passphrase }).catch((error) => error.code)

const outcomes = async () => (await listSignIns(clinic.desk)).map(({ outcome }) => outcome)

test('each attempt is a fact, newest first, with the person whose account it was', async () => {
  await attempt('wrong')
  clinic.setNow('2026-11-16T06:01:00.000Z')
  await attempt('correct horse')
  const name = { family: 'Смирнова', given: 'Елена', patronymic: 'Олеговна' }
  const account = { practitionerId: clinic.administratorId, name, deviceId: 'device-a' }
  expect(await listSignIns(clinic.desk)).toMatchObject([
    { ...account, outcome: 'accepted', at: '2026-11-16T06:01:00.000Z' },
    { ...account, outcome: 'refused', at: testNow },
  ])
})

test('the failure that locks the account says so; attempts while it is locked add none', async () => {
  for (let failure = 0; failure < 5; failure += 1) await attempt('wrong')
  expect(await attempt('correct horse')).toBe('locked-out')
  expect(await outcomes()).toEqual(['locked', 'refused', 'refused', 'refused', 'refused'])
})

test('attempts made at once are all counted', async () => {
  await Promise.all(Array.from({ length: 5 }, () => attempt('wrong')))
  expect(await outcomes()).toContain('locked')
  expect(await attempt('correct horse')).toBe('locked-out')
})

test('of an unknown login only the moment is kept, because it may be a passphrase', async () => {
  expect(await attempt('x', 'correct horse battery')).toBe('wrong-credentials')
  expect(await listSignIns(clinic.desk)).toMatchObject([{ practitionerId: null, name: null }])
  for (const table of ['sign_in', 'audit_event', 'outbox_operation']) {
    const rows = JSON.stringify(clinic.raw.prepare(`SELECT * FROM ${table}`).all())
    expect(rows).not.toContain('horse battery')
  }
})

test('the audit trail and the outbox have each of them', async () => {
  await attempt('wrong')
  const count = (from: string) =>
    clinic.raw.prepare(`SELECT count(*) FROM ${from} WHERE entity = 'sign_in'`).pluck().get()
  expect([count('audit_event'), count('outbox_operation')]).toEqual([1, 1])
})
