/** A program that is killed in the middle of its writes: what was answered is there, whole. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../main/db/open.ts'
import { temporaryFolder } from '../../helpers/clinic-file.ts'

/** Has the writer killed as soon as it has said that so many are written; answers the last it said. */
async function killAfter(path: string, key: Uint8Array, written: number): Promise<number> {
  const script = fileURLToPath(new URL('./kill-writer.ts', import.meta.url))
  const child = spawn(process.execPath, [script, path, Buffer.from(key).toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let last = 0
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line)
    if (last >= written) child.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  return last
}

test.each([1, 7, 40, 150])('killed after %i units of work', async (written) => {
  const path = join(temporaryFolder(), 'clinic.db')
  const key = randomBytes(32)
  const said = await killAfter(path, key, written)
  const raw = openDatabase({ path, key, mayCreate: false })
  const all = (sql: string) => raw.prepare(sql).pluck().all()
  expect(raw.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(raw.pragma('foreign_key_check')).toEqual([])
  const rooms = all(`SELECT name FROM location WHERE name LIKE 'Room %'`).length
  expect(rooms).toBeGreaterThanOrEqual(said)
  expect(all(`SELECT name FROM location WHERE name LIKE 'Store %'`)).toHaveLength(rooms)
  const unmatched = all(
    `SELECT id FROM location WHERE 1 <> (SELECT count(*) FROM audit_event WHERE row_id = location.id)
       OR 1 <> (SELECT count(*) FROM outbox_operation WHERE row_id = location.id)`,
  )
  expect(unmatched).toEqual([])
  raw.close()
})
