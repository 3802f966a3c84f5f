/** A workstation of the sync figures as the program has it: encrypted database, units of work, TLS, the exchange with the hub. */
import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import { addMinutes } from '../../main/clinic/shared/days.ts'
import type { CommittedUnit } from '../../main/db/write.ts'
import { SyncClient } from '../../main/sync/sync-client.ts'
import { foundedAt, testKey } from '../sync/founded.ts'
import { lineTo } from '../sync/line.ts'
import { countedIdsOf, openStation } from '../sync/station.ts'
import { Arrivals, nowMs, serveDesk } from './sync-desk-process.ts'

const given = z
  .object({
    port: z.number(),
    fingerprint: z.string(),
    path: z.string(),
    deviceId: z.string(),
    /** Of its ids. */
    series: z.number(),
    count: z.number(),
    follows: z.boolean(),
    house: z.object({
      patientIds: z.array(z.string()),
      doctorIds: z.array(z.string()),
      serviceId: z.string(),
      receptionistId: z.string(),
      opensAt: z.string(),
    }),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const now = () => foundedAt
const newId = countedIdsOf(given.series)
const arrivals = new Arrivals()
let written = 0

const station = openStation({ ...given, key: testKey }, { now, newId, onCommit })
const client: SyncClient = new SyncClient({
  raw: station.raw,
  handles: station.handles,
  deviceId: given.deviceId,
  openLink: lineTo({ station }, given.port, given),
  now,
  newId,
  committed: onCommit,
  needsSnapshot: () => {},
  log: () => {},
})

function onCommit(unit: CommittedUnit): void {
  client.noticed(unit)
  if (unit.command !== 'sync.apply') return
  const { length } = unit.rows.filter(
    (row) => row.entity === 'appointment' && row.kind === 'create',
  )
  if (length > 0) arrivals.came(length)
}

/** Bookings of some 424 bytes, each a unit of its own, each at a time of its own. */
async function bookMore(count: number): Promise<void> {
  const { patientIds, doctorIds, serviceId, opensAt, receptionistId } = given.house
  const desk = station.system.with({ actor: { id: receptionistId, roles: ['receptionist'] } })
  for (let index = written; index < written + count; index += 1) {
    const startsAt = addMinutes(opensAt, 24 * 60 + Math.floor(index / 2) * 30)
    await desk.with({}).write('appointments.book', async (unit) =>
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
  written += count
}

await serveDesk({
  arrivals,
  async open() {
    if (given.follows) {
      client.start()
      while (client.status().state !== 'in-sync') await wait(5)
      return
    }
    await client.step()
    // Writing them is not what is measured; from here on the disk is waited for again.
    station.raw.pragma('synchronous = OFF')
    await bookMore(given.count)
    station.raw.pragma('synchronous = FULL')
  },
  async send() {
    const sent = Promise.withResolvers<number>()
    client.onStatus(({ unsent }) => {
      if (unsent === 0) sent.resolve(nowMs())
    })
    const fromMs = nowMs()
    client.start()
    return { fromMs, toMs: await sent.promise }
  },
  async write() {
    const atMs = nowMs()
    await bookMore(1)
    return atMs
  },
})
