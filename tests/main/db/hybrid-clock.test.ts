/** The hybrid clock: operations stay in order whatever the computer's clock does. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createClock } from '../../../main/db/hybrid-clock.ts'
import { createHandles } from '../../../main/db/kysely.ts'
import { openDatabase } from '../../../main/db/open.ts'
import { createWriter } from '../../../main/db/write.ts'
import { temporaryFolder, writeClinicFile } from '../../helpers/clinic-file.ts'
import { countedIds } from '../../helpers/clinic.ts'

const noon = '2026-11-21T12:00:00.000Z'
const aSecondBefore = '2026-11-21T11:59:59.000Z'

describe('a reading', () => {
  test('is the instant, a counter and the workstation', () => {
    expect(createClock('device-a', null).tick(noon)).toBe(`${noon}-0000-device-a`)
  })

  test('counts within one instant, and while the clock is set back', () => {
    const clock = createClock('a', null)
    const readings = [noon, noon, aSecondBefore, '2026-11-21T12:00:00.001Z'].map(clock.tick)
    expect(readings).toEqual([
      `${noon}-0000-a`,
      `${noon}-0001-a`,
      `${noon}-0002-a`,
      '2026-11-21T12:00:00.001Z-0000-a',
    ])
  })

  test('goes on after the last one that was written down', () => {
    expect(createClock('a', `${noon}-00ff-a`).tick(aSecondBefore)).toBe(`${noon}-0100-a`)
  })

  test('takes the next instant when one cannot hold more', () => {
    const clock = createClock('a', `${noon}-ffff-a`)
    expect(clock.tick(noon)).toBe('2026-11-21T12:00:00.001Z-0000-a')
    expect(clock.tick(noon)).toBe('2026-11-21T12:00:00.001Z-0001-a')
  })

  test('is always later, as text, than the one before', () => {
    const instants = fc.date({
      min: new Date('2020-01-01T00:00:00.000Z'),
      max: new Date('2040-01-01T00:00:00.000Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(fc.array(instants, { minLength: 2, maxLength: 50 }), (found) => {
        const clock = createClock('a', null)
        const readings = found.map((instant) => clock.tick(instant.toISOString()))
        expect(readings.toSorted()).toEqual(readings)
        expect(new Set(readings).size).toBe(readings.length)
      }),
    )
  })
})

test('two connections of one workstation share the clock, as the program and its worker do', async () => {
  const file = await writeClinicFile(temporaryFolder())
  const newId = countedIds()
  const connections = [1, 2].map((offset) => {
    const raw = openDatabase({ path: file.path, key: file.key, mayCreate: false })
    const parts = { deviceId: 'device-a', now: () => noon, newId: () => `${offset}-${newId()}` }
    return {
      raw,
      writer: createWriter({
        ...parts,
        raw,
        root: createHandles(raw).root,
        committed: () => {},
      }),
    }
  })
  for (const { writer } of [...connections, ...connections]) {
    const request = { key: `call ${newId()}`, content: null }
    await writer.write('nobody', 'test.room', request, async (unit) => {
      unit.insert('location', { name: 'Room', archivedAt: null })
    })
  }
  const [first, second] = connections
  const clocks = first?.raw
    .prepare(`SELECT clock FROM outbox_operation WHERE command = 'test.room' ORDER BY device_seq`)
    .pluck()
    .all()
  expect(clocks).toEqual([0, 1, 2, 3].map((counter) => `${noon}-000${counter}-device-a`))
  first?.raw.close()
  second?.raw.close()
})
