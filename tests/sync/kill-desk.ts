/** A desk in a process of its own that books and sends until it is killed; says each booking and each exchange. */
import { flushCompileCache } from 'node:module'
import * as z from 'zod'
import { Desk } from './desk.ts'
import { foundedAt } from './founded.ts'
import { lineTo } from './line.ts'
import { bookSome, houseShape } from './work.ts'

// Who is killed keeps nothing at its end: what was compiled is kept now, for the next one.
flushCompileCache()

const { path, key, deviceId, port, fingerprint, house, from } = z
  .object({
    path: z.string(),
    key: z.string(),
    deviceId: z.string(),
    port: z.number(),
    fingerprint: z.string(),
    house: houseShape,
    from: z.number(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const file = { path, key: Buffer.from(key, 'hex'), deviceId }
const desk = new Desk(8 + (from % 8), file, () => foundedAt)
const client = desk.connect(lineTo(desk, port, { fingerprint }))
for (let index = from; ; index += 1) {
  await bookSome(desk.station, house, 1, index)
  process.stdout.write('booked\n')
  await client.step()
  process.stdout.write('sent\n')
}
