/** The worker itself, in its own thread, as the program starts it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../../main/db/open.ts'
import type { CommittedUnit } from '../../../main/db/write.ts'
import { createWorkerClient } from '../../../main/worker/client.ts'
import { referral } from '../pdf/sample-forms.ts'
import { temporaryFolder, writeClinicFile } from '../../helpers/clinic-file.ts'

const entry = new URL('../../../main/worker/worker.ts', import.meta.url)

function startClient() {
  const committed: CommittedUnit[] = []
  const client = createWorkerClient(entry, (unit) => committed.push(unit))
  onTestFinished(() => client.close())
  return { client, committed }
}

test('makes a paper', async () => {
  const { client } = startClient()
  const bytes = await client.run('render-form', { form: referral('ru') })
  expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-')
})

test('copies a database under its key, while others have it open', async () => {
  const { client } = startClient()
  const { path, key, folder } = await writeClinicFile(temporaryFolder())
  const open = openDatabase({ path, key, mayCreate: false })
  const copyPath = join(folder, 'copy.db')
  await client.run('copy-database', { path: copyPath }, { database: { path, key } })
  open.close()
  expect(readFileSync(copyPath).includes('Водолазова')).toBe(false)
  const copy = openDatabase({ path: copyPath, key, mayCreate: false })
  expect(copy.prepare('SELECT family FROM patient').pluck().all()).toEqual(['Водолазова'])
  copy.close()
})

test('takes patients as the person who asked for it, and tells of each commit', async () => {
  const { client, committed } = startClient()
  const { path, key } = await writeClinicFile(temporaryFolder())
  const csv = 'family,given,born_on,sex\nКузнецова,Ольга,1990-02-03,female\n'
  const result = await client.run(
    'import-patients',
    {
      csv: new TextEncoder().encode(csv),
      actorId: '01900000-0000-7000-8000-00000000beef',
      roles: ['receptionist'],
      requestKey: 'k',
    },
    { database: { path, key } },
  )
  expect(result).toMatchObject({ taken: 1, refused: 0 })
  expect(committed.flatMap((unit) => unit.rows)).toContainEqual(
    expect.objectContaining({ entity: 'patient', kind: 'create' }),
  )
  const raw = openDatabase({ path, key, mayCreate: false })
  const actors = raw
    .prepare(`SELECT DISTINCT actor_id FROM audit_event WHERE entity = 'patient' ORDER BY at DESC`)
    .pluck()
    .all()
  expect(actors).toContain('01900000-0000-7000-8000-00000000beef')
  raw.close()
})

test('refuses a database that it cannot open, and goes on', async () => {
  const { client } = startClient()
  const { path } = await writeClinicFile(temporaryFolder())
  const wrong = { path, key: new Uint8Array(32) }
  const copy = client.run('copy-database', { path: `${path}.copy` }, { database: wrong })
  await expect(copy).rejects.toMatchObject({ name: 'DatabaseTrouble', code: 'wrong-key' })
  const nothing = client.run('copy-database', { path: `${path}.copy` })
  await expect(nothing).rejects.toThrow('needs a database')
})
