/** Reads about accounts, and the rows that guard signing in. */
import type { Transaction } from 'kysely'
import type { Reader, ReadHandle } from '../../db/kysely.ts'
import type { ClinicTables, PractitionerRow } from '../../db/tables.ts'

export async function findCredentialByLogin(db: ReadHandle, login: string) {
  return db
    .selectFrom('credential')
    .innerJoin('practitioner', 'practitioner.id', 'credential.practitionerId')
    .selectAll('credential')
    .select(['practitioner.roles', 'practitioner.archivedAt'])
    .where('credential.login', '=', login)
    .executeTakeFirst()
}

export async function findCredentialOf(db: ReadHandle, practitionerId: string) {
  return db
    .selectFrom('credential')
    .innerJoin('practitioner', 'practitioner.id', 'credential.practitionerId')
    .selectAll('credential')
    .select(['practitioner.roles', 'practitioner.archivedAt'])
    .where('credential.practitionerId', '=', practitionerId)
    .executeTakeFirst()
}

export async function findGuard(db: Reader, login: string) {
  return db.selectFrom('signInGuard').selectAll().where('login', '=', login).executeTakeFirst()
}

/** Counts a failed attempt; local to this workstation. */
export async function keepGuard(
  db: Transaction<ClinicTables>,
  login: string,
  failures: number,
  lockedUntil: string | null,
): Promise<void> {
  await db
    .insertInto('signInGuard')
    .values({ login, failures, lockedUntil })
    .onConflict((conflict) => conflict.column('login').doUpdateSet({ failures, lockedUntil }))
    .execute()
}

export async function clearGuard(db: Transaction<ClinicTables>, login: string): Promise<void> {
  await db.deleteFrom('signInGuard').where('login', '=', login).execute()
}

/** The latest attempts to sign in, newest first, with the names of those whose account it was. */
export async function listLatestSignIns(db: ReadHandle, limit: number) {
  return db
    .selectFrom('signIn')
    .leftJoin('practitioner', 'practitioner.id', 'signIn.practitionerId')
    .select([
      'signIn.id',
      'signIn.at',
      'signIn.outcome',
      'signIn.method',
      'signIn.deviceId',
      'signIn.practitionerId',
    ])
    .select(['practitioner.family', 'practitioner.given', 'practitioner.patronymic'])
    .orderBy('signIn.at', 'desc')
    .orderBy('signIn.id', 'desc')
    .limit(limit)
    .execute()
}

export async function loginTaken(db: Transaction<ClinicTables>, login: string): Promise<boolean> {
  const row = await db
    .selectFrom('credential')
    .select('id')
    .where('login', '=', login)
    .executeTakeFirst()
  return row !== undefined
}

export async function findPractitioner(
  db: Reader,
  id: string,
): Promise<PractitionerRow | undefined> {
  return db.selectFrom('practitioner').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function listPractitioners(db: ReadHandle) {
  return db
    .selectFrom('practitioner')
    .leftJoin('credential', 'credential.practitionerId', 'practitioner.id')
    .selectAll('practitioner')
    .select(['credential.login', 'credential.passwordChangedAt'])
    .orderBy('practitioner.family')
    .orderBy('practitioner.given')
    .execute()
}

/** Accounts that may still sign in as administrators, without the one given. */
export async function countOtherAdministrators(
  db: Transaction<ClinicTables>,
  id: string,
): Promise<number> {
  const rows = await db
    .selectFrom('practitioner')
    .innerJoin('credential', 'credential.practitionerId', 'practitioner.id')
    .select('practitioner.roles')
    .where('practitioner.archivedAt', 'is', null)
    .where('practitioner.id', '!=', id)
    .execute()
  return rows.filter((row) => row.roles.includes('"administrator"')).length
}
