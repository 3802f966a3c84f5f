/** Two connections of one clinic, as the program and its worker have: a taken lock stops no thread. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createHandles } from '../../../main/db/kysely.ts'
import { migrate } from '../../../main/db/migrate.ts'
import { openDatabase } from '../../../main/db/open.ts'
import { createWriter } from '../../../main/db/write.ts'
import { countedIds, testNow } from '../../helpers/clinic.ts'

test('a unit of work waits for the other connection’s without holding up its thread', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-lock-'))
  const address = { path: join(folder, 'clinic.db'), key: new Uint8Array(32), mayCreate: true }
  const ours = openDatabase(address)
  const theirs = openDatabase(address)
  try {
    await migrate(ours, null)
    const writer = createWriter({
      raw: ours,
      root: createHandles(ours).root,
      deviceId: 'device-a',
      now: () => testNow,
      newId: countedIds(),
      committed: () => {},
    })
    theirs.exec('BEGIN IMMEDIATE')
    let isWritten = false
    const write = writer
      .write('nobody', 'test.room', { key: 'k', content: null }, async (unit) =>
        unit.insert('location', { name: 'Room 1', archivedAt: null }),
      )
      .then(() => {
        isWritten = true
      })
    for (let turns = 0; turns < 20; turns += 1) await turn()
    expect(isWritten).toBe(false)
    theirs.exec('COMMIT')
    await write
    expect(theirs.prepare('SELECT name FROM location').all()).toEqual([{ name: 'Room 1' }])
  } finally {
    ours.close()
    theirs.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
