/** Accounts: signing in with a lockout that grows, and what an administrator does with them. */
import { hash, verify } from '@node-rs/argon2'
import * as z from 'zod'
import type { Desk } from '../../db/desk.ts'
import type { SignInRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import type { Language } from '../shared/languages.ts'
import { isLanguage } from '../shared/languages.ts'
import { type Role, roles as everyRole } from '../shared/permissions.ts'
import { keepPassphraseGiven } from './pin.queries.ts'
import type { CreateStaff, SetSupervisor, SignIn, UpdateStaff } from './staff.input.ts'
import {
  clearGuard,
  countOtherAdministrators,
  findCredentialByLogin,
  findCredentialOf,
  findGuard,
  findPractitioner,
  keepGuard,
  listLatestSignIns,
  listPractitioners,
  loginTaken,
} from './staff.queries.ts'
import { lockSeconds } from './staff.rules.ts'

/** OWASP's argon2id setting for sign-in: 19 MiB, 2 passes, 1 lane. */
export const passwordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** What is verified against when nobody has that login, so that the answer takes the same time. */
const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$zVJUz0JmIhbXtxFh0Qk4QfMnXJIWvHcJNhpYPmoZ2rM'

const rolesColumn = z.array(z.enum(everyRole))

/** The roles as the column holds them. */
export function parseRoles(column: string): Role[] {
  return rolesColumn.parse(JSON.parse(column))
}

export interface Account {
  practitionerId: string
  roles: Role[]
  passwordChangedAt: string
}

/** What decides whether a running session is still good; null when the account may not sign in. */
export async function credentialState(desk: Desk, practitionerId: string): Promise<Account | null> {
  const credential = await findCredentialOf(desk.read, practitionerId)
  if (credential === undefined || credential.archivedAt !== null) return null
  return {
    practitionerId,
    roles: parseRoles(credential.roles),
    passwordChangedAt: credential.passwordChangedAt,
  }
}

/**
 * Checks login and passphrase. Refused with `wrong-credentials` (which does not say which of the
 * two), or `locked-out` with the instant until when; each failure counts, also across restarts.
 * What came of it is written down as a fact, for the administrator.
 */
export async function signIn(desk: Desk, attempt: SignIn): Promise<Account> {
  const login = attempt.login.trim().toLowerCase()
  await refuseWhenLocked(desk, login)
  const credential = await findCredentialByLogin(desk.read, login)
  const fits = await verify(credential?.passwordHash ?? nobodysHash, attempt.passphrase)
  if (credential === undefined || credential.archivedAt !== null || !fits) {
    await countFailure(desk, login, credential?.practitionerId ?? null)
    throw new ClinicError('wrong-credentials', {})
  }
  await desk.write('staff.signIn', async (unit) => {
    const { practitionerId, passwordChangedAt } = credential
    await clearGuard(unit.db, login)
    await keepPassphraseGiven(unit.db, { practitionerId, passwordChangedAt, at: unit.now })
    addSignIn(desk, unit, practitionerId, 'accepted', 'passphrase')
  })
  return {
    practitionerId: credential.practitionerId,
    roles: parseRoles(credential.roles),
    passwordChangedAt: credential.passwordChangedAt,
  }
}

/** The passphrase of someone who is signed in already: for the lock screen. */
export async function confirmPassphrase(
  desk: Desk,
  practitionerId: string,
  passphrase: string,
): Promise<Account> {
  const credential = await findCredentialOf(desk.read, practitionerId)
  if (credential === undefined) throw new ClinicError('wrong-credentials', {})
  return signIn(desk, { login: credential.login, passphrase })
}

async function refuseWhenLocked(desk: Desk, login: string): Promise<void> {
  const guard = await findGuard(desk.read, login)
  const until = guard?.lockedUntil ?? null
  if (until !== null && until > desk.now()) throw new ClinicError('locked-out', { until })
}

async function countFailure(
  desk: Desk,
  login: string,
  practitionerId: string | null,
): Promise<void> {
  await desk.with({}).write('staff.signInFailed', async (unit) => {
    // Counted inside the unit, or attempts made at once would count as one.
    const failures = ((await findGuard(unit.db, login))?.failures ?? 0) + 1
    const seconds = lockSeconds(failures)
    const until =
      seconds === 0 ? null : new Date(Date.parse(unit.now) + seconds * 1000).toISOString()
    await keepGuard(unit.db, login, failures, until)
    addSignIn(desk, unit, practitionerId, until === null ? 'refused' : 'locked', 'passphrase')
  })
}

/** What came of a try to sign in, as a fact of the unit. */
export function addSignIn(
  desk: Desk,
  unit: Unit,
  practitionerId: string | null,
  outcome: SignInRow['outcome'],
  method: SignInRow['method'],
): void {
  unit.insert('signIn', { practitionerId, outcome, method, at: unit.now, deviceId: desk.deviceId })
}

/** So many are shown: some weeks of a small clinic. */
const shownSignIns = 200

/** The latest passphrases that were given at this clinic's workstations, newest first. */
export async function listSignIns(desk: Desk) {
  const rows = await listLatestSignIns(desk.read, shownSignIns)
  return rows.map(({ family, given, patronymic, ...signIn }) => ({
    ...signIn,
    /** Null when nobody has the login. */
    name: nameOrNull({ family, given, patronymic }),
  }))
}

/** Adds a person who works here, with an account. Refused with `login-taken`. */
export async function createStaffMember(desk: Desk, wish: CreateStaff): Promise<{ id: string }> {
  const passwordHash = await hash(wish.passphrase, passwordCost)
  return desk.write('staff.create', async (unit) => ({
    id: await addStaffMember(unit, wish, passwordHash),
  }))
}

/** Adds person and account inside a unit that is open already: the first administrator at set-up. */
export async function addStaffMember(
  unit: Unit,
  wish: CreateStaff,
  passwordHash: string,
): Promise<string> {
  if (await loginTaken(unit.db, wish.login)) {
    throw new ClinicError('login-taken', { login: wish.login })
  }
  const { login, passphrase: _passphrase, roles, ...person } = wish
  const practitionerId = unit.insert('practitioner', {
    ...person,
    roles: JSON.stringify(roles),
    archivedAt: null,
  })
  unit.insert('credential', {
    practitionerId,
    login,
    passwordHash,
    passwordChangedAt: unit.now,
    mustChange: 0,
  })
  return practitionerId
}

/** The hash for a passphrase, made outside of any transaction because it takes its time. */
export async function hashPassphrase(passphrase: string): Promise<string> {
  return hash(passphrase, passwordCost)
}

/** Changes a person's data. The last administrator keeps that role: `last-administrator`. */
export async function updateStaffMember(desk: Desk, wish: UpdateStaff): Promise<void> {
  const { id, version, roles, ...person } = wish
  await desk.write('staff.update', async (unit) => {
    if (!roles.includes('administrator')) await requireOtherAdministrator(unit, id)
    unit.patch('practitioner', id, { ...person, roles: JSON.stringify(roles) }, version)
  })
}

/**
 * Says who signs the visits of a doctor as well, from the next one on. Refused with `not-found` when
 * either is not there, and `version-conflict`.
 */
export async function setSupervisor(desk: Desk, wish: SetSupervisor): Promise<void> {
  const { id, version, supervisorId } = wish
  await desk.write('staff.setSupervisor', async (unit) => {
    if (supervisorId !== null && (await findPractitioner(unit.db, supervisorId)) === undefined) {
      throw new ClinicError('not-found', { entity: 'practitioner', id: supervisorId })
    }
    unit.patch('practitioner', id, { supervisorId }, version)
  })
}

/** Archives or brings back an account; an archived one cannot sign in and its sessions end. */
export async function archiveStaffMember(
  desk: Desk,
  wish: { id: string; version: number; archived: boolean },
): Promise<void> {
  await desk.write('staff.archive', async (unit) => {
    if (wish.archived) await requireOtherAdministrator(unit, wish.id)
    unit.patch(
      'practitioner',
      wish.id,
      { archivedAt: wish.archived ? unit.now : null },
      wish.version,
    )
  })
}

async function requireOtherAdministrator(unit: Unit, id: string): Promise<void> {
  if ((await countOtherAdministrators(unit.db, id)) === 0) {
    throw new ClinicError('last-administrator', {})
  }
}

/** Sets a new passphrase for someone; every session of theirs ends. */
export async function resetPassphrase(desk: Desk, id: string, passphrase: string): Promise<void> {
  await replacePassphrase(desk, 'staff.resetPassphrase', id, passphrase)
}

/** Changes one's own passphrase after the current one was given again. */
export async function changeOwnPassphrase(
  desk: Desk,
  wish: { current: string; next: string },
): Promise<Account> {
  await confirmPassphrase(desk.with({}), desk.actor.id, wish.current)
  return replacePassphrase(desk, 'staff.changeOwnPassphrase', desk.actor.id, wish.next)
}

async function replacePassphrase(
  desk: Desk,
  command: string,
  id: string,
  passphrase: string,
): Promise<Account> {
  const passwordHash = await hash(passphrase, passwordCost)
  const credential = await findCredentialOf(desk.read, id)
  if (credential === undefined) throw new ClinicError('not-found', { entity: 'credential', id })
  const passwordChangedAt = await desk.write(command, async (unit) => {
    unit.patch('credential', credential.id, {
      passwordHash,
      passwordChangedAt: unit.now,
      mustChange: 0,
    })
    return unit.now
  })
  return { practitionerId: id, roles: parseRoles(credential.roles), passwordChangedAt }
}

/** Everyone who works or worked here, by name, with login and roles. */
export async function listStaff(desk: Desk) {
  const rows = await listPractitioners(desk.read)
  return rows.map((row) => ({ ...row, roles: parseRoles(row.roles) }))
}

/** The person who is signed in, for the window's head. */
export async function describeSignedIn(desk: Desk, practitionerId: string) {
  const row = await findPractitioner(desk.read, practitionerId)
  if (row === undefined)
    throw new ClinicError('not-found', { entity: 'practitioner', id: practitionerId })
  const { id, family, given, patronymic, version } = row
  const language: Language = isLanguage(row.language) ? row.language : 'en'
  return { id, family, given, patronymic, version, language, roles: parseRoles(row.roles) }
}

/** The language that the signed-in person's window speaks. */
export async function chooseOwnLanguage(desk: Desk, language: Language): Promise<void> {
  await desk.write('staff.chooseOwnLanguage', async (unit) => {
    unit.patch('practitioner', desk.actor.id, { language })
  })
}
