/** The process of `startHubProcess`: one hub over one storage; says its port, and an invitation for each line it is told. */
import { createInterface } from 'node:readline'
import { v7 } from 'uuid'
import * as z from 'zod'
import { startHub } from '../../main/hub/server.ts'
import { openStore } from '../../main/hub/store.ts'

const { storage, key, port, clockOffMs } = z
  .object({
    storage: z.string(),
    key: z.string(),
    port: z.number().default(0),
    clockOffMs: z.number().default(0),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const now = () => new Date(Date.now() + clockOffMs).toISOString()
const store = await openStore(storage, { key: Buffer.from(key, 'hex'), newId: v7, now })
const hub = await startHub({ store, host: '127.0.0.1', port, now, newId: v7 })

const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`)
say({ port: Number(new URL(hub.address).port), fingerprint: hub.fingerprint })

process.once('SIGTERM', () => {
  void hub
    .stop()
    .then(() => store.close())
    .then(() => process.exit(0))
})
for await (const _line of createInterface({ input: process.stdin })) say(await hub.invite())
