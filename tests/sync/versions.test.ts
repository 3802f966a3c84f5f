/**
 * Updates on different days. Here the program is what it was some migrations ago; beside it, in a
 * process of its own, runs the program as it is: its hub, and a desk that knows more.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { v7 } from 'uuid'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as z from 'zod'
import { migrate, schemaVersion } from '../../main/db/migrate.ts'
import { openDatabase } from '../../main/db/open.ts'
import { startHub } from '../../main/hub/server.ts'
import { openStore } from '../../main/hub/store.ts'
import { entityOrder } from '../../main/sync/entities.ts'
import { fetchUntilThere } from '../../main/sync/fetch-until-there.ts'
import { loadSnapshot, swapDatabase } from '../../main/sync/snapshot.ts'
import { temporaryFolder } from '../helpers/clinic-file.ts'
import type * as known from '../../migrations/clinic/index.ts'
import type * as shared from '../../main/sync/entities.ts'
import { Desk } from './desk.ts'
import { foundedAt, testKey } from './founded.ts'
import { exchangeUntilThere, hubOf, lineTo } from './line.ts'

const older = await vi.hoisted(async () =>
  (await import('../helpers/older-program.ts')).findOlderProgram(),
)

vi.mock('../../migrations/clinic/index.ts', async (importOriginal) => {
  const { migrationsUpTo } = await import('../helpers/older-program.ts')
  const { clinicMigrations } = await importOriginal<typeof known>()
  return { clinicMigrations: migrationsUpTo(older.migrations, clinicMigrations) }
})

vi.mock('../../main/sync/entities.ts', async (importOriginal) => {
  const { entitiesOf } = await import('../helpers/older-program.ts')
  const whole = await importOriginal<typeof shared>()
  const entities = entitiesOf(older, whole.entities)
  const isEntity = (word: string) => Object.hasOwn(entities, word)
  return { ...whole, entities, isEntity, entityOrder: whole.entityOrder.filter(isEntity) }
})

vi.setConfig({ testTimeout: 120_000 })
const now = () => foundedAt

const told = z.object({
  port: z.number(),
  fingerprint: z.string(),
  certificate: z.string(),
  privateKey: z.string(),
  locationId: z.string(),
  administratorId: z.string(),
})
const compared = z.object({ differences: z.array(z.string()) })
const written = z.object({
  refusals: z.array(z.object({ entity: z.string(), code: z.string() })),
})

interface NewerSide {
  hub: z.infer<typeof told>
  ask(line: Record<string, unknown>): Promise<unknown>
}

async function startNewerSide(): Promise<NewerSide> {
  const script = fileURLToPath(new URL('./newer-side.ts', import.meta.url))
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  if (child.stdout === null) throw new Error('nothing to read')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const line = await lines.next()
    if (line.done === true) throw new Error('the newer side has ended')
    return JSON.parse(line.value)
  }
  return {
    hub: told.parse(await next()),
    ask(line) {
      child.stdin?.write(`${JSON.stringify(line)}\n`)
      return next()
    },
  }
}

/** A workstation of the older program that has joined and has nothing yet. */
async function joinOlder(hub: NewerSide['hub']): Promise<Desk> {
  const path = join(temporaryFolder(), 'clinic.db')
  const raw = openDatabase({ path, key: testKey, mayCreate: true })
  await migrate(raw, null)
  raw.exec(`INSERT INTO device (id, name, prefix, created_at)
            VALUES ('desk-c', 'Desk c', 'C', '${foundedAt}')`)
  raw
    .prepare(
      `INSERT INTO hub_link (id, address, fingerprint, certificate, private_key, epoch, cursor, backup_seq)
       VALUES (1, '', ?, ?, ?, '', 0, 0)`,
    )
    .run(hub.fingerprint, hub.certificate, hub.privateKey)
  raw.close()
  const desk = new Desk(0, { path, key: testKey, deviceId: 'desk-c' }, now)
  onTestFinished(() => desk.leave())
  return desk
}

