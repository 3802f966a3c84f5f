/** Accounts and sessions through the procedures: lockout, lock screen, sessions that die. */
import { readFileSync } from 'node:fs'
import { verify } from '@node-rs/argon2'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Role } from '../../../main/clinic/shared/permissions.ts'
import { openDatabase } from '../../../main/db/open.ts'
import { Session } from '../../../main/ipc/session.ts'
import { Workstation } from '../../../main/workstation.ts'
import {
  colleague,
  everyPassphrase,
  openProcedureClinic,
  type Outcome,
  type ProcedureClinic,
} from '../../helpers/procedures.ts'
import { administratorPassphrase, fakeKeyStore } from '../../helpers/workstation.ts'

let now = '2026-11-21T09:00:00.000Z'
let clinic: ProcedureClinic
beforeEach(async () => {
  now = '2026-11-21T09:00:00.000Z'
  clinic = await openProcedureClinic({ now: () => now })
})
afterEach(() => clinic.close())

const secondsLater = (seconds: number) => new Date(Date.parse(now) + seconds * 1000).toISOString()

const refusal = (outcome: Outcome) => (outcome.ok ? 'ok' : outcome.clinic?.code)

const signIn = (login: string, passphrase: string, session = new Session()) =>
  clinic.call('staff.signIn', { login, passphrase }, session)

const reading = (session: Session) => clinic.call('staff.me', undefined, session)

interface StaffRow {
  id: string
  version: number
  family: string
  given: string
  roles: Role[]
  login: string | null
  archivedAt: string | null
}

async function staffRow(id: string): Promise<StaffRow> {
  const outcome = await clinic.call('staff.list', undefined, await clinic.signedIn('administrator'))
  const rows = outcome.ok ? (outcome.data as StaffRow[]) : []
  const row = rows.find((one) => one.id === id)
  if (row === undefined) throw new Error('no such person')
  return row
}

/** What an administrator does to a person's account. */
async function change(
  path: 'staff.update' | 'staff.archive' | 'staff.resetPassphrase',
  id: string,
  fields: Record<string, unknown>,
): Promise<Outcome> {
  const { version } = await staffRow(id)
  const wish = path === 'staff.resetPassphrase' ? { id, ...fields } : { id, version, ...fields }
  return clinic.call(path, wish, await clinic.signedIn('administrator'))
}

const person = (roles: Role[]) => {
  const { login: _login, passphrase: _passphrase, ...fields } = colleague('x', roles)
  return fields
}

