/** One run over the real thing: two workstations with their encrypted databases, a hub in its own process, TLS, checks, claims. */
import { performance } from 'node:perf_hooks'
import { addMinutes } from '../../main/clinic/shared/days.ts'
import type { CommittedUnit } from '../../main/db/write.ts'
import { SyncClient } from '../../main/sync/sync-client.ts'
import { startHubProcess } from '../helpers/hub-process.ts'
import { type Founded, foundedAt, testKey } from '../sync/founded.ts'
import { lineTo } from '../sync/line.ts'
import { countedIdsOf, openStation, type Station } from '../sync/station.ts'
import type { LogRun } from './sync-floor-run.ts'

const now = () => foundedAt

interface Following {
  station: Station
  client: SyncClient
  /** Resolves when so many bookings of others have come. */
  untilThere(count: number): Promise<void>
}

export async function runReal(founded: Founded, count: number, live: number): Promise<LogRun> {
  const hub = await startHubProcess({
    storage: await founded.copyHub(),
    key: Buffer.from(testKey).toString('hex'),
    clockOffMs: Date.parse(foundedAt) - Date.now(),
  })
  const a = openFollowing(founded, 0, hub)
  const b = openFollowing(founded, 1, hub)
  try {
    await Promise.all([a.client.step(), b.client.step()])
    // Writing them is not what is measured; from here on the disk is waited for again.
    a.station.raw.pragma('synchronous = OFF')
    await bookMany(a.station, founded, 0, count)
    a.station.raw.pragma('synchronous = FULL')
    b.client.start()
    const startedAt = performance.now()
    const there = b.untilThere(count)
    const sent = Promise.withResolvers<number>()
    a.client.onStatus(({ unsent }) => {
      if (unsent === 0) sent.resolve(performance.now() - startedAt)
    })
    a.client.start()
    const hubHasAllMs = await sent.promise
    await there
    const otherHasAllMs = performance.now() - startedAt
    const liveMs: number[] = []
    for (let index = 0; index < live; index += 1) {
      const came = b.untilThere(count + index + 1)
      const startedAt = performance.now()
      await bookMany(a.station, founded, count + index, 1)
      await came
      liveMs.push(performance.now() - startedAt)
    }
    return { hubHasAllMs, otherHasAllMs, liveMs }
  } finally {
    await Promise.all([a.client.stop(), b.client.stop()])
    a.station.raw.close()
    b.station.raw.close()
    await hub.kill()
  }
}

function openFollowing(
  founded: Founded,
  index: number,
  hub: { port: number; fingerprint: string },
): Following {
  let came = 0
  let waiting: { count: number; resolve: () => void }[] = []
  const onCommit = (unit: CommittedUnit) => {
    client.noticed(unit)
    if (unit.command !== 'sync.apply') return
    came += unit.rows.filter((row) => row.entity === 'appointment' && row.kind === 'create').length
    for (const one of waiting) if (one.count <= came) one.resolve()
    waiting = waiting.filter((one) => one.count > came)
  }
  const file = founded.copyDesk(index)
  const newId = countedIdsOf(index + 1)
  const station = openStation(file, { now, newId, onCommit })
  const client: SyncClient = new SyncClient({
    raw: station.raw,
    handles: station.handles,
    deviceId: file.deviceId,
    openLink: lineTo({ station }, hub.port, hub),
    now,
    newId,
    committed: onCommit,
    needsSnapshot: () => {},
    log: () => {},
  })
  return {
    station,
    client,
    untilThere(count) {
      const { promise, resolve } = Promise.withResolvers<void>()
      if (count <= came) resolve()
      else waiting.push({ count, resolve })
      return promise
    },
  }
}

/** Bookings of some 424 bytes, each a unit of its own, each at a time of its own. */
async function bookMany(
  station: Station,
  { house }: Founded,
  from: number,
  count: number,
): Promise<void> {
  const { patientIds, doctorIds, serviceId, opensAt } = house
  for (let index = from; index < from + count; index += 1) {
    const startsAt = addMinutes(opensAt, 24 * 60 + Math.floor(index / 2) * 30)
    await station.system
      .with({ actor: { id: house.receptionistId, roles: ['receptionist'] } })
      .write('appointments.book', async (unit) =>
        unit.insert('appointment', {
          patientId: patientIds[index % patientIds.length] ?? '',
          practitionerId: doctorIds[index % 2] ?? '',
          serviceId,
          locationId: null,
          day: startsAt.slice(0, 10),
          startsAt,
          endsAt: addMinutes(startsAt, 30),
          timeZone: 'Europe/Moscow',
          status: 'confirmed',
          statusAt: unit.now,
          priceMinor: 250_000,
          currency: 'RUB',
          note: null,
          cancelReason: null,
          overbooked: 0,
          resourceIds: '[]',
        }),
      )
  }
}
