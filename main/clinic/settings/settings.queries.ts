/** Reads about the clinic itself and its settings. */
import type { Transaction } from 'kysely'
import type { Reader, ReadHandle } from '../../db/kysely.ts'
import type { ClinicTables } from '../../db/tables.ts'

export async function findOrganization(db: Reader) {
  return db.selectFrom('organization').selectAll().orderBy('createdAt').executeTakeFirst()
}

export async function findSetting(db: ReadHandle, id: string) {
  return db.selectFrom('setting').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function listWorkstationSettings(db: ReadHandle) {
  return db.selectFrom('workstationSetting').selectAll().execute()
}

/** A setting of this workstation alone; the value is JSON. */
export async function keepWorkstationSetting(
  db: Transaction<ClinicTables>,
  key: string,
  value: string,
): Promise<void> {
  await db
    .insertInto('workstationSetting')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

export async function findDevice(db: ReadHandle) {
  return db.selectFrom('device').selectAll().executeTakeFirstOrThrow()
}

export async function renameDevice(db: Transaction<ClinicTables>, name: string): Promise<void> {
  await db.updateTable('device').set({ name }).execute()
}
