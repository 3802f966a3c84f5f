/** `npm run bench:sync`: the hub's figures, printed as tables; see sync-words.ts for what may be asked. */
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type PostgresCluster, postgresProblem, startPostgres } from '../helpers/postgres.ts'
import { help, numberAt, readAsked, type Word } from './sync-words.ts'

const picture = fileURLToPath(new URL('../../docs/pictures/hub-growth.svg', import.meta.url))

/** Each takes the words behind its own. */
const measurements: Record<Word, (rest: readonly string[]) => Promise<void>> = {
  async log() {
    const { measure } = await import('./sync-log.bench.ts')
    console.table(await measure())
  },
  async crowd(rest) {
    const storage = rest[1] === 'sqlite' ? 'sqlite' : 'postgres'
    const { measureCrowd } = await import('./sync-crowd.bench.ts')
    const figures = await measureCrowd({
      storage,
      clients: numberAt(rest, 0, 20_000),
      bookers: 200,
      doctors: 500,
      seconds: numberAt(rest, 3, 60),
      hubs: numberAt(rest, 2, storage === 'postgres' ? 2 : 1),
    })
    console.log(JSON.stringify(figures, null, 2))
  },
  async snapshot(rest) {
    const { measureSnapshot, snapshotTable } = await import('./sync-snapshot.bench.ts')
    const whole = {
      patients: numberAt(rest, 0, 200_000),
      appointments: numberAt(rest, 1, 1_000_000),
    }
    // Memory that grows with the clinic shows between the two.
    const tenth = {
      patients: Math.ceil(whole.patients / 10),
      appointments: Math.ceil(whole.appointments / 10),
    }
    await overEach(async (name, cluster) => {
      for (const size of [tenth, whole]) {
        console.log(`\nSnapshot of a clinic, ${name}`)
        console.table(snapshotTable(await measureSnapshot(cluster, size)))
      }
    })
  },
  async 'catch-up'(rest) {
    const { catchUpTable, measureCatchUp } = await import('./sync-catch-up.bench.ts')
    await overEach(async (name, cluster) => {
      const figures = await measureCatchUp(cluster, numberAt(rest, 0, 100_000))
      console.log(`\nCatching up, ${name}`)
      console.table(catchUpTable(figures))
    })
  },
  async growth(rest) {
    const { growthPanels, measureGrowth } = await import('./sync-growth.bench.ts')
    const { plotSvg } = await import('./plot.ts')
    const first = numberAt(rest, 0, 10_000)
    const sizes = [first, 10 * first, 100 * first]
    const measured: Record<string, Awaited<ReturnType<typeof measureGrowth>>> = {}
    await overEach(async (name, cluster) => {
      measured[name] = await measureGrowth(cluster, { sizes, bookings: 5_000, live: 200 })
      console.log(`\nGrowth of the log, ${name}`)
      console.table(measured[name])
    })
    const svg = plotSvg({
      title: 'The hub with more and more in its log',
      xLabel: 'operations in the log before',
      panels: growthPanels(measured),
    })
    writeFileSync(picture, svg)
    console.log(`The picture is in ${picture}`)
  },
}

/** Over a file, and over a PostgreSQL that waits for the disk where there is one. */
async function overEach(
  work: (name: string, cluster: PostgresCluster | null) => Promise<void>,
): Promise<void> {
  await work('file', null)
  if (postgresProblem !== null) return console.log(`Not over PostgreSQL: ${postgresProblem}`)
  const cluster = await startPostgres({ durable: true })
  try {
    await work('PostgreSQL', cluster)
  } finally {
    await cluster.stop()
  }
}

async function main(): Promise<number> {
  const asked = readAsked(process.argv.slice(2))
  if (asked.kind === 'help') {
    process.stdout.write(help)
    return 0
  }
  if (asked.kind === 'unknown') {
    process.stderr.write(`There is no measurement "${asked.word}".\n\n${help}`)
    return 2
  }
  const load = loadavg()[0]?.toFixed(1) ?? '?'
  const [processor] = cpus()
  process.stdout.write(
    `${cpus().length} x ${processor?.model ?? 'unknown processor'}, Node ${process.version}, load ${load}\n`,
  )
  for (const word of asked.words) await measurements[word](asked.rest)
  return 0
}

// Lines that were cut off may still wait to come back.
process.exit(await main())
