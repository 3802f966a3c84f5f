/** A snapshot that was taken in leaves a database like any other: the same schema, the search filled, the rules on guard. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../../main/db/migrate.ts'
import { openDatabase, type RawDatabase } from '../../../main/db/open.ts'
import { keepSnapshot, loadSnapshot, swapDatabase } from '../../../main/sync/snapshot.ts'
import { temporaryFolder } from '../../helpers/clinic-file.ts'
import { testNow } from '../../helpers/clinic.ts'
import { everyRow } from '../../helpers/every-table.ts'

const key = new Uint8Array(32).fill(7)
const stamps = { version: 1, createdAt: testNow, updatedAt: testNow }

const patient = (id: string, family: string) => [
  'patient',
  { id, family, given: 'Eve', sex: 'female', phones: '[]', language: 'en', ...stamps },
]

async function openNew(path: string): Promise<RawDatabase> {
  const raw = openDatabase({ path, key, mayCreate: true })
  await migrate(raw, null)
  return raw
}

/** A workstation that has joined, with a snapshot of these lines beside it. */
async function taken(lines: unknown[]) {
  const folder = temporaryFolder()
  const path = join(folder, 'clinic.db')
  const raw = await openNew(path)
  raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run('desk', 'Desk', 'A', testNow)
  raw
    .prepare(
      `INSERT INTO hub_link (id, address, fingerprint, certificate, private_key, epoch, cursor, backup_seq)
       VALUES (1, '', '', '', '', '', 0, 0)`,
    )
    .run()
  raw.close()
  const head = { format: 'polyclinic-snapshot-1' }
  const bytes = gzipSync([head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const told = { epoch: 'e', seq: 7, sha256, bytes: bytes.length }
  const snapshotPath = join(folder, 'snapshot')
  const to = { path: snapshotPath, key, onProgress: () => {} }
  const stamp = await keepSnapshot(Readable.from([bytes]), told, to)
  return { path, load: { snapshotPath, stamp, database: { path, key }, sendAgainAfter: null } }
}

const schemaOf = (raw: RawDatabase) =>
  raw.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all()

test('has every index and trigger that a new database has, and finds its patients', async () => {
  const { path, load } = await taken([patient('p1', 'Wintergreen'), patient('p2', 'Somers')])
  const phases: string[] = []
  await loadSnapshot(load, ({ phase }) => phases.push(phase))
  swapDatabase(path)
  expect(phases).toContain('index')
  const raw = openDatabase({ path, key, mayCreate: false })
  const fresh = await openNew(join(temporaryFolder(), 'fresh.db'))
  onTestFinished(() => {
    raw.close()
    fresh.close()
  })
  expect(schemaOf(raw)).toEqual(schemaOf(fresh))
  expect(raw.pragma('journal_mode', { simple: true })).toBe('wal')
  const found = (words: string) =>
    raw
      .prepare(
        `SELECT patient_id FROM patient_index
         WHERE rowid IN (SELECT rowid FROM patient_words WHERE patient_words MATCH ?)`,
      )
      .pluck()
      .all(words)
  expect(found('wintergreen')).toEqual(['p1'])
  // The search goes on following its patients.
  raw.prepare(`UPDATE patient SET family = 'Marlow' WHERE id = 'p1'`).run()
  expect([found('wintergreen'), found('marlow')]).toEqual([[], ['p1']])
  raw.prepare(`INSERT INTO patient_words (patient_words) VALUES ('integrity-check')`).run()
  raw.prepare(`INSERT INTO patient_parts (patient_parts) VALUES ('integrity-check')`).run()
  expect(raw.prepare('SELECT epoch, cursor FROM hub_link').get()).toEqual({ epoch: 'e', cursor: 7 })
})

test('takes in a relative whose phone finds the patient', async () => {
  const relative = {
    ...everyRow.relatedPerson,
    id: 'r1',
    patientId: 'p1',
    phone: '+44 7700 900123',
  }
  const lines = [patient('p1', 'Wintergreen'), ['relatedPerson', { ...relative, ...stamps }]]
  const { path, load } = await taken(lines)
  await loadSnapshot(load, () => {})
  swapDatabase(path)
  const raw = openDatabase({ path, key, mayCreate: false })
  onTestFinished(() => {
    raw.close()
  })
  const found = raw
    .prepare(
      `SELECT patient_id FROM patient_index
       WHERE rowid IN (SELECT rowid FROM patient_parts WHERE patient_parts MATCH '123')`,
    )
    .pluck()
  expect(found.all()).toEqual(['p1'])
  raw.prepare(`UPDATE related_person SET phone = NULL WHERE id = 'r1'`).run()
  expect(found.all()).toEqual([])
})

test.each([
  ['no list', { entity: 'patient' }],
  ['a row that is a list', ['patient', []]],
  ['a field that is an object', ['patient', { id: 'p1', phones: {} }]],
  ['no name of a table', [7, { id: 'p1' }]],
])('refuses a line with %s', async (_what, line) => {
  const { load } = await taken([line])
  await expect(loadSnapshot(load, () => {})).rejects.toThrow('a line that is no row')
})
