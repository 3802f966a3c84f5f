/** What is known to go wrong between desks and hub, on the desk's side; the numbers are the design's. */
import { describe, expect, test } from 'vitest'
import { laterReading, mayFollow } from '../../../main/db/hybrid-clock.ts'
import { applyStretch } from '../../../main/sync/apply.ts'
import { ExtraFields } from '../../../main/sync/extra.ts'
import { HubRefusal } from '../../../main/sync/hub-refusal.ts'
import { nextBatch } from '../../../main/sync/outbox.ts'
import { cutAtUnits, waitBefore } from '../../../main/sync/sync-client.ts'
import type { Ordered } from '../../../main/sync/wire.ts'
import { addRow, everyRole, everyRow, rowIdOf } from '../../helpers/every-table.ts'
import { openSyncedClinic, type SyncedClinic, type SyncedDesk } from '../../helpers/synced-desk.ts'

const room = (name: string) => ({ name, archivedAt: null })

const addRoom = ({ desk }: SyncedDesk, name: string) =>
  desk.write('test.room', async (unit) => unit.insert('location', room(name)))

const rename = ({ desk }: SyncedDesk, id: string, name: string) =>
  desk.write('test.rename', async (unit) => unit.patch('location', id, { name }))

const roomNames = ({ raw }: SyncedDesk) =>
  raw.prepare<[], string>('SELECT name FROM location ORDER BY name').pluck().all()

const valueOf = ({ raw }: SyncedDesk, sql: string) => raw.prepare(sql).pluck().get()

const cursorOf = (desk: SyncedDesk) => Number(valueOf(desk, 'SELECT cursor FROM hub_link'))

async function twoDesks(): Promise<{ clinic: SyncedClinic; a: SyncedDesk; b: SyncedDesk }> {
  const clinic = await openSyncedClinic()
  return { clinic, a: clinic.first, b: await clinic.open('b') }
}

/** A patient, a doctor and a service, to book on. */
async function withGround({ clinic, a, b }: Awaited<ReturnType<typeof twoDesks>>) {
  await a.desk.write('test', async (unit) => addRow(unit, 'practitioner'))
  const doctor = a.as(everyRole)
  for (const table of ['location', 'serviceCategory', 'healthcareService', 'patient'] as const) {
    await doctor.write('test', async (unit) => addRow(unit, table))
  }
  await clinic.settle(a, b)
  const book = ({ as }: SyncedDesk) =>
    as(everyRole).write('appointments.book', async (unit) =>
      unit.insert('appointment', everyRow.appointment),
    )
  return { book }
}

describe('3: an outbox that was emptied', () => {
  test('never gives a number twice', async () => {
    const { clinic, a } = await twoDesks()
    await addRoom(a, 'one')
    await clinic.settle(a)
    const last = Number(valueOf(a, 'SELECT max(device_seq) FROM outbox_operation'))
    await clinic.hub.backup()
    await a.client.step()
    expect(valueOf(a, 'SELECT count(*) FROM outbox_operation')).toBe(0)
    await addRoom(a, 'two')
    expect(valueOf(a, 'SELECT max(device_seq) FROM outbox_operation')).toBe(last + 1)
  })

  test('was not emptied before a backup of the hub had it', async () => {
    const { clinic, a } = await twoDesks()
    await addRoom(a, 'one')
    await clinic.settle(a)
    expect(a.client.status().unsent).toBe(0)
    expect(Number(valueOf(a, 'SELECT count(*) FROM outbox_operation'))).toBeGreaterThan(0)
  })
})

describe('4: the cursor', () => {
  test('moves with the rows or not at all', async () => {
    const { clinic, a, b } = await twoDesks()
    await addRoom(a, 'one')
    await a.client.step()
    const before = cursorOf(b)
    b.raw.exec(
      `CREATE TRIGGER fault BEFORE INSERT ON location BEGIN SELECT RAISE(ABORT, 'power cut'); END`,
    )
    await expect(b.client.step()).rejects.toThrow('power cut')
    expect([cursorOf(b), roomNames(b)]).toEqual([before, []])
    b.raw.exec('DROP TRIGGER fault')
    await clinic.settle(b)
    expect(roomNames(b)).toEqual(['one'])
  })

  test('takes nothing twice when a stretch comes again, however it is cut', async () => {
    const { clinic, a, b } = await twoDesks()
    const id = await addRoom(a, 'one')
    for (const name of ['two', 'three', 'four']) await rename(a, id, name)
    await a.client.step()
    const { epoch } = await clinic.hub.store.state()
    const link = clinic.hub.linkFor(b.device)
    const { operations } = await link.pull({ epoch, cursor: 0, limit: 1000 })
    const parts = { raw: b.raw, deviceId: b.device.id, now: () => '', newId: () => 'unit' }
    const apply = (stretch: readonly Ordered[]) =>
      b.raw.transaction(() =>
        applyStretch(parts, {
          operations: stretch,
          cursor: stretch.at(-1)?.seq ?? 0,
          backupSeq: 0,
        }),
      )()
    apply(operations.slice(0, -2))
    apply(operations)
    apply(operations.slice(2))
    await b.client.step()
    expect(b.rows()).toEqual(a.rows())
  })
})

