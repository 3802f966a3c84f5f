/**
 * A clinic that was with another hub before: its rows are brought to a new one as they stand, and the
 * other workstations of that time bring what the founder had not heard of.
 */
import * as z from 'zod'
import { ClinicError } from '../clinic/shared/errors.ts'
import type { RawDatabase } from '../db/open.ts'
import type { Heritage, HelloAnswer } from './wire.ts'

const formerSchema = z.object({
  fingerprint: z.string(),
  epoch: z.string(),
  /** How far it was followed. */
  seq: z.number(),
  prefixes: z.array(z.string()),
})
type FormerHub = z.infer<typeof formerSchema>

/** This workstation's setting that outlives the hub that was left. */
const settingKey = 'former-hub'

/** The hub that this workstation is with, or was with last; null for one that never had one. */
export function formerHub(raw: RawDatabase): FormerHub | null {
  const link = raw
    .prepare<[], Omit<FormerHub, 'prefixes'>>(
      `SELECT fingerprint, epoch, cursor AS seq FROM hub_link WHERE epoch <> ''`,
    )
    .get()
  if (link !== undefined) return { ...link, prefixes: [] }
  const kept = raw
    .prepare<[string], string>('SELECT value FROM workstation_setting WHERE key = ?')
    .pluck()
    .get(settingKey)
  return kept === undefined ? null : formerSchema.parse(JSON.parse(kept))
}

/** Keeps where the clinic comes from; its founder tells which letters are on printed numbers. */
export function keepFormer(raw: RawDatabase, former: FormerHub | null, founds: boolean): void {
  if (former === null) return
  const prefixes = founds ? printedPrefixes(raw) : former.prefixes
  raw
    .prepare(
      'INSERT INTO workstation_setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    )
    .run(settingKey, JSON.stringify({ ...former, prefixes }))
}

/** What the founder tells the hub of where the clinic was before. */
export function readHeritage(raw: RawDatabase): Heritage | null {
  const kept = raw
    .prepare<[string], string>('SELECT value FROM workstation_setting WHERE key = ?')
    .pluck()
    .get(settingKey)
  if (kept === undefined) return null
  const { epoch, seq, prefixes } = formerSchema.parse(JSON.parse(kept))
  return { epoch, seq, prefixes }
}

const numberedTables = ['medical_card', 'invoice', 'receipt', 'refund', 'service_request']

function printedPrefixes(raw: RawDatabase): string[] {
  const each = numberedTables.map(
    (table) => `SELECT substr(number, 1, instr(number, '-') - 1) AS prefix FROM ${table}`,
  )
  return raw
    .prepare<[], string>(`SELECT DISTINCT prefix FROM (${each.join(' UNION ALL ')})`)
    .pluck()
    .all()
    .filter((prefix) => /^[A-Z]{1,8}$/.test(prefix))
}

/**
 * A hub of the same clinic that this workstation has not followed takes it only where both come from
 * the same one: else its older rows would take the place of newer ones here.
 */
export function requireSameOrigin(former: FormerHub, { heritage }: HelloAnswer): void {
  if (heritage?.epoch === former.epoch) return
  throw new ClinicError('hub-refused', { code: 'other-history' })
}
