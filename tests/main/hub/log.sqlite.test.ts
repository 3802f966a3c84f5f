/** The hub's log over SQLite. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { v7 } from 'uuid'
import { afterAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../main/db/open.ts'
import { openStore } from '../../../main/hub/store.ts'
import { logSuite } from './log.suite.ts'
import { now } from './hub-clinic.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hub-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const options = { key: new Uint8Array(32).fill(7), now: () => now, newId: v7 }
let count = 0

describe('the log over SQLite', () => {
  logSuite({
    open: () => openStore(path.join(folder, `hub-${(count += 1)}.db`), options),
    openAgain: () => openStore(path.join(folder, `hub-${count}.db`), options),
  })

  test('opens while another process is in the middle of a write', async () => {
    const file = path.join(folder, 'busy.db')
    await (await openStore(file, options)).close()
    const other = openDatabase({ path: file, key: options.key, mayCreate: false })
    other.exec('BEGIN IMMEDIATE')
    const store = await openStore(file, options)
    expect((await store.state()).head).toBe(0)
    other.exec('ROLLBACK')
    other.close()
    await store.close()
  })
})