describe('an answer that is lost on its way', () => {
  test('is got by asking again, and nothing is done twice', async () => {
    const { clinic, a, b } = await twoDesks()
    await addRoom(a, 'one')
    a.device.fault = (call, when) => {
      if (call === 'push' && when === 'after') throw new Error('cut')
    }
    await expect(a.client.step()).rejects.toThrow('cut')
    a.device.fault = undefined
    await clinic.settle(a, b)
    expect([roomNames(a), roomNames(b)]).toEqual([['one'], ['one']])
    expect(a.client.status().unsent).toBe(0)
    expect(b.rows()).toEqual(a.rows())
  })
})

describe('5: a hub that was restored from a backup', () => {
  test('is followed on by a desk that has nothing newer than the backup', async () => {
    const { clinic, a, b } = await twoDesks()
    const restore = await clinic.hub.backup()
    await addRoom(b, 'written since')
    await restore()
    await b.reconnect()
    await b.client.step()
    expect(b.client.status()).toMatchObject({ state: 'in-sync', unsent: 0 })
    await a.reconnect()
    await a.client.step()
    expect(a.rows()).toEqual(b.rows())
  })

  test('wants a snapshot of a desk that has, which sends again what was lost', async () => {
    const { clinic, a } = await twoDesks()
    const restore = await clinic.hub.backup()
    const kept = cursorOf(a)
    await addRoom(a, 'acknowledged, and lost')
    await a.client.step()
    expect(a.client.status().unsent).toBe(0)
    await restore()
    await expect(a.client.step()).rejects.toMatchObject({ code: 'epoch-changed' })
    await a.reconnect()
    a.client.start()
    await expect.poll(() => a.snapshots).toEqual([kept])
    await a.client.stop()
  })
})

describe('6: a cloned workstation', () => {
  test('is told so, and still gets what others do', async () => {
    const { a, b } = await twoDesks()
    await addRoom(a, 'the first one’s')
    await a.client.step()
    // The clone has the same identity and numbers, and wrote something else under them.
    a.raw.prepare(`UPDATE outbox_operation SET acked_seq = NULL, command = 'another'`).run()
    await addRoom(b, 'from b')
    await b.client.step()
    await expect(a.client.step()).rejects.toMatchObject({ code: 'device-cloned' })
    expect(roomNames(a)).toContain('from b')
  })
})

describe('7: a clock that is far off', () => {
  test('is followed by nobody', () => {
    const now = '2026-11-16T06:00:00.000Z'
    expect(mayFollow('2026-11-16T06:01:59.000Z-0000-b', now)).toBe(true)
    expect(mayFollow('2026-11-16T06:02:01.000Z-0000-b', now)).toBe(false)
    expect(laterReading('2026-11-16T06:00:00.000Z-0002-a', '2026-11-16T06:00:00.000Z-0001-b')).toBe(
      '2026-11-16T06:00:00.000Z-0002-a',
    )
  })

  test('leaves another desk’s readings as they are', async () => {
    const { clinic, a, b } = await twoDesks()
    a.setNow('2026-11-16T16:00:00.000Z')
    await addRoom(a, 'ten hours ahead')
    await clinic.settle(a, b)
    await addRoom(b, 'on time')
    const [own] = nextBatch(b.raw)
    expect(own?.clock.startsWith('2026-11-16T06:0')).toBe(true)
  })

  test('a day behind is told to its person, and what it writes is taken in its turn', async () => {
    const { clinic, a, b } = await twoDesks()
    const id = await addRoom(b, 'on time')
    await clinic.settle(b, a)
    a.setNow('2026-11-15T06:00:00.000Z')
    await a.reconnect()
    await rename(a, id, 'a day behind, and later')
    await clinic.settle(a, b)
    expect(a.client.status()).toMatchObject({ unsent: 0, trouble: null, clockOffMs: -86_400_000 })
    // The order is the hub's, whatever the clocks say.
    for (const desk of [a, b]) expect(roomNames(desk)).toEqual(['a day behind, and later'])
    await addRoom(b, 'by a clock that followed nobody')
    expect(nextBatch(b.raw)[0]?.clock.startsWith('2026-11-16T06:0')).toBe(true)
  })

  test('a day ahead is refused, and what it wrote goes when it was put right', async () => {
    const { clinic, a, b } = await twoDesks()
    a.setNow('2027-11-16T06:00:00.000Z')
    await addRoom(a, 'a year ahead')
    await expect(a.client.step()).rejects.toMatchObject({ code: 'clock-too-far' })
    a.setNow('2026-11-16T06:00:10.000Z')
    await a.reconnect()
    await clinic.settle(a, b)
    expect(roomNames(b)).toEqual(['a year ahead'])
    expect(a.client.status()).toMatchObject({ unsent: 0, trouble: null })
  })
})

