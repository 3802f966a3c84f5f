/**
 * Taking a list of patients as the program does, checked, compared, audited and made ready for the hub,
 * against bare better-sqlite3 putting the same rows into the same table and its indexes.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { v7 } from 'uuid'
import { keepPairs } from '../../main/clinic/patients/duplicate-pairs.service.ts'
import { importPatients } from '../../main/clinic/patients/patient-import.service.ts'
import { setUpClinic } from '../../main/clinic/settings/settings.service.ts'
import { createDesk, systemActor } from '../../main/db/desk.ts'
import { createHandles } from '../../main/db/kysely.ts'
import { migrate } from '../../main/db/migrate.ts'
import { openDatabase } from '../../main/db/open.ts'
import { createWriter } from '../../main/db/write.ts'
import { russia } from '../../main/demo/people/ru.ts'
import { createRandom } from '../../main/demo/random.ts'
import type { BenchRow } from './booking-clinic.ts'

const rowCount = 10_000
const now = '2026-11-16T06:00:00.000Z'

interface Listed {
  family: string
  given: string
  patronymic: string
  sex: string
  bornOn: string
  phone: string
}

export async function measure(): Promise<BenchRow[]> {
  const list = makeList()
  const bare = await bareRowsPerSecond(list)
  const { rowsPerSecond, pairsMs } = await importRowsPerSecond(list)
  return [
    {
      name: `Import of ${rowCount.toLocaleString('en')} patients`,
      measured: `${rowsPerSecond.toFixed(0)} rows/s`,
      baseline: `${bare.toFixed(0)} rows/s bare, the same table and indexes`,
      ratio: bare / rowsPerSecond,
      goal: '',
    },
    {
      name: `Likely pairs among ${rowCount.toLocaleString('en')} patients, all at once`,
      measured: `${(pairsMs / 1000).toFixed(1)} s`,
      baseline: '',
      ratio: null,
      goal: '',
    },
  ]
}

function makeList(): Listed[] {
  const random = createRandom('import')
  const two = (from: number, to: number) => String(random.int(from, to)).padStart(2, '0')
  return Array.from({ length: rowCount }, () => {
    const sex = random.chance(0.55) ? 'female' : 'male'
    const year = random.int(1930, 2024)
    const { family, given, patronymic } = russia.name(random, sex, year)
    const bornOn = `${year}-${two(1, 12)}-${two(1, 28)}`
    const phone = `+7 9${random.int(100_000_000, 999_999_999)}`
    return { family, given, patronymic: patronymic ?? '', sex, bornOn, phone }
  })
}

/** A new encrypted clinic on disk, as the program opens it. */
async function openClinic() {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-bench-'))
  const raw = openDatabase({
    path: join(folder, 'clinic.db'),
    key: randomBytes(32),
    mayCreate: true,
  })
  await migrate(raw, null)
  raw
    .prepare('INSERT INTO device (id, name, prefix, created_at) VALUES (?, ?, ?, ?)')
    .run('device-a', 'Desk A', 'A', now)
  return {
    raw,
    close() {
      raw.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function importRowsPerSecond(list: readonly Listed[]) {
  const { raw, close } = await openClinic()
  try {
    const handles = createHandles(raw)
    const parts = { now: () => now, newId: v7, deviceId: 'device-a' }
    const writer = createWriter({ ...parts, raw, root: handles.root, committed: () => {} })
    const desk = createDesk(
      { ...parts, read: handles.read, writer, wake: () => {} },
      systemActor,
      null,
    )
    await setUpClinic(desk, {
      name: 'Clinic',
      country: 'RU',
      language: 'ru',
      currency: 'RUB',
      timeZone: 'Europe/Moscow',
      administrator: {
        family: 'Смирнова',
        given: 'Елена',
        patronymic: null,
        login: 'admin',
        passphrase: 'correct horse',
      },
    })
    const lines = list.map((row) => Object.values(row).join(','))
    const csv = new TextEncoder().encode(
      `family,given,patronymic,sex,born_on,phone\n${lines.join('\n')}\n`,
    )
    const tools = { onProgress: () => {}, signal: new AbortController().signal }
    const started = performance.now()
    const { taken, alreadyThere } = await importPatients(desk, csv, tools)
    const seconds = (performance.now() - started) / 1000
    if (taken + alreadyThere !== list.length) throw new Error('Not every row was taken')
    const compared = performance.now()
    await keepPairs(desk, tools)
    return { rowsPerSecond: list.length / seconds, pairsMs: performance.now() - compared }
  } finally {
    close()
  }
}

/** In transactions as large as the import's. */
const rowsPerTransaction = 20

async function bareRowsPerSecond(list: readonly Listed[]): Promise<number> {
  const { raw, close } = await openClinic()
  try {
    const insert = raw.prepare(
      `INSERT INTO patient (id, family, given, patronymic, sex, born_on, phones, language, version, created_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'ru', 1, ?, ?)`,
    )
    const some = raw.transaction((rows: readonly Listed[]) => {
      for (const { family, given, patronymic, sex, bornOn, phone } of rows) {
        const phones = JSON.stringify([{ use: 'mobile', value: phone }])
        insert.run(v7(), family, given, patronymic, sex, bornOn, phones, now, now)
      }
    })
    const started = performance.now()
    for (let from = 0; from < list.length; from += rowsPerTransaction) {
      some(list.slice(from, from + rowsPerTransaction))
    }
    return list.length / ((performance.now() - started) / 1000)
  } finally {
    close()
  }
}
