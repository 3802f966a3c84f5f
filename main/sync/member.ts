/** The rows that say which hub this workstation belongs to, and as which device. */
import type { RawDatabase } from '../db/open.ts'
import type { HubAddress } from './pinned-socket.ts'
import { beginBringing, isBringing } from './bring.ts'
import { formerHub, keepFormer, requireSameOrigin } from './heritage.ts'
import { sendAgain } from './outbox.ts'
import type { HelloAnswer } from './wire.ts'

export interface KnownHub extends HubAddress {
  epoch: string
  revokedAt: string | null
}

/** The locations whose rows this workstation has; null for all. */
export function readServed(raw: RawDatabase): string[] | null {
  const text = raw.prepare('SELECT branches FROM hub_link').pluck().get()
  return typeof text === 'string' ? JSON.parse(text) : null
}

/** Null for a workstation that works alone. */
export function readHub(raw: RawDatabase): KnownHub | null {
  const hub = raw
    .prepare<[], KnownHub>(
      'SELECT address, fingerprint, certificate, private_key AS privateKey, epoch, revoked_at AS revokedAt FROM hub_link',
    )
    .get()
  return hub ?? null
}

/** Stands for an epoch that no hub is in: the rows come with a snapshot. */
export const noEpoch = ''

/** Keeps the hub; one that has the clinic already gives its rows, any other takes this one's. */
export function keepHub(raw: RawDatabase, hub: HubAddress, answer: HelloAnswer, now: string): void {
  const bringsClinic = answer.clinicId === null
  const former = formerHub(raw)
  if (!bringsClinic && former !== null && former.fingerprint !== hub.fingerprint) {
    requireSameOrigin(former, answer)
    // What the founder of this hub had not heard of yet is sent once more.
    sendAgain(raw, answer.heritage?.seq ?? 0)
  }
  if (bringsClinic && former === null && hasWholeHistory(raw)) sendAgain(raw, 0)
  else if (bringsClinic || isBringing(raw)) beginBringing(raw, now)
  keepFormer(raw, former, bringsClinic)
  raw.prepare('DELETE FROM hub_link').run()
  raw.prepare('DELETE FROM hub_file').run()
  raw
    .prepare(
      'INSERT INTO hub_link (id, address, fingerprint, certificate, private_key, epoch, cursor, backup_seq) VALUES (1, ?, ?, ?, ?, ?, 0, 0)',
    )
    .run(
      hub.address,
      hub.fingerprint,
      hub.certificate,
      hub.privateKey,
      bringsClinic ? answer.epoch : noEpoch,
    )
}

/** Whether the outbox still tells all that ever happened in the clinic. */
function hasWholeHistory(raw: RawDatabase): boolean {
  const first = raw
    .prepare<[], number | null>('SELECT min(device_seq) FROM outbox_operation')
    .pluck()
    .get()
  const foreign = raw
    .prepare('SELECT 1 FROM audit_event WHERE device_id NOT IN (SELECT id FROM device) LIMIT 1')
    .get()
  return (first ?? 1) === 1 && foreign === undefined
}

/**
 * Takes the name and the prefix that the hub gave. As another device it begins to count anew: what was
 * not sent yet gets the first numbers, what was sent stays with the device that it was.
 */
export function becomeDevice(
  raw: RawDatabase,
  device: { id: string; prefix: string; name: string },
): void {
  const before = raw.prepare<[], { id: string }>('SELECT id FROM device').get()
  raw
    .prepare('UPDATE device SET id = ?, prefix = ?, name = ?')
    .run(device.id, device.prefix, device.name)
  if (before?.id === device.id) return
  raw.prepare('DELETE FROM outbox_operation WHERE acked_seq IS NOT NULL').run()
  // Numbers of the former device must not keep the new one's refusals out.
  raw.prepare('UPDATE sync_refusal SET device_seq = device_seq - 1000000000').run()
  const unsent = raw
    .prepare<[], number>('SELECT device_seq FROM outbox_operation ORDER BY device_seq')
    .pluck()
    .all()
  const renumber = raw.prepare(
    'UPDATE outbox_operation SET device_seq = ?, device_id = ? WHERE device_seq = ?',
  )
  for (const [at, deviceSeq] of unsent.entries()) renumber.run(at + 1, device.id, deviceSeq)
  raw
    .prepare(`UPDATE sqlite_sequence SET seq = ? WHERE name = 'outbox_operation'`)
    .run(unsent.length)
}

/** The same hub, reached another way. */
export function moveHub(raw: RawDatabase, address: string): void {
  raw.prepare('UPDATE hub_link SET address = ?').run(address)
}

export function leaveHub(raw: RawDatabase): void {
  keepFormer(raw, formerHub(raw), false)
  raw.prepare('DELETE FROM hub_link').run()
  raw.prepare('DELETE FROM hub_file').run()
}