describe('8: an operation that the hub refuses', () => {
  test('stops neither the rest of the outbox nor what comes', async () => {
    const { clinic, a, b } = await twoDesks()
    await addRoom(a, 'from a')
    const nobody = b.as({ id: rowIdOf('practitioner'), roles: ['administrator'] })
    const refused = await nobody.write('test', async (unit) =>
      unit.insert('location', room('refused')),
    )
    await nobody.write('test', async (unit) =>
      unit.insert('weeklyHours', {
        ...everyRow.weeklyHours,
        practitionerId: clinic.administratorId,
        locationId: refused,
      }),
    )
    await addRoom(b, 'accepted')
    await clinic.settle(a, b)
    expect(roomNames(b)).toEqual(['accepted', 'from a'])
    expect(b.rows()).toEqual(a.rows())
    const codes = b.raw.prepare('SELECT code FROM sync_refusal ORDER BY device_seq').pluck().all()
    expect(codes).toEqual(['unknown-actor', 'unknown-actor'])
    expect(b.client.status().toDecide).toBe(2)
  })

  test('takes along what stands on it and was not sent yet, which is refused in its turn', async () => {
    const { clinic, a, b } = await twoDesks()
    const nobody = b.as({ id: rowIdOf('practitioner'), roles: ['administrator'] })
    const locationId = await nobody.write('test', async (unit) =>
      unit.insert('location', room('refused')),
    )
    b.device.fault = (call) => {
      if (call === 'pull') throw new Error('cut')
    }
    await expect(b.client.step()).rejects.toThrow('cut')
    b.device.fault = undefined
    const practitionerId = clinic.administratorId
    await b.desk.write('test', async (unit) =>
      unit.insert('weeklyHours', { ...everyRow.weeklyHours, practitionerId, locationId }),
    )
    const { epoch } = await clinic.hub.store.state()
    const answer = await clinic.hub.linkFor(b.device).pull({ epoch, cursor: cursorOf(b) })
    const parts = { raw: b.raw, deviceId: b.device.id, now: () => '', newId: () => 'unit' }
    b.raw.transaction(() => applyStretch(parts, answer))()
    expect(roomNames(b)).toEqual([])
    expect(valueOf(b, 'SELECT count(*) FROM weekly_hours')).toBe(0)
    expect(nextBatch(b.raw)).toHaveLength(1)
    await clinic.settle(b, a)
    const codes = b.raw.prepare('SELECT code FROM sync_refusal ORDER BY device_seq').pluck().all()
    expect(codes).toEqual(['unknown-actor', 'depends-on-missing'])
    expect(b.rows()).toEqual(a.rows())
  })
})

describe('a time that two desks gave away', () => {
  test('is the first one’s; the other has one task, and the screens are told', async () => {
    const desks = await twoDesks()
    const { clinic, a, b } = desks
    const { book } = await withGround(desks)
    const winner = await book(a)
    const loser = await book(b)
    await clinic.settle(a, b)
    expect(b.rows()).toEqual(a.rows())
    const status = b.raw.prepare('SELECT status, cancel_reason FROM appointment WHERE id = ?')
    expect(status.get(loser)).toEqual({ status: 'cancelled', cancel_reason: 'time-taken' })
    const tasks = a.raw.prepare('SELECT appointment_id, held_by_id, state FROM rebook_task').all()
    expect(tasks).toEqual([{ appointment_id: loser, held_by_id: winner, state: 'open' }])
    const told = b.committed.flatMap(({ rows }) => rows.map(({ entity }) => entity))
    expect(told).toContain('rebookTask')
  })

  test('is one task however often the answer is lost', async () => {
    const desks = await twoDesks()
    const { clinic, a, b } = desks
    const { book } = await withGround(desks)
    await book(a)
    await a.client.step()
    await book(b)
    for (const call of ['push', 'pull'] as const) {
      b.device.fault = (asked, when) => {
        if (asked === call && when === 'after') throw new HubRefusal('epoch-changed')
      }
      await expect(b.client.step()).rejects.toThrow('epoch-changed')
    }
    b.device.fault = undefined
    await clinic.settle(b, a)
    expect(valueOf(a, 'SELECT count(*) FROM rebook_task')).toBe(1)
    expect(b.rows()).toEqual(a.rows())
  })
})

