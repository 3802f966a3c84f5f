/** A process that holds some thousand light workstations; told what to do line by line, it answers each line. */
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { v7 } from 'uuid'
import * as z from 'zod'
import { type Certificate, fingerprintOf, makeCertificate } from '../../main/sync/certificates.ts'
import { helloAnswer, pushAnswer, protocolVersion } from '../../main/sync/wire.ts'
import { schemaVersion } from '../../main/db/migrate.ts'
import { LightClient } from './light-client.ts'

const orderShape = z.discriminatedUnion('do', [
  z.object({ do: z.literal('certificates'), count: z.number() }),
  /** As many more as are asked for, so many at once, over these ports in turn. */
  z.object({
    do: z.literal('connect'),
    count: z.number(),
    ports: z.array(z.number()),
    atOnce: z.number(),
  }),
  z.object({
    do: z.literal('book'),
    bookers: z.number(),
    seconds: z.number(),
    doctorIds: z.array(z.string()),
    patientId: z.string(),
    serviceId: z.string(),
    actorId: z.string(),
    opensAt: z.string(),
    slots: z.number(),
  }),
  z.object({ do: z.literal('count') }),
])
type Order = z.infer<typeof orderShape>
type Book = Extract<Order, { do: 'book' }>

const certificates: Certificate[] = []
const clients: LightClient[] = []
let pokes = 0

async function connectOne(index: number, ports: readonly number[]): Promise<boolean> {
  const own = certificates[index]
  if (own === undefined) throw new Error('no certificate')
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      const client = await LightClient.open(ports[index % ports.length] ?? 0, own)
      client.subscribe('changes', () => (pokes += 1))
      clients[index] = client
      return true
    } catch {
      // Turned away in the crowd of handshakes: once more.
    }
  }
  return false
}

async function connect(order: Extract<Order, { do: 'connect' }>): Promise<number> {
  let next = clients.length
  const end = Math.min(next + order.count, certificates.length)
  let connected = 0
  const worker = async () => {
    while (next < end) {
      const index = next
      next += 1
      if (await connectOne(index, order.ports)) connected += 1
    }
  }
  await Promise.all(Array.from({ length: order.atOnce }, worker))
  return connected
}

interface Booked {
  latenciesMs: number[]
  accepted: number
  timeTaken: number
  failed: string[]
}

async function bookAlong(client: LightClient, order: Book, booked: Booked): Promise<void> {
  const hello = helloAnswer.parse(
    await client.call('mutation', 'hello', {
      protocol: protocolVersion,
      schemaVersion,
      programVersion: '0.1.0',
      now: new Date().toISOString(),
      clinicId: null,
      epoch: null,
      cursor: 0,
    }),
  )
  let deviceSeq = 1
  const endsAt = performance.now() + order.seconds * 1000
  while (performance.now() < endsAt && !client.closed) {
    const operations = bookingOf(order, deviceSeq, hello.deviceId)
    const startedAt = performance.now()
    try {
      const told = await client.call('mutation', 'push', { epoch: hello.epoch, operations })
      booked.latenciesMs.push(performance.now() - startedAt)
      const [first] = pushAnswer.parse(told).outcomes
      if (first?.outcome === 'accepted') booked.accepted += 1
      else if (first?.code === 'time-taken') booked.timeTaken += 1
      else booked.failed.push(first?.code ?? 'nothing')
      deviceSeq += operations.length
    } catch (error) {
      booked.failed.push(error instanceof Error ? error.message : String(error))
      if (booked.failed.length > 1000) return
    }
  }
}

/** The booking and the first step of its day, as the desk writes them. */
function bookingOf(order: Book, deviceSeq: number, deviceId: string) {
  const practitionerId = order.doctorIds[Math.floor(Math.random() * order.doctorIds.length)] ?? ''
  const slot = Math.floor(Math.random() * order.slots)
  const startsMs =
    Date.parse(order.opensAt) + (Math.floor(slot / 24) * 24 * 60 + (slot % 24) * 30) * 60_000
  const startsAt = new Date(startsMs).toISOString()
  const now = new Date().toISOString()
  const id = v7()
  const unit = {
    unitId: v7(),
    actorId: order.actorId,
    command: 'appointments.book',
    baseVersion: 0,
    clock: `${now}-0000-${deviceId}`,
    schemaVersion,
  }
  const appointment = {
    patientId: order.patientId,
    practitionerId,
    serviceId: order.serviceId,
    day: startsAt.slice(0, 10),
    startsAt,
    endsAt: new Date(startsMs + 30 * 60_000).toISOString(),
    timeZone: 'Europe/Moscow',
    status: 'confirmed',
    statusAt: now,
    priceMinor: 250_000,
    currency: 'RUB',
    overbooked: 0,
    resourceIds: '[]',
    createdAt: now,
    updatedAt: now,
  }
  const step = {
    appointmentId: id,
    toStatus: 'confirmed',
    at: now,
    actorId: order.actorId,
    createdAt: now,
    updatedAt: now,
  }
  const stepId = v7()
  return [
    {
      ...unit,
      deviceSeq,
      entity: 'appointment',
      rowId: id,
      kind: 'create',
      changes: { ...appointment, id, version: 1 },
    },
    {
      ...unit,
      deviceSeq: deviceSeq + 1,
      entity: 'appointmentStep',
      rowId: stepId,
      kind: 'fact',
      changes: { ...step, id: stepId, version: 1 },
    },
  ]
}

async function obey(order: Order): Promise<unknown> {
  if (order.do === 'certificates') {
    while (certificates.length < order.count) certificates.push(await makeCertificate('Desk'))
    return certificates.map(({ certificate }) => fingerprintOf(certificate))
  }
  if (order.do === 'connect') return connect(order)
  if (order.do === 'count') {
    return { open: clients.filter((client) => !client.closed).length, pokes }
  }
  const booked: Booked = { latenciesMs: [], accepted: 0, timeTaken: 0, failed: [] }
  await Promise.all(
    clients.slice(0, order.bookers).map((client) => bookAlong(client, order, booked)),
  )
  return booked
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await obey(orderShape.parse(JSON.parse(line)))
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
process.exit(0)
