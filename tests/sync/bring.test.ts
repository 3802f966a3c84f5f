/** A clinic that is brought to a new hub row by row: in stretches that nobody waits for, and killed in the midst of them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bringRest, isBringing, stretchRows } from '../../main/sync/bring.ts'
import { keepHub } from '../../main/sync/member.ts'
import { nextBatch } from '../../main/sync/outbox.ts'
import { everyRow } from '../helpers/every-table.ts'
import { type LogHub, openLogHub } from '../helpers/log-hub.ts'
import { Desk } from './desk.ts'
import { type Founded, found, foundedAt, testKey } from './founded.ts'
import { hubRows } from './hub-at-hand.ts'
import { differences, rowsOf } from './rows.ts'
import type { StationFile } from './station.ts'
import { bookSome } from './work.ts'

const now = () => foundedAt
const patients = 2 * stretchRows + 17
/** Other processes have to come up, beside whatever else the machine does. */
vi.setConfig({ testTimeout: 120_000 })

const never = new AbortController().signal

let founded: Founded

beforeAll(async () => {
  founded = await found(null)
})

afterAll(() => founded.close())

/** A desk that has left its hub and begins to bring its clinic to an empty one. */
async function leaver(index: number): Promise<{ desk: Desk; hub: LogHub }> {
  const hub = await openLogHub(foundedAt)
  const desk = new Desk(index, founded.copyDesk(0), now)
  const { raw, handles, system } = desk.station
  await system.write('test.register', async (unit) => {
    for (let count = 0; count < patients; count += 1) {
      unit.insert('patient', { ...everyRow.patient, family: `Пациент ${count}` })
    }
  })
  const device = { id: desk.deviceId, prefix: 'A' }
  await hub.join(device)
  const { epoch, head } = await hub.store.state()
  const place = { address: 'https://127.0.0.1:1', fingerprint: '1'.repeat(64) }
  const own = { certificate: '', privateKey: '' }
  const state = { clinicId: null, epoch, head, restored: null, compactedTo: 0, heritage: null }
  const answer = { deviceId: device.id, prefix: 'A', now: foundedAt, branches: null, ...state }
  await handles.transact(() => keepHub(raw, { ...place, ...own }, answer, foundedAt))
  expect(isBringing(raw)).toBe(true)
  return { desk, hub }
}

/** Sends what is there to the hub, which has the desk's rows then and refused none of them. */
async function expectAllBrought(desk: Desk, hub: LogHub): Promise<void> {
  await desk.connect(async () => hub.linkFor({ id: desk.deviceId, prefix: 'A' })).step()
  const log = await hub.store.operations(0, 100_000)
  expect(log.filter(({ outcome }) => outcome !== 'accepted')).toEqual([])
  expect(differences('desk', rowsOf(desk.station.raw), await hubRows(hub.store))).toEqual([])
  expect(desk.unsent).toBe(0)
  await desk.leave()
}

/** Goes on with bringing for so many stretches. */
async function bring({ station: { raw, handles } }: Desk, stretches: number): Promise<void> {
  const stop = new AbortController()
  let left = stretches
  await bringRest({
    raw,
    signal: stop.signal,
    handles: {
      transact(work) {
        left -= 1
        if (left <= 0) stop.abort()
        return handles.transact(work)
      },
    },
  })
}

test('no stretch brings more rows than its bound, and whoever waits has a turn after each', async () => {
  const { desk, hub } = await leaver(0)
  const { raw, handles } = desk.station
  const changes = () => Number(raw.prepare('SELECT total_changes()').pluck().get())
  const written: number[] = []
  let turns = 0
  const takeTurn = () => {
    turns += 1
    if (isBringing(raw)) setImmediate(takeTurn)
  }
  setImmediate(takeTurn)
  await bringRest({
    raw,
    signal: never,
    handles: {
      transact: (work) =>
        handles.transact(() => {
          const before = changes()
          const result = work()
          written.push(changes() - before)
          return result
        }),
    },
  })
  // And how far it came, which is one row more.
  expect(Math.max(...written)).toBe(stretchRows + 1)
  expect(turns).toBeGreaterThanOrEqual(written.length - 1)
  await expectAllBrought(desk, hub)
})

test('a clinic that is killed at any stretches, and works between them, brings the same rows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: 45 }), { minLength: 1, maxLength: 4 }),
      async (stretches) => {
        const { desk, hub } = await leaver(1)
        for (const [at, count] of stretches.entries()) {
          await bring(desk, count)
          await bookSome(desk.station, founded.house, 2, at * 2)
          await desk.station.system.write('test.change', async (unit) => {
            const one = await unit.db
              .selectFrom('patient')
              .select('id')
              .orderBy('id')
              .limit(1)
              .offset(at * 97)
              .executeTakeFirstOrThrow()
            // Twice, and back to nothing: what is sent ends with the last.
            unit.patch('patient', one.id, { family: `Иванова-${at}`, address: 'Липовая, 12' })
            unit.patch('patient', one.id, { address: null })
          })
          await desk.crash()
        }
        await expectAllBrought(desk, hub)
      },
    ),
    { numRuns: 6 },
  )
})

test('nothing is sent of a clinic that is half brought', async () => {
  const { desk, hub } = await leaver(2)
  await bring(desk, 5)
  await desk.crash()
  const client = desk.connect(async () => hub.linkFor({ id: desk.deviceId, prefix: 'A' }))
  client.start()
  await client.stop()
  expect((await hub.store.state()).head).toBe(0)
  await desk.hangUp()
  await expectAllBrought(desk, hub)
})

test('a program that is killed in the midst of any stretch has the same operations in the end', async () => {
  const { desk, hub } = await leaver(3)
  await bringRest({ ...desk.station, signal: never })
  const whole = nextBatch(desk.station.raw, 100_000)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (stretch) => {
      const killed = await leaver(3)
      await killed.desk.whileClosed(() => dieBringing(killed.desk.file, stretch))
      expect(isBringing(killed.desk.station.raw)).toBe(true)
      await bringRest({ ...killed.desk.station, signal: never })
      expect(nextBatch(killed.desk.station.raw, 100_000)).toEqual(whole)
      await killed.desk.leave()
    }),
    { numRuns: 2 },
  )
  await expectAllBrought(desk, hub)
})

/** Another process has the desk's file, and is killed in the stretch with the number. */
async function dieBringing({ path, deviceId }: StationFile, stretch: number): Promise<void> {
  const script = fileURLToPath(new URL('./dying-bringer.ts', import.meta.url))
  const given = { path, deviceId, key: Buffer.from(testKey).toString('hex'), stretch }
  const words = ['--disable-warning=ExperimentalWarning', script, JSON.stringify(given)]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
}
