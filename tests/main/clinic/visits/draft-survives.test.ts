/** What a doctor typed is there again after the program was killed. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { readVisit } from '../../../../main/clinic/visits/visits.service.ts'
import { createDesk } from '../../../../main/db/desk.ts'
import { createHandles } from '../../../../main/db/kysely.ts'
import { openDatabase } from '../../../../main/db/open.ts'
import { createWriter } from '../../../../main/db/write.ts'
import { countedIds, testNow } from '../../../helpers/clinic.ts'
import { written } from '../../../helpers/visit-day.ts'

const told = z.object({ encounterId: z.string(), doctorId: z.string() })

/** Opens the file as the program does at its next start. */
function reopen(path: string, key: Uint8Array, doctorId: string) {
  const raw = openDatabase({ path, key, mayCreate: false })
  const handles = createHandles(raw)
  const parts = { now: () => testNow, newId: countedIds(), deviceId: 'device-a' }
  const writer = createWriter({ ...parts, raw, root: handles.root, committed: () => {} })
  const deskParts = { ...parts, read: handles.read, writer, wake: () => {} }
  return { raw, desk: createDesk(deskParts, { id: doctorId, roles: ['doctor'] }, null) }
}

test('a draft survives kill -9', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'draft-'))
  try {
    const path = join(folder, 'clinic.db')
    const key = randomBytes(32)
    const script = fileURLToPath(new URL('./draft-writer.ts', import.meta.url))
    const child = spawn(process.execPath, [script, path, key.toString('hex')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const exited = once(child, 'exit')
    const lines = createInterface({ input: child.stdout })
    const first = await Promise.race([
      once(lines, 'line').then(([line]) => String(line)),
      exited.then(([code]) => Promise.reject(new Error(`the writer ended with ${String(code)}`))),
    ])
    const { encounterId, doctorId } = told.parse(JSON.parse(first))
    child.kill('SIGKILL')
    expect(await exited).toEqual([null, 'SIGKILL'])

    const { raw, desk } = reopen(path, key, doctorId)
    const visit = await readVisit(desk, { encounterId })
    raw.close()
    expect(visit.encounter?.content).toEqual(written)
    expect(visit.encounter?.own?.savedAt).toBe(testNow)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
