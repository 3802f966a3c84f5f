/** Two connections of one clinic, as the program and its worker have: a taken lock stops no thread. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createHandles } from '../../../main/db/kysely.ts'
import { migrate } from '../../../main/db/migrate.ts'
import { openDatabase, type RawDatabase } from '../../../main/db/open.ts'
import { forgetOldKeys } from '../../../main/db/upkeep.ts'
import { createWriter } from '../../../main/db/write.ts'
import { countedIds, testNow } from '../../helpers/clinic.ts'

/** Runs work over one connection while the other one has the lock, and gives it back when the work has waited. */
async function whileTaken(
  work: (ours: RawDatabase) => Promise<unknown>,
  theirsAfter: (theirs: RawDatabase) => void,
) {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-lock-'))
  const address = { path: join(folder, 'clinic.db'), key: new Uint8Array(32), mayCreate: true }
  const ours = openDatabase(address)
  const theirs = openDatabase(address)
  try {
    await migrate(ours, null)
    theirs.exec('BEGIN IMMEDIATE')
    let isDone = false
    const done = work(ours).then(() => {
      isDone = true
    })
    for (let turns = 0; turns < 20; turns += 1) await turn()
    expect(isDone).toBe(false)
    theirs.exec('COMMIT')
    await done
    theirsAfter(theirs)
  } finally {
    ours.close()
    theirs.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

test('a unit of work waits for the other connection’s without holding up its thread', async () => {
  await whileTaken(
    async (ours) => {
      const writer = createWriter({
        raw: ours,
        root: createHandles(ours).root,
        deviceId: 'device-a',
        now: () => testNow,
        newId: countedIds(),
        committed: () => {},
      })
      await writer.write('nobody', 'test.room', { key: 'k', content: null }, async (unit) =>
        unit.insert('location', { name: 'Room 1', archivedAt: null }),
      )
    },
    (theirs) =>
      expect(theirs.prepare('SELECT name FROM location').all()).toEqual([{ name: 'Room 1' }]),
  )
})

test('and so does the forgetting of old keys, while the worker takes a list of patients', async () => {
  await whileTaken(
    async (ours) => {
      expect(await forgetOldKeys(createHandles(ours).root, testNow)).toBe(false)
    },
    (theirs) => expect(theirs.prepare('SELECT key FROM idempotency_key').all()).toEqual([]),
  )
})