describe('9: a poke that never came', () => {
  test('is made up for by asking again after a quarter of a minute', async () => {
    // The line of these desks pokes nobody.
    const { a, b } = await twoDesks()
    const waits: number[] = []
    let goOn = () => {}
    await b.reconnect({
      wait: (ms, signal) =>
        new Promise((resolve) => {
          waits.push(ms)
          goOn = resolve
          signal.addEventListener('abort', () => resolve())
        }),
    })
    b.client.start()
    await expect.poll(() => waits).toEqual([15_000])
    await addRoom(a, 'one')
    await a.client.step()
    expect(roomNames(b)).toEqual([])
    goOn()
    await expect.poll(() => roomNames(b)).toEqual(['one'])
    await b.client.stop()
  })
})

describe('10: a newer workstation', () => {
  test('writes fields that are kept for the day this program knows them', async () => {
    const { a } = await twoDesks()
    const id = await addRoom(a, 'one')
    await a.client.step()
    const next = cursorOf(a) + 1
    const parts = {
      raw: a.raw,
      deviceId: a.device.id,
      now: () => '2026-11-16T06:00:00.000Z',
      newId: () => 'unit',
    }
    const newer = operationOf({ seq: next, rowId: id, changes: { name: 'two', floor: 3 } })
    const unknown = { ...operationOf({ seq: next + 1, rowId: 'k1' }), entity: 'kiosk' }
    const whole = { ...unknown, kind: 'create' as const, changes: { id: 'k1', name: 'Kiosk' } }
    a.raw.transaction(() =>
      applyStretch(parts, { operations: [newer, whole], cursor: next + 1, backupSeq: 0 }),
    )()
    expect(roomNames(a)).toEqual(['two'])
    const kept = a.raw.prepare('SELECT entity, fields FROM sync_extra ORDER BY entity').all()
    expect(kept).toEqual([
      { entity: 'kiosk', fields: '{"id":"k1","name":"Kiosk","version":1}' },
      { entity: 'location', fields: '{"floor":3}' },
    ])
    // What this workstation changes now says nothing of the field, so nobody loses it.
    await rename(a, id, 'three')
    expect(nextBatch(a.raw)[0]?.changes).toMatchObject({ name: 'three' })
    expect(nextBatch(a.raw)[0]?.changes).not.toHaveProperty('floor')

    a.raw.exec('ALTER TABLE location ADD COLUMN floor INTEGER')
    a.raw.transaction(() => new ExtraFields(a.raw).fill())()
    expect(a.raw.prepare('SELECT floor FROM location WHERE id = ?').pluck().get(id)).toBe(3)
    expect(a.raw.prepare('SELECT entity FROM sync_extra').pluck().all()).toEqual(['kiosk'])
  })
})

describe('batches', () => {
  test('hold whole units, and never none', async () => {
    const { a } = await twoDesks()
    for (const size of [2, 3, 1]) {
      await a.desk.write('test', async (unit) => {
        for (let at = 0; at < size; at += 1) unit.insert('location', room(`${size} ${at}`))
      })
    }
    expect(nextBatch(a.raw, 4)).toHaveLength(2)
    expect(nextBatch(a.raw, 5)).toHaveLength(5)
    // A unit that is larger than a batch goes in several.
    expect(nextBatch(a.raw, 1)).toHaveLength(1)
  })

  test('are applied in stretches that cut no unit', () => {
    const operations = ['u1', 'u1', 'u2', 'u2', 'u2', 'u3'].map((unitId, at) => ({
      ...operationOf({ seq: at + 1, rowId: 'r' }),
      unitId,
    }))
    const units = cutAtUnits(operations, 2).map((part) => part.map(({ unitId }) => unitId))
    expect(units).toEqual([['u1', 'u1'], ['u2', 'u2', 'u2'], ['u3']])
    expect(cutAtUnits([], 2)).toEqual([[]])
  })

  test('are tried again after waits that grow to half a minute, and are not all the same', () => {
    const waits = [0, 1, 2, 3, 20].map((attempt) => waitBefore(attempt, () => 1))
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 30_000])
    expect(waitBefore(20, () => 0)).toBe(15_000)
  })
})

function operationOf(given: Pick<Ordered, 'seq' | 'rowId'> & Partial<Ordered>): Ordered {
  return {
    deviceSeq: given.seq,
    unitId: 'unit',
    actorId: 'system',
    command: 'test',
    entity: 'location',
    kind: 'patch',
    baseVersion: 1,
    changes: {},
    clock: '2026-11-16T06:00:00.000Z-0000-c',
    schemaVersion: 9,
    deviceId: 'device-c',
    outcome: 'accepted',
    code: null,
    data: {},
    ...given,
  }
}
