/** An encrypted registry of 200,000 invented patients on disk, as years of work would leave it. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HumanName } from '../../main/clinic/shared/names.ts'
import { createHandles, type ReadHandle } from '../../main/db/kysely.ts'
import { migrate } from '../../main/db/migrate.ts'
import { openDatabase } from '../../main/db/open.ts'
import { france } from '../../main/demo/people/fr.ts'
import { russia } from '../../main/demo/people/ru.ts'
import { createRandom, type Random } from '../../main/demo/random.ts'

export const registrySize = 200_000

/** So many at the end are written as the program does it, so that the indexes look lived in. */
const writtenOneByOne = 4_000
const rowsPerTransaction = 5_000
const rowsPerUnit = 20

export interface Registry {
  raw: ReturnType<typeof openDatabase>
  read: ReadHandle
  close(): void
}

/** Makes the registry; three of four patients have Russian names, the others French ones. */
export async function openRegistry(): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-bench-'))
  const address = { path: join(folder, 'clinic.db'), key: randomBytes(32) }
  const building = openDatabase({ ...address, mayCreate: true })
  await migrate(building, null)
  // For the building alone; the figures are taken on a connection as the program opens it.
  building.pragma('synchronous = OFF')
  building.pragma('cache_size = -400000')
  fill(building)
  building.close()
  const raw = openDatabase({ ...address, mayCreate: false })
  return {
    raw,
    read: createHandles(raw).read,
    close() {
      raw.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function fill(raw: Registry['raw']): void {
  raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run('device-a', 'Desk A', 'A', at)
  const trigger = raw
    .prepare<[], { sql: string }>(
      `SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'patient_index_insert'`,
    )
    .get()
  const bulk = registrySize - writtenOneByOne
  // Inside a trigger each row would become a piece of the index of its own: right for a desk, slow here.
  raw.exec('DROP TRIGGER patient_index_insert')
  const add = createPatientWriter(raw)
  for (let from = 0; from < bulk; from += rowsPerTransaction) {
    raw.transaction(() => {
      const to = Math.min(bulk, from + rowsPerTransaction)
      for (let index = from; index < to; index += 1) add(index)
    })()
  }
  const fillIndex = ['patient_words', 'patient_parts'].map((table) =>
    raw.prepare(
      `INSERT INTO ${table} (rowid, terms) SELECT rowid, terms FROM patient_index WHERE rowid > ? AND rowid <= ?`,
    ),
  )
  for (let from = 0; from < bulk; from += rowsPerTransaction) {
    for (const insert of fillIndex) insert.run(from, from + rowsPerTransaction)
  }
  raw.exec(trigger?.sql ?? '')
  for (let from = bulk; from < registrySize; from += rowsPerUnit) {
    raw.transaction(() => {
      for (let index = from; index < from + rowsPerUnit; index += 1) add(index)
    })()
  }
}

const at = '2026-11-16T06:00:00.000Z'

function createPatientWriter(raw: Registry['raw']): (index: number) => void {
  const random = createRandom('registry')
  const patient = raw.prepare(
    `INSERT INTO patient (id, family, given, patronymic, sex, born_on, phones, language, version, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, '${at}', '${at}')`,
  )
  const card = raw.prepare(
    `INSERT INTO medical_card (id, patient_id, number, status, version, created_at, updated_at)
     VALUES (?, ?, ?, 'approved', 1, '${at}', '${at}')`,
  )
  return (index) => {
    const id = `01900000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`
    const isFrench = index % 4 === 3
    const sex = random.chance(0.55) ? 'female' : 'male'
    const year = random.int(1930, 2024)
    const name: HumanName = (isFrench ? france : russia).name(random, sex, year)
    const bornOn = `${year}-${digits(random, 1, 12)}-${digits(random, 1, 28)}`
    const phones = JSON.stringify([{ use: 'mobile', value: phoneOf(random, isFrench) }])
    const language = isFrench ? 'fr' : 'ru'
    patient.run(id, name.family, name.given, name.patronymic, sex, bornOn, phones, language)
    card.run(`c${id}`, id, `A-${String(index + 1).padStart(5, '0')}`)
  }
}

function phoneOf(random: Random, isFrench: boolean): string {
  const rest = String(random.int(10_000_000, 99_999_999))
  return isFrench ? `+33 6${rest}` : `+7 9${rest}${random.int(0, 9)}`
}

function digits(random: Random, from: number, to: number): string {
  return String(random.int(from, to)).padStart(2, '0')
}
