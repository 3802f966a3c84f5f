/** A program that is killed while it takes results in: what was answered is there whole, and the file can come again. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { takeInFile } from '../../../../main/clinic/labs/lab-messages.service.ts'
import { temporaryFolder } from '../../../helpers/clinic-file.ts'
import { manyMessages, utf8 } from '../../../helpers/oru.ts'
import { reopenClinic } from '../../../helpers/reopened-clinic.ts'

/** Has the writer killed as soon as it has said that so many are in; answers the last it said. */
async function killAfter(path: string, key: Uint8Array, taken: number): Promise<number> {
  const script = fileURLToPath(new URL('./oru-writer.ts', import.meta.url))
  const child = spawn(process.execPath, [script, path, Buffer.from(key).toString('hex')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let last = 0
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line)
    if (last >= taken) child.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  return last
}

test.each([1, 25])('killed after %i messages', async (taken) => {
  const path = join(temporaryFolder(), 'clinic.db')
  const key = randomBytes(32)
  const said = await killAfter(path, key, taken)
  const { raw, desk } = reopenClinic({ path, key })
  const count = (table: string) =>
    Number(raw.prepare(`SELECT count(*) FROM ${table}`).pluck().get())
  expect(raw.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
  const kept = count('lab_message')
  expect(kept).toBeGreaterThanOrEqual(said)
  expect(count('lab_message_report')).toBe(kept)
  expect(count('unmatched_lab_report')).toBe(kept)

  const file = utf8(manyMessages(kept + 5).join('\r'))
  expect(await takeInFile(desk, file)).toMatchObject({ taken: 5, replayed: kept })
  expect(count('lab_message')).toBe(kept + 5)
  raw.close()
})
