/** Every role against every procedure: refused exactly when the permission matrix says so. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  may,
  type Permission,
  permissionMatrix,
  type Role,
  roles,
} from '../../main/clinic/shared/permissions.ts'
import * as procedureModule from '../../main/ipc/procedure.ts'
import { Session } from '../../main/ipc/session.ts'
import { everyProcedure, openProcedureClinic, type ProcedureClinic } from '../helpers/procedures.ts'

let clinic: ProcedureClinic
beforeAll(async () => {
  clinic = await openProcedureClinic()
})
afterAll(() => clinic.close())

/** Nothing that any procedure takes: who may call is refused for that, who may not is not told. */
const nonsense = Symbol('nonsense')

const accessWords = new Set<string>([...Object.keys(permissionMatrix), 'anyone', 'signed-in'])

const isPermission = (access: string | undefined): access is Permission =>
  access !== undefined && access in permissionMatrix

const guarded = everyProcedure.filter(({ access }) => access !== 'anyone')
const open = everyProcedure.filter(({ access }) => access === 'anyone')

describe('a procedure', () => {
  test('says who may call it', () => {
    expect(everyProcedure.length).toBeGreaterThan(60)
    expect(everyProcedure.filter(({ access }) => !accessWords.has(access ?? ''))).toEqual([])
  })

  test('cannot be built without saying so', () => {
    // @ts-expect-error -- the builder takes an access
    const build = () => procedureModule.procedure()
    expect(build).toBeTypeOf('function')
    expect(Object.keys(procedureModule).toSorted()).toEqual([
      'asRefusal',
      'createCallerFactory',
      'procedure',
      'router',
    ])
  })

  test('comes from no other builder', () => {
    const files = readdirSync('main', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /\binitTRPC\b/.test(readFileSync(join('main', file), 'utf8')))
    // The hub is another program, whose callers are devices that it knows by their certificates.
    expect(files.toSorted()).toEqual([join('hub', 'router.ts'), join('ipc', 'procedure.ts')])
  })

  test('is open to anyone only where nobody can be signed in yet', () => {
    expect(open.map(({ path }) => path).toSorted()).toEqual(openToAnyone)
  })
})

/** What the window asks before anyone has signed in; a longer list needs a reason. */
const openToAnyone = [
  // For the lock screen, and refused where nobody is at work.
  'staff.pinPeople',
  'staff.sessionState',
  'staff.signIn',
  'staff.signInWithPin',
  'staff.signOut',
  'staff.unlock',
  'staff.whoLocked',
  // A further workstation joins before it has an account of anybody.
  'sync.find',
  'sync.invitationFor',
  'sync.joinAsNew',
  'workstation.demoAccounts',
  'workstation.giveDatabasePassphrase',
  'workstation.now',
  'workstation.openAgain',
  'workstation.setUp',
  'workstation.startDemo',
  'workstation.state',
]

describe.each(roles)('a %s', (role: Role) => {
  test.each(guarded)('calls $path as the matrix says', async ({ path, access }) => {
    const outcome = await clinic.call(path, nonsense, await clinic.signedIn(role))
    const allowed = !isPermission(access) || may([role], access)
    const refusal = { code: 'forbidden', data: { permission: access } }
    const isRefused = !outcome.ok && outcome.code === 'FORBIDDEN'
    expect(isRefused).toBe(!allowed)
    if (!outcome.ok && isRefused) expect(outcome.clinic).toEqual(refusal)
    else if (!outcome.ok) expect(outcome.clinic?.code).toBe('invalid-input')
  })
})

describe('somebody of several roles', () => {
  test('may do what any of them may', async () => {
    const session = await clinic.signedIn('cashier')
    const before = await clinic.call('visits.ofPatient', nonsense, session)
    expect(before).toMatchObject({ ok: false, code: 'FORBIDDEN' })
    const { id, version } = await colleagueRow('cashier')
    await clinic.call(
      'staff.update',
      { ...staffFields, id, version, roles: ['cashier', 'doctor'] },
      await clinic.signedIn('administrator'),
    )
    const after = await clinic.call('visits.ofPatient', nonsense, session)
    expect(after).toMatchObject({ ok: false, code: 'BAD_REQUEST' })
  })
})

const staffFields = {
  family: 'Орлова',
  given: 'Мария',
  patronymic: null,
  specialty: null,
  email: null,
  phone: null,
  language: 'ru',
}

async function colleagueRow(role: Role): Promise<{ id: string; version: number }> {
  const outcome = await clinic.call('staff.list', undefined, await clinic.signedIn('administrator'))
  const rows = outcome.ok ? (outcome.data as { id: string; version: number }[]) : []
  const row = rows.find(({ id }) => id === clinic.staff[role])
  if (row === undefined) throw new Error(`no ${role}`)
  return row
}

describe('nobody', () => {
  test.each(guarded)('calls $path while signed out', async ({ path }) => {
    const outcome = await clinic.call(path, nonsense, new Session())
    expect(outcome).toMatchObject({
      ok: false,
      code: 'UNAUTHORIZED',
      clinic: { code: 'not-signed-in' },
    })
  })

  test.each(guarded)('calls $path while the screen is locked', async ({ path }) => {
    const session = await clinic.signedIn('administrator')
    session.lock()
    const outcome = await clinic.call(path, nonsense, session)
    expect(outcome).toMatchObject({ ok: false, code: 'UNAUTHORIZED', clinic: { code: 'locked' } })
  })

  test.each(open)('is asked who they are at $path', async ({ path }) => {
    const outcome = await clinic.call(path, nonsense, new Session())
    expect(outcome.ok ? 'ok' : outcome.code).not.toBe('FORBIDDEN')
    const refusal = outcome.ok ? null : outcome.clinic?.code
    // Unlocking is for who is signed in; without that it says so, but not before it was understood.
    expect(refusal).not.toBe('not-signed-in')
  })
})

test('a permission is some procedure’s', () => {
  const used = new Set(everyProcedure.map(({ access }) => access))
  const unused = Object.keys(permissionMatrix).filter(
    (name) => isPermission(name) && !used.has(name),
  )
  expect(unused).toEqual([])
})
