/** The clinic whose desk is killed, and what must be true of its file afterwards. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { snakeCase } from '../../main/db/rows.ts'
import { openDatabase, type RawDatabase } from '../../main/db/open.ts'
import { isEntity } from '../../main/sync/entities.ts'
import { sharedTables } from '../../main/db/tables.ts'
import { addDoctor, addPatient, addRoom, addService } from '../helpers/bookings.ts'
import { openTestClinic } from '../helpers/clinic.ts'

export const crashDay = '2026-11-16'
export const crashNow = '2026-11-16T08:00:00.000Z'

/** Mulberry32: small, and the same everywhere. Answers numbers from 0 to below 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface CrashClinic {
  path: string
  key: string
  actorId: string
  serviceId: string
  doctorIds: string[]
}

/** An encrypted clinic file with three doctors, one service and some patients. */
export async function makeCrashClinic(folder: string): Promise<CrashClinic> {
  const path = join(folder, 'clinic.db')
  const key = randomBytes(32)
  const clinic = await openTestClinic(undefined, { path, key: new Uint8Array(key) })
  const serviceId = await addService(clinic)
  const doctorIds = []
  for (const room of ['Кабинет 1', 'Кабинет 2', 'Кабинет 3']) {
    const locationId = await addRoom(clinic, room)
    doctorIds.push(await addDoctor(clinic, { serviceIds: [serviceId], locationId }))
  }
  for (let added = 0; added < 20; added += 1) await addPatient(clinic)
  clinic.close()
  const actorId = clinic.administratorId
  return { path, key: key.toString('hex'), actorId, serviceId, doctorIds }
}

/** Opens the file as the program's next start does, which rolls back what was not committed. */
export function openAfterCrash({ path, key }: CrashClinic): RawDatabase {
  return openDatabase({ path, key: new Uint8Array(Buffer.from(key, 'hex')), mayCreate: false })
}

/** Everything that is wrong with a file after a kill; empty when all is whole. */
export function faultsOf(raw: RawDatabase): string[] {
  return [...integrityFaults(raw), ...unitFaults(raw), ...rowFaults(raw), ...storyFaults(raw)]
}

function integrityFaults(raw: RawDatabase): string[] {
  const told = raw.prepare<[], string>('PRAGMA integrity_check').pluck().all()
  const orphans = raw.prepare('PRAGMA foreign_key_check').all()
  return [
    ...told.filter((line) => line !== 'ok').map((line) => `integrity: ${line}`),
    ...orphans.map((row) => `foreign key: ${JSON.stringify(row)}`),
  ]
}

/** A unit of work is its key, its audit entries and its outbox entries together, or none of them. */
function unitFaults(raw: RawDatabase): string[] {
  const count = (sql: string) => Number(raw.prepare(sql).pluck().get())
  const keys = count('SELECT count(*) FROM idempotency_key')
  const audited = count('SELECT count(DISTINCT unit_id) FROM audit_event')
  const different = raw
    .prepare(
      `SELECT unit_id, entity, row_id, kind FROM audit_event
       EXCEPT SELECT unit_id, entity, row_id, kind FROM outbox_operation
       UNION ALL SELECT * FROM (SELECT unit_id, entity, row_id, kind FROM outbox_operation
       EXCEPT SELECT unit_id, entity, row_id, kind FROM audit_event)`,
    )
    .all()
  return [
    ...(keys === audited ? [] : [`${keys} keys for ${audited} units of work`]),
    ...different.map((row) => `told to one of audit and outbox: ${JSON.stringify(row)}`),
  ]
}

/** Every shared row is what its operations make of it, field by field, and no operation lacks its row. */
function rowFaults(raw: RawDatabase): string[] {
  const operations = raw
    .prepare<[], { entity: string; row_id: string; changes: string }>(
      'SELECT entity, row_id, changes FROM outbox_operation ORDER BY device_seq',
    )
    .all()
  const told = new Map<string, Record<string, unknown>>()
  for (const { entity, row_id, changes } of operations) {
    const key = `${entity} ${row_id}`
    const fields: Record<string, unknown> = JSON.parse(changes)
    told.set(key, { ...told.get(key), ...fields })
  }
  const faults: string[] = []
  for (const table of Object.keys(sharedTables).filter(isEntity)) {
    const name = snakeCase(table)
    const rows = raw.prepare<[], Record<string, unknown>>(`SELECT * FROM ${name}`).all()
    for (const row of rows) {
      const key = `${name} ${String(row['id'])}`
      const fields = told.get(key)
      told.delete(key)
      if (fields === undefined) faults.push(`nobody told of ${key}`)
      for (const [field, value] of Object.entries(fields ?? {})) {
        // Each patch counts the version up by itself.
        if (field === 'version') continue
        if (row[snakeCase(field)] !== value) faults.push(`${key}: ${field} is not what was written`)
      }
    }
  }
  return [...faults, ...[...told.keys()].map((key) => `${key} was told and is not there`)]
}

/** What the desk's rules promise, asked of the rows themselves. */
function storyFaults(raw: RawDatabase): string[] {
  const questions: Record<string, string> = {
    'two bookings at the same time': `SELECT a.id FROM appointment a JOIN appointment b
      ON a.practitioner_id = b.practitioner_id AND a.id < b.id
      AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
      WHERE a.overbooked = 0 AND b.overbooked = 0
      AND a.status NOT IN ('cancelled', 'no-show') AND b.status NOT IN ('cancelled', 'no-show')`,
    'a status without its step': `SELECT id FROM appointment WHERE status <> (
      SELECT to_status FROM appointment_step s WHERE s.appointment_id = appointment.id
      ORDER BY s.at DESC, s.id DESC LIMIT 1)`,
    'someone who waits without a ticket': `SELECT id FROM appointment WHERE status = 'arrived'
      AND id NOT IN (SELECT appointment_id FROM queue_ticket)`,
    'a ticket twice': 'SELECT label FROM queue_ticket GROUP BY day, label HAVING count(*) > 1',
    'an invoice that is not its lines': `SELECT id FROM invoice WHERE total_minor <> (
      SELECT sum(total_minor) FROM invoice_line WHERE invoice_id = invoice.id)`,
    'a receipt that is not its payments': `SELECT id FROM receipt WHERE total_minor <> coalesce((
      SELECT sum(amount_minor) FROM payment WHERE receipt_id = receipt.id), 0)`,
    'more given back than was paid': `SELECT id FROM payment WHERE amount_minor < coalesce((
      SELECT sum(amount_minor) FROM refund WHERE payment_id = payment.id), 0)`,
    'a patient without a consent': `SELECT id FROM patient WHERE family LIKE 'Невский%' AND archived_at IS NULL
      AND id NOT IN (SELECT patient_id FROM consent)`,
  }
  return Object.entries(questions).flatMap(([fault, sql]) =>
    raw.prepare(sql).all().length === 0 ? [] : [fault],
  )
}
