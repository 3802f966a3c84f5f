/** A desk in a process of its own that brings its clinic's rows and is killed before a stretch is committed. */
import { flushCompileCache } from 'node:module'
import * as z from 'zod'
import { bringRest } from '../../main/sync/bring.ts'
import { foundedAt } from './founded.ts'
import { countedIdsOf, openStation } from './station.ts'

// Who is killed keeps nothing at its end: what was compiled is kept now, for the next one.
flushCompileCache()

const { path, key, deviceId, stretch } = z
  .object({ path: z.string(), key: z.string(), deviceId: z.string(), stretch: z.number() })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const file = { path, key: Buffer.from(key, 'hex'), deviceId }
const { raw, handles } = openStation(file, { now: () => foundedAt, newId: countedIdsOf(1) })
let count = 0
await bringRest({
  raw,
  signal: new AbortController().signal,
  handles: {
    transact: (work) =>
      handles.transact(() => {
        const result = work()
        count += 1
        if (count === stretch) process.kill(process.pid, 'SIGKILL')
        return result
      }),
  },
})
