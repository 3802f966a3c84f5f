/** The process of `startHubProcess`: one hub over one storage; says its port, and does what each line asks it for. */
import { flushCompileCache } from 'node:module'
import { createInterface } from 'node:readline'
import { v7 } from 'uuid'
import * as z from 'zod'
import { createHubLog } from '../../main/hub/log.service.ts'
import { startHub } from '../../main/hub/server.ts'
import { openStore } from '../../main/hub/store.ts'
import { atStep, hubSteps } from './at-step.ts'

// Who is killed keeps nothing at its end: what was compiled is kept now, for the next one.
flushCompileCache()

const { storage, key, port, clockOffMs, diesAt } = z
  .object({
    storage: z.string(),
    key: z.string(),
    port: z.number().default(0),
    clockOffMs: z.number().default(0),
    diesAt: z.enum(hubSteps).optional(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'))

const now = () => new Date(Date.now() + clockOffMs).toISOString()
const opened = await openStore(storage, { key: Buffer.from(key, 'hex'), newId: v7, now })
const die = async () => void process.kill(process.pid, 'SIGKILL')
const store = diesAt === undefined ? opened : atStep(opened, diesAt, die)
const log = createHubLog(store, { now, newId: v7 })
const hub = await startHub({ store, host: '127.0.0.1', port, now, newId: v7 })

const say = (what: unknown) => process.stdout.write(`${JSON.stringify(what)}\n`)
say({ port: Number(new URL(hub.address).port), fingerprint: hub.fingerprint })

process.once('SIGTERM', () => {
  void hub
    .stop()
    .then(() => store.close())
    .then(() => process.exit(0))
})
for await (const line of createInterface({ input: process.stdin })) {
  const [word, path = ''] = line.split(' ')
  if (word === 'backup') say(await log.backup(path))
  else if (word === 'restore') say(await log.restore(path))
  else say(await hub.invite())
}
