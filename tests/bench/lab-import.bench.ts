/**
 * Taking in a laboratory's messages as the program does, each read, matched to its order, flagged, audited
 * and made ready for the hub in a unit of work of its own, against bare better-sqlite3 putting the same
 * rows into the same tables, a transaction a message. Then a kill in the middle of it.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { takeInFile } from '../../main/clinic/labs/lab-messages.service.ts'
import { type LabClinic, openLabClinic } from '../helpers/lab-clinic.ts'
import { oru, potassium, sodium, utf8 } from '../helpers/oru.ts'
import { type BenchRow, median } from './booking-clinic.ts'
import { measureKilled } from './lab-import-killed.ts'

const messageCount = 1000
const rounds = 3

const tables = [
  'lab_message',
  'lab_message_report',
  'lab_match',
  'diagnostic_report',
  'observation',
] as const

export async function measure(): Promise<BenchRow[]> {
  const taken: number[] = []
  const bare: number[] = []
  // In turn, so that whatever else the machine does weighs on both.
  for (let round = 0; round < rounds; round += 1) {
    const filled = await openFilled()
    taken.push(filled.perSecond)
    bare.push(await bareMessagesPerSecond(filled.clinic))
    filled.clinic.close()
  }
  const measured = median(taken)
  const compared = median(bare)
  return [
    {
      name: `${messageCount.toLocaleString('en')} ORU messages of a file`,
      measured: `${measured.toFixed(0)} messages/s`,
      baseline: `${compared.toFixed(0)} messages/s bare, the same rows and indexes`,
      ratio: compared / measured,
      goal: '',
    },
    await killed(),
  ]
}

async function killed(): Promise<BenchRow> {
  const clinic = await openOnDisk()
  try {
    const bytes = await orderedFile(clinic)
    return await measureKilled(clinic, { bytes, messageCount })
  } finally {
    clinic.close()
  }
}

interface OnDisk extends LabClinic {
  path: string
  key: Uint8Array
}

/** An encrypted clinic on disk, as the program opens it; goes with its folder. */
async function openOnDisk(): Promise<OnDisk> {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-bench-'))
  const key = randomBytes(32)
  const path = join(folder, 'clinic.db')
  const clinic = await openLabClinic({ path, key })
  return {
    ...clinic,
    path,
    key,
    close() {
      clinic.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A file of messages, each of which answers an order of its own that the clinic now has. */
async function orderedFile(clinic: LabClinic): Promise<Uint8Array> {
  await clinic.desk.with({}).write('bench.name', async (unit) => {
    unit.patch('patient', clinic.patientId, { family: 'Ёлкина' })
  })
  const lines: string[] = []
  for (let at = 0; at < messageCount; at += 1) {
    const { number } = await clinic.order()
    const results = [potassium(String(3 + (at % 40) / 10)), sodium(String(130 + (at % 20)))]
    lines.push(oru({ controlId: `m${at}`, placer: number, family: 'Ёлкина', results }))
  }
  return utf8(lines.join('\r'))
}

/** A clinic with an order for each message, and the messages taken in. */
async function openFilled(): Promise<{ clinic: LabClinic; perSecond: number }> {
  const clinic = await openOnDisk()
  const file = await orderedFile(clinic)
  const started = performance.now()
  const { taken, unmatched } = await takeInFile(clinic.nurse.with({}), file)
  const seconds = (performance.now() - started) / 1000
  if (taken !== messageCount || unmatched !== 0) throw new Error('not every message was taken in')
  return { clinic, perSecond: messageCount / seconds }
}

/** The rows of a filled clinic, by message, in the order in which they stand on each other. */
function rowsByMessage({ raw }: LabClinic): [table: string, values: unknown[]][][] {
  const messages = raw.prepare<[], string>('SELECT id FROM lab_message ORDER BY id').pluck().all()
  const of: Record<(typeof tables)[number], string> = {
    lab_message: 'SELECT * FROM lab_message WHERE id = ?',
    lab_message_report: 'SELECT * FROM lab_message_report WHERE message_id = ?',
    lab_match: `SELECT lab_match.* FROM lab_match
      JOIN lab_message_report r ON r.id = message_report_id WHERE r.message_id = ?`,
    diagnostic_report: `SELECT d.* FROM diagnostic_report d JOIN lab_match m ON m.id = d.match_id
      JOIN lab_message_report r ON r.id = m.message_report_id WHERE r.message_id = ?`,
    observation: `SELECT o.* FROM observation o JOIN diagnostic_report d ON d.id = o.report_id
      JOIN lab_match m ON m.id = d.match_id
      JOIN lab_message_report r ON r.id = m.message_report_id WHERE r.message_id = ?`,
  }
  return messages.map((id) =>
    tables.flatMap((table) =>
      raw
        .prepare<[string], unknown[]>(of[table])
        .raw()
        .all(id)
        .map((values): [string, unknown[]] => [table, values]),
    ),
  )
}

async function bareMessagesPerSecond(filled: LabClinic): Promise<number> {
  const messages = rowsByMessage(filled)
  const clinic = await openOnDisk()
  const { raw } = clinic
  // What the rows stand on is the other clinic's.
  raw.pragma('foreign_keys = OFF')
  const insert = new Map(
    tables.map((table) => {
      const columns = raw.prepare(`SELECT name FROM pragma_table_info('${table}')`).all().length
      const places = Array.from({ length: columns }, () => '?').join(', ')
      return [table as string, raw.prepare(`INSERT INTO ${table} VALUES (${places})`)]
    }),
  )
  const begin = raw.prepare('BEGIN IMMEDIATE')
  const commit = raw.prepare('COMMIT')
  const started = performance.now()
  for (const rows of messages) {
    begin.run()
    for (const [table, values] of rows) insert.get(table)?.run(values)
    commit.run()
  }
  const seconds = (performance.now() - started) / 1000
  clinic.close()
  return messages.length / seconds
}