describe('signing in', () => {
  test('begins a session of that person', async () => {
    const session = new Session()
    expect(await signIn('receptionist', everyPassphrase, session)).toMatchObject({ ok: true })
    expect(session.signedIn).toMatchObject({
      practitionerId: clinic.staff.receptionist,
      roles: ['receptionist'],
      locked: false,
    })
    expect(await reading(session)).toMatchObject({ ok: true, data: { roles: ['receptionist'] } })
  })

  test('takes the login however it is written, and the passphrase only as it is', async () => {
    expect(await signIn('  Receptionist ', everyPassphrase)).toMatchObject({ ok: true })
    expect(refusal(await signIn('receptionist', everyPassphrase.toUpperCase()))).toBe(
      'wrong-credentials',
    )
    expect(refusal(await signIn('receptionist', `${everyPassphrase} `))).toBe('wrong-credentials')
  })

  test('says the same of a wrong login, a wrong passphrase and an archived account', async () => {
    await change('staff.archive', clinic.staff.nurse, { archived: true })
    const outcomes = [
      await signIn('receptionist', 'something else'),
      await signIn('nobody-of-that-name', 'something else'),
      await signIn('nurse', everyPassphrase),
      await signIn('', ''),
      await signIn(`' OR '1'='1`, `' OR '1'='1`),
    ]
    const [first] = outcomes
    expect(first).toMatchObject({
      ok: false,
      code: 'UNAUTHORIZED',
      clinic: { code: 'wrong-credentials', data: {} },
    })
    for (const outcome of outcomes) {
      if (outcome.ok || first?.ok !== false) throw new Error('someone came in')
      expect([outcome.code, outcome.clinic]).toEqual([first.code, first.clinic])
    }
  })

  test('verifies a passphrase also when nobody has that login, so that it takes as long', async () => {
    const source = readFileSync('main/clinic/staff/staff.service.ts', 'utf8')
    const [hash = ''] = /\$argon2id\$[^']+/.exec(source) ?? []
    expect(hash).toContain('m=19456,t=2,p=1')
    expect(await verify(hash, 'anything')).toBe(false)
  })
})

describe('the lockout', () => {
  async function fail(times: number, login = 'receptionist'): Promise<void> {
    for (let attempt = 0; attempt < times; attempt += 1) await signIn(login, 'wrong one')
  }

  test('begins at the fifth failure and grows with each further one, up to an hour', async () => {
    await fail(4)
    expect(refusal(await signIn('receptionist', 'wrong one'))).toBe('wrong-credentials')
    for (const seconds of [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]) {
      const locked = await signIn('receptionist', everyPassphrase)
      expect(locked).toMatchObject({
        ok: false,
        code: 'TOO_MANY_REQUESTS',
        clinic: { code: 'locked-out', data: { until: secondsLater(seconds) } },
      })
      now = secondsLater(seconds)
      expect(refusal(await signIn('receptionist', 'wrong one'))).toBe('wrong-credentials')
    }
  })

  test('lets the right passphrase in once it is over, and then counts from nought', async () => {
    await fail(5)
    now = secondsLater(30)
    expect(await signIn('receptionist', everyPassphrase)).toMatchObject({ ok: true })
    await fail(4)
    expect(await signIn('receptionist', everyPassphrase)).toMatchObject({ ok: true })
  })

  test('is one login’s, in whatever letters it is written', async () => {
    await fail(3)
    await fail(2, ' RECEPTIONIST')
    expect(refusal(await signIn('receptionist', everyPassphrase))).toBe('locked-out')
    expect(await signIn('doctor', everyPassphrase)).toMatchObject({ ok: true })
  })

  test('counts attempts that are made at the same time', async () => {
    await Promise.all(Array.from({ length: 5 }, () => signIn('receptionist', 'wrong one')))
    expect(refusal(await signIn('receptionist', everyPassphrase))).toBe('locked-out')
  })

  test('says nothing of whether there is such a login', async () => {
    await fail(5, 'nobody')
    expect(refusal(await signIn('nobody', 'x'))).toBe('locked-out')
  })

  test('is still there after the program was started again', async () => {
    await fail(5)
    const until = secondsLater(30)
    const { path } = clinic.workstation.workerDatabase()
    await clinic.workstation.close()
    const again = new Workstation({
      folder: path.replace(/clinic\.db$/, ''),
      workerEntry: new URL('../worker/fake-worker.ts', import.meta.url),
      keyStore: fakeKeyStore(1),
      now: () => now,
      log: () => {},
    })
    await again.open()
    const raw = openDatabase({ ...again.workerDatabase(), mayCreate: false })
    expect(raw.prepare('SELECT * FROM sign_in_guard').all()).toEqual([
      { login: 'receptionist', failures: 5, locked_until: until },
    ])
    raw.close()
    await again.close()
  })

  test('also holds at the lock screen', async () => {
    const session = await clinic.signedIn('receptionist')
    session.lock()
    const unlock = (passphrase: string) => clinic.call('staff.unlock', { passphrase }, session)
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(refusal(await unlock('wrong one'))).toBe('wrong-credentials')
    }
    expect(refusal(await unlock(everyPassphrase))).toBe('locked-out')
    expect(session.signedIn?.locked).toBe(true)
  })
})

