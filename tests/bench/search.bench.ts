/** Search among 200,000 patients, as it is typed letter by letter, against a scan of the names. */
import { performance } from 'node:perf_hooks'
import { searchPatients } from '../../main/clinic/patients/patient-search.service.ts'
import { fixLayout } from '../../main/clinic/patients/search.rules.ts'
import { type BenchRow, median, ms } from './booking-clinic.ts'
import { openRegistry, type Registry } from './registry.ts'

const goalMs = 20
const shownResults = 12
const sampledPatients = 40

export async function measure(): Promise<BenchRow[]> {
  const registry = await openRegistry()
  try {
    const queries = typedQueries(registry)
    // The first round fills the cache, as the first minutes at a desk do.
    for (const query of queries) await searchPatients(registry, query, shownResults)
    const taken: number[] = []
    for (const query of queries) {
      const started = performance.now()
      await searchPatients(registry, query, shownResults)
      taken.push(performance.now() - started)
    }
    const sorted = taken.toSorted((a, b) => a - b)
    const p95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN
    const scan = scanMs(registry)
    return [
      {
        name: `Patient search, 200,000 patients (p95 of ${queries.length}, slowest ${ms(sorted.at(-1) ?? Number.NaN)})`,
        measured: ms(p95),
        baseline: `${ms(scan)} LIKE over the names`,
        ratio: p95 / scan,
        goal: `<= ${goalMs} ms`,
      },
    ]
  } finally {
    registry.close()
  }
}

interface Sampled {
  family: string
  given: string
  patronymic: string | null
  bornOn: string
  phone: string
}

/** What is typed to find some patients in every way there is, each stop on the way included. */
function typedQueries({ raw }: Registry): string[] {
  const sample = raw
    .prepare<[number, number], Sampled>(
      `SELECT family, given, patronymic, born_on AS bornOn, phones ->> '$[0].value' AS phone
       FROM patient WHERE rowid % ? = 7 LIMIT ?`,
    )
    .all(4999, sampledPatients)
  return [...sample.flatMap(queriesFor), ...commonest(raw), ...nobody]
}

function queriesFor(
  { family, given, patronymic, bornOn, phone }: Sampled,
  index: number,
): string[] {
  const lower = family.toLowerCase()
  const digits = phone.replaceAll(/\D/g, '')
  const [year = '', month = '', day = ''] = bornOn.split('-')
  return [
    ...beginnings(lower),
    ...beginnings(`${lower} ${given}`).slice(lower.length),
    `${given} ${family}`,
    `${given.slice(0, 1)} ${family}`,
    `${given} ${patronymic ?? ''}`,
    `${family.slice(0, 3)} ${given.slice(0, 2)}`,
    fixLayout(lower),
    fixLayout(`${given} ${family}`.toLowerCase()),
    lower.slice(1),
    digits.slice(-4),
    digits.slice(2, 8),
    digits,
    phone,
    `${family} ${digits.slice(-4)}`,
    `${day}.${month}.${year}`,
    `${family} ${day}.${month}.${year}`,
    `A-${String(index * 4999 + 1).padStart(5, '0')}`,
    String(index * 131 + 7),
  ]
}

/** The names that most patients have are the slowest to choose among. */
function commonest(raw: Registry['raw']): string[] {
  const names = (column: 'family' | 'given') =>
    raw
      .prepare<[], { name: string }>(
        `SELECT ${column} AS name FROM patient GROUP BY ${column} ORDER BY count(*) DESC LIMIT 5`,
      )
      .all()
      .map(({ name }) => name.toLowerCase())
  const families = names('family')
  const given = names('given')
  const pairs = families.flatMap((family) => given.map((name) => `${name} ${family}`))
  return [...families.flatMap(beginnings), ...given.flatMap(beginnings), ...pairs]
}

const nobody = [
  'щщщ',
  'ъъъъ',
  'xyzzy',
  'qwertyuiop',
  'несуществующая фамилия',
  'иванов щщщ',
  '00000000000',
  '31.12.1901',
  'Z-99999',
]

function beginnings(text: string): string[] {
  return Array.from(text, (_, index) => text.slice(0, index + 1))
}

/** What the same question costs without an index: the middle one of some. */
function scanMs({ raw }: Registry): number {
  const scan = raw.prepare<[string]>(
    `SELECT id, family, given, born_on FROM patient
     WHERE family || ' ' || given LIKE ? ORDER BY family, given LIMIT ${shownResults}`,
  )
  const taken = ['иванов', 'Иванов', 'Мария', 'Martin', 'щщщ', 'а', 'Петров П'].map((query) => {
    const started = performance.now()
    scan.all(`%${query}%`)
    return performance.now() - started
  })
  return median(taken)
}
