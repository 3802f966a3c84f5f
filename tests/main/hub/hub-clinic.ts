/** A clinic as a hub sees it: devices, people and bookings as operations, for the tests of the log. */
import { gunzipSync } from 'node:zlib'
import type { Snapshot } from '../../../main/hub/snapshots.ts'
import type { Row } from '../../../main/sync/merge.rules.ts'
import type { Operation } from '../../../main/sync/wire.ts'
import type { DeviceRecord, HubStore } from '../../../main/hub/store.ts'

export const now = '2026-11-21T09:00:00.000Z'

/** A member that joined before anything of these tests happened. */
export function deviceRecord(id: string, changes: Partial<DeviceRecord> = {}): DeviceRecord {
  return {
    id,
    name: `Desk ${id}`,
    prefix: id.toUpperCase(),
    fingerprint: id.repeat(64).slice(0, 64),
    branches: null,
    joinedAt: '2026-01-01T00:00:00.000Z',
    lastSeenAt: null,
    cursor: 0,
    revokedAt: null,
    ...changes,
  }
}

/** Writes operations as a workstation would number them. */
export class Writer {
  readonly deviceId: string
  #seq = 0

  constructor(deviceId: string) {
    this.deviceId = deviceId
  }

  operation(wish: Partial<Operation> & Pick<Operation, 'entity' | 'rowId' | 'changes'>): Operation {
    this.#seq += 1
    return {
      deviceSeq: this.#seq,
      unitId: `unit-${this.deviceId}-${this.#seq}`,
      actorId: 'doctor-1',
      command: 'test.write',
      kind: 'create',
      baseVersion: 0,
      clock: `${now}-0000-${this.deviceId}`,
      schemaVersion: 2,
      ...wish,
    }
  }

  create(entity: string, rowId: string, changes: Row, wish: Partial<Operation> = {}): Operation {
    const stamps = { createdAt: now, updatedAt: now }
    return this.operation({ entity, rowId, changes: { ...stamps, ...changes }, ...wish })
  }

  patch(entity: string, rowId: string, changes: Row, wish: Partial<Operation> = {}): Operation {
    return this.operation({ entity, rowId, kind: 'patch', changes, ...wish })
  }

  appointment(rowId: string, from: string, changes: Row = {}, wish: Partial<Operation> = {}) {
    const startsAt = `2026-11-24T${from}:00.000Z`
    const endsAt = new Date(Date.parse(startsAt) + 30 * 60_000).toISOString()
    const row = {
      patientId: 'patient-1',
      practitionerId: 'doctor-1',
      serviceId: 'service-1',
      day: '2026-11-24',
      startsAt,
      endsAt,
      timeZone: 'Europe/London',
      status: 'confirmed',
      statusAt: now,
      priceMinor: 5000,
      currency: 'GBP',
      overbooked: 0,
      resourceIds: '[]',
      ...changes,
    }
    return this.create('appointment', rowId, row, wish)
  }

  /** The rows that every booking stands on. */
  clinic(): Operation[] {
    const person = (roles: string[]) => ({
      family: 'Berg',
      given: 'Anna',
      roles: JSON.stringify(roles),
      language: 'en',
    })
    return [
      this.create('organization', 'clinic-1', { name: 'Clinic', timeZone: 'Europe/London' }),
      this.create('practitioner', 'doctor-1', person(['doctor'])),
      this.create('practitioner', 'doctor-2', person(['doctor'])),
      this.create('practitioner', 'desk-1', person(['receptionist'])),
      this.create('practitioner', 'cashier-1', person(['cashier'])),
      this.create('practitioner', 'admin-1', person(['administrator'])),
      this.create('serviceCategory', 'category-1', { name: 'All', position: 1 }),
      this.create('healthcareService', 'service-1', {
        categoryId: 'category-1',
        code: 'C1',
        name: 'Consultation',
        durationMinutes: 30,
        priceMinor: 5000,
      }),
      this.create('patient', 'patient-1', { family: 'Ray', given: 'Eve', phones: '[]' }),
    ]
  }
}

/** Takes the devices in. */
export async function join(store: HubStore, ...devices: DeviceRecord[]): Promise<void> {
  for (const device of devices) await store.devices.add(device)
}

/** A snapshot's bytes as a workstation gets them. */
export async function bytesOf({ bytes, read }: Snapshot): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of read({ start: 0, end: bytes - 1 })) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** A snapshot's lines. */
export async function textOf(snapshot: Snapshot): Promise<string> {
  return gunzipSync(await bytesOf(snapshot)).toString()
}
