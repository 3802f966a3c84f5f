/** The work of a whole clinic through the hub: all that the services write is something that the hub takes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { v7 } from 'uuid'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../../main/db/migrate.ts'
import { openDatabase, type RawDatabase } from '../../../main/db/open.ts'
import { openDemoConnection } from '../../../main/demo/demo-connection.ts'
import { makeDemoClinic } from '../../../main/demo/make-demo-clinic.ts'
import { createHubLog } from '../../../main/hub/log.service.ts'
import { openStore } from '../../../main/hub/store.ts'
import { canonical } from '../../../main/sync/merge.rules.ts'
import { acknowledge, nextBatch } from '../../../main/sync/outbox.ts'
import type { Ordered } from '../../../main/sync/wire.ts'
import { rowsOf } from '../../sync/rows.ts'
import { deviceRecord } from './hub-clinic.ts'

const now = '2026-11-20T08:18:00.000Z'

async function demoClinic(): Promise<RawDatabase> {
  const raw = openDatabase({ path: ':memory:', key: null, mayCreate: true })
  onTestFinished(() => void raw.close())
  await migrate(raw, null)
  raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run('a', 'Desk A', 'A', now)
  const { desk, setNow, finish } = openDemoConnection(raw, now)
  const plan = { seed: 'hub', patientCount: 80, daysBack: 4, daysForward: 3 }
  await makeDemoClinic(desk, { language: 'en', now, setNow, plan })
  finish()
  return raw
}

async function openHub() {
  const folder = mkdtempSync(path.join(tmpdir(), 'hub-whole-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const key = new Uint8Array(32).fill(7)
  const store = await openStore(path.join(folder, 'hub.db'), { key, now: () => now, newId: v7 })
  onTestFinished(() => store.close())
  return { store, log: createHubLog(store, { now: () => now, newId: v7 }) }
}

test('takes every operation of a demo clinic, with each permission asked for once its staff is there', async () => {
  const raw = await demoClinic()
  const { store, log } = await openHub()
  // The clinic and its administrator are set up by nobody: only what comes after is asked about.
  const firstPerson = raw
    .prepare<[], string>(
      `SELECT max(clock) FROM outbox_operation WHERE actor_id IN ('nobody', 'system')
         AND entity IN ('organization', 'practitioner', 'credential', 'setting', 'location')`,
    )
    .pluck()
    .get()
  const device = deviceRecord('a', { joinedAt: firstPerson?.slice(0, 24) ?? now })
  await store.devices.add(device)
  raw
    .prepare(
      `INSERT INTO hub_link (id, address, fingerprint, certificate, private_key, epoch, cursor, backup_seq)
       VALUES (1, '', '', '', '', '', 0, 0)`,
    )
    .run()
  const { epoch } = await store.state()
  for (let batch = nextBatch(raw); batch.length > 0; batch = nextBatch(raw)) {
    acknowledge(raw, await log.push(device, { epoch, operations: batch }), 0)
  }
  const odd: Ordered[] = []
  for (let cursor = 0; ;) {
    const answer = await log.pull(device, { epoch, cursor })
    odd.push(...answer.operations.filter(({ outcome }) => outcome !== 'accepted'))
    cursor = answer.cursor
    if (cursor === answer.head) break
  }
  const told = odd.map(({ entity, command, actorId, outcome, code, data }) =>
    JSON.stringify({ entity, command, actorId, outcome, code, data }),
  )
  expect([...new Set(told)]).toEqual([])
  expect((await store.state()).founder).toBeNull()

  const rows = rowsOf(raw)
  const kept = await store.read((tx) => tx.page('hub_row', null, 100_000))
  expect(kept).toHaveLength(rows.size)
  for (const { entity, row_id: rowId, body } of kept) {
    expect(canonical(JSON.parse(String(body)))).toBe(rows.get(`${entity} ${rowId}`))
  }
}, 60_000)