describe('the lock screen', () => {
  test('keeps the session and hides everything until the passphrase is given', async () => {
    const session = await clinic.signedIn('doctor')
    const before = session.signedIn
    expect(await clinic.call('staff.lock', undefined, session)).toMatchObject({ ok: true })
    expect(refusal(await reading(session))).toBe('locked')
    expect(await clinic.call('staff.whoLocked', undefined, session)).toMatchObject({
      data: { id: clinic.staff.doctor },
    })
    const unlocked = await clinic.call('staff.unlock', { passphrase: everyPassphrase }, session)
    expect(unlocked).toMatchObject({ ok: true })
    expect(session.signedIn).toEqual(before)
    expect(await reading(session)).toMatchObject({ ok: true })
  })

  test('does not open to someone else’s passphrase, nor where nobody is', async () => {
    const session = await clinic.signedIn('doctor')
    session.lock()
    const unlock = (passphrase: string) => clinic.call('staff.unlock', { passphrase }, session)
    expect(refusal(await unlock(administratorPassphrase.toUpperCase()))).toBe('wrong-credentials')
    const nobody = new Session()
    const outcome = await clinic.call('staff.unlock', { passphrase: everyPassphrase }, nobody)
    expect(refusal(outcome)).toBe('not-signed-in')
    expect(nobody.signedIn).toBe(null)
  })

  test('does not open to someone whose account was archived meanwhile', async () => {
    const session = await clinic.signedIn('doctor')
    session.lock()
    await change('staff.archive', clinic.staff.doctor, { archived: true })
    const outcome = await clinic.call('staff.unlock', { passphrase: everyPassphrase }, session)
    expect(refusal(outcome)).toBe('wrong-credentials')
    expect(refusal(await reading(session))).toBe('not-signed-in')
  })

  test('lets one leave, and the next one in', async () => {
    const session = await clinic.signedIn('doctor')
    session.lock()
    await clinic.call('staff.signOut', undefined, session)
    expect(session.signedIn).toBe(null)
    await signIn('nurse', everyPassphrase, session)
    expect(session.signedIn).toMatchObject({ practitionerId: clinic.staff.nurse, locked: false })
  })
})

describe('a session ends', () => {
  test('when an administrator sets another passphrase', async () => {
    const session = await clinic.signedIn('doctor')
    now = secondsLater(1)
    await change('staff.resetPassphrase', clinic.staff.doctor, { passphrase: 'a fresh passphrase' })
    expect(refusal(await reading(session))).toBe('not-signed-in')
    expect(session.signedIn).toBe(null)
    expect(refusal(await signIn('doctor', everyPassphrase))).toBe('wrong-credentials')
    expect(await signIn('doctor', 'a fresh passphrase')).toMatchObject({ ok: true })
  })

  test('at every other window when one changes one’s own, and goes on at this one', async () => {
    const here = await clinic.signedIn('doctor')
    const there = await clinic.signedIn('doctor')
    now = secondsLater(1)
    const wish = { current: everyPassphrase, next: 'a fresh passphrase' }
    expect(await clinic.call('staff.changeOwnPassphrase', wish, here)).toMatchObject({ ok: true })
    expect(await reading(here)).toMatchObject({ ok: true })
    expect(refusal(await reading(there))).toBe('not-signed-in')
  })

  test('not when the current passphrase was not known', async () => {
    const session = await clinic.signedIn('doctor')
    const wish = { current: 'a guess', next: 'a fresh passphrase' }
    const outcome = await clinic.call('staff.changeOwnPassphrase', wish, session)
    expect(refusal(outcome)).toBe('wrong-credentials')
    expect(await signIn('doctor', everyPassphrase)).toMatchObject({ ok: true })
  })

  test('when the account is archived, and does not come back with it', async () => {
    const session = await clinic.signedIn('doctor')
    await change('staff.archive', clinic.staff.doctor, { archived: true })
    expect(refusal(await reading(session))).toBe('not-signed-in')
    await change('staff.archive', clinic.staff.doctor, { archived: false })
    expect(refusal(await reading(session))).toBe('not-signed-in')
    expect(await signIn('doctor', everyPassphrase)).toMatchObject({ ok: true })
  })

  test('for what a role allowed, at the very next call after it was taken away', async () => {
    const session = await clinic.signedIn('nurse')
    const visits = () =>
      clinic.call('visits.ofPatient', { patientId: clinic.administratorId }, session)
    expect(refusal(await visits())).not.toBe('forbidden')
    await change('staff.update', clinic.staff.nurse, person(['cashier']))
    expect(refusal(await visits())).toBe('forbidden')
    expect(await reading(session)).toMatchObject({ ok: true, data: { roles: ['cashier'] } })
  })
})