async function takeSnapshot(desk: Desk, hub: NewerSide['hub']): Promise<void> {
  const snapshotPath = `${desk.file.path}.snapshot`
  const stamp = await fetchUntilThere({
    hub: hubOf(desk, hub.port, hub),
    path: snapshotPath,
    key: desk.file.key,
    onProgress: () => {},
    signal: new AbortController().signal,
    log: () => {},
  })
  await desk.whileClosed(async () => {
    const load = { snapshotPath, stamp, database: desk.file, sendAgainAfter: null }
    await loadSnapshot(load, () => {})
    swapDatabase(desk.file.path)
  })
}

test.each(['a snapshot', 'the stream'])(
  'an older workstation keeps what it does not know, from %s, and erases none of it',
  async (way) => {
    expect(schemaVersion).toBe(older.migrations)
    const newer = await startNewerSide()
    const { hub } = newer
    const desk = await joinOlder(hub)
    if (way === 'a snapshot') {
      expect(written.parse(await newer.ask({ what: 'write' })).refusals).toEqual([])
    }
    await expect(exchangeUntilThere(desk, lineTo(desk, hub.port, hub), 1)).rejects.toMatchObject({
      code: 'snapshot-needed',
    })
    await takeSnapshot(desk, hub)
    if (way === 'the stream') {
      expect(written.parse(await newer.ask({ what: 'write' })).refusals).toEqual([])
    }
    await exchangeUntilThere(desk, lineTo(desk, hub.port, hub))
    const kept = desk.station.raw.prepare('SELECT fields FROM sync_extra WHERE row_id = ?').pluck()
    expect(JSON.parse(String(kept.get(hub.locationId)))).toMatchObject({ floor: 3 })

    // It goes on with what it knows, in rows of which it knows a part.
    const administrator = desk.station.desk(['administrator'], hub.administratorId)
    await administrator.write('test.rename', async (unit) =>
      unit.patch('location', hub.locationId, { name: 'renamed by the older one' }),
    )
    expect(written.parse(await newer.ask({ what: 'change' })).refusals).toEqual([])
    await exchangeUntilThere(desk, lineTo(desk, hub.port, hub))
    expect(desk.unsent).toBe(0)
    expect(await newer.ask({ what: 'compare' })).toEqual({
      differences: [],
      floor: 3,
      name: 'renamed by the older one',
    })

    // The day it is updated it has all of it, to the byte.
    await desk.whileClosed(async () => {
      const updated = await newer.ask({ what: 'update', path: desk.file.path })
      expect(updated).toEqual({ differences: [], kept: 0 })
    })
  },
)

test('an older hub keeps a newer workstation’s fields, refuses its tables with a code, and takes them when it is updated', async () => {
  const newer = await startNewerSide()
  const storage = join(temporaryFolder(), 'hub.db')
  await newer.ask({ what: 'copy-hub', path: storage })
  const store = await openStore(storage, { key: testKey, now, newId: v7 })
  const server = await startHub({ store, host: '127.0.0.1', port: 0, now })
  const at = { port: Number(new URL(server.address).port), fingerprint: server.fingerprint }
  const { refusals } = written.parse(await newer.ask({ what: 'write', ...at }))
  const unknown = refusals.filter(({ code }) => code === 'unknown-entity')
  expect(unknown.some(({ entity }) => entityOrder.some((known) => known === entity))).toBe(false)
  // What stands on a refused row is refused as well, and nothing else is.
  expect(refusals.filter(({ code }) => code !== 'depends-on-missing')).toEqual(unknown)
  await server.stop()
  await store.close()

  await newer.ask({ what: 'serve', path: storage })
  const after = await newer.ask({ what: 'write-again' })
  expect(compared.parse(after).differences).toEqual([])
  expect(after).toMatchObject({ floor: 3 })
})