describe('the last administrator', () => {
  test('can neither be archived nor lose the role', async () => {
    const archived = await change('staff.archive', clinic.staff.administrator, { archived: true })
    expect(archived).toMatchObject({ ok: true })
    const last = await signedInAs('admin', administratorPassphrase)
    const { id, version } = await rowOf(last, clinic.administratorId)
    const archive = await clinic.call('staff.archive', { id, version, archived: true }, last)
    expect(refusal(archive)).toBe('last-administrator')
    const update = { id, version, ...person(['doctor']) }
    expect(refusal(await clinic.call('staff.update', update, last))).toBe('last-administrator')
    const both = { id, version, ...person(['doctor', 'administrator']) }
    expect(await clinic.call('staff.update', both, last)).toMatchObject({ ok: true })
  })

  async function signedInAs(login: string, passphrase: string): Promise<Session> {
    const session = new Session()
    await signIn(login, passphrase, session)
    return session
  }

  async function rowOf(session: Session, id: string): Promise<StaffRow> {
    const outcome = await clinic.call('staff.list', undefined, session)
    const rows = outcome.ok ? (outcome.data as StaffRow[]) : []
    const row = rows.find((one) => one.id === id)
    if (row === undefined) throw new Error('no such person')
    return row
  }
})

describe('an account', () => {
  const create = async (fields: object) =>
    clinic.call(
      'staff.create',
      { ...colleague('new.one', ['nurse']), ...fields },
      await clinic.signedIn('administrator'),
    )

  test('has a login of its own', async () => {
    expect(await create({})).toMatchObject({ ok: true })
    const again = await create({ login: 'NEW.one' })
    expect(again).toMatchObject({
      ok: false,
      clinic: { code: 'login-taken', data: { login: 'new.one' } },
    })
  })

  test('keeps its passphrase as an argon2id hash, which no screen gets', async () => {
    await create({})
    const raw = openDatabase({ ...clinic.workstation.workerDatabase(), mayCreate: false })
    const hashes = raw.prepare<[], string>('SELECT password_hash FROM credential').pluck().all()
    raw.close()
    expect(hashes.length).toBeGreaterThan(5)
    for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const listed = await clinic.call('staff.list', undefined, await clinic.signedIn('doctor'))
    expect(JSON.stringify(listed)).not.toContain('argon2')
  })

  test('created twice by one call is one account', async () => {
    const session = await clinic.signedIn('administrator')
    const wish = colleague('new.one', ['nurse'])
    const first = await clinic.call('staff.create', wish, session, 'the same key')
    const second = await clinic.call('staff.create', wish, session, 'the same key')
    expect(second).toEqual(first)
    const other = { ...wish, family: 'Другая' }
    const mismatch = await clinic.call('staff.create', other, session, 'the same key')
    expect(refusal(mismatch)).toBe('idempotency-mismatch')
  })

  test('leaves no quick hash of its passphrase beside the call’s key', async () => {
    const session = await clinic.signedIn('administrator')
    const wish = colleague('new.one', ['nurse'])
    await clinic.call('staff.create', wish, session, 'one key')
    // Known for the same call by all but the passphrase.
    const other = { ...wish, passphrase: 'quite another one' }
    expect(await clinic.call('staff.create', other, session, 'one key')).toMatchObject({ ok: true })
    expect(refusal(await signIn('new.one', 'quite another one'))).toBe('wrong-credentials')
    expect(refusal(await signIn('new.one', wish.passphrase))).toBe('ok')
  })
})
