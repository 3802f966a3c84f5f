/** What `npm run bench:sync` measures, with small sizes: that it runs to its end and that nothing is lost on the way. */
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { v7 } from 'uuid'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../main/hub/store.ts'
import { plotSvg } from '../bench/plot.ts'
import { catchUpTable, measureCatchUp } from '../bench/sync-catch-up.bench.ts'
import { growthPanels, measureGrowth } from '../bench/sync-growth.bench.ts'
import { measureSnapshot, snapshotTable } from '../bench/sync-snapshot.bench.ts'
import { numberAt, readAsked, words } from '../bench/sync-words.ts'
import { fillLog } from '../bench/years-of-work.ts'
import { type PostgresCluster, postgresProblem, startPostgres } from '../helpers/postgres.ts'
import { deviceIdOf, found, foundedAt, testKey } from '../sync/founded.ts'

async function cluster(): Promise<PostgresCluster> {
  const started = await startPostgres()
  onTestFinished(() => started.stop())
  return started
}

/** Every measurement over one storage. */
function measures(start: () => Promise<PostgresCluster | null>): void {
  it('a snapshot brings every row to the workstation, and pushes are answered meanwhile', async () => {
    const figures = await measureSnapshot(await start(), { patients: 40, appointments: 120 })
    // Three patients with a booking each were there before.
    expect(figures).toMatchObject({ patientsThere: 43, appointmentsThere: 123 })
    expect(figures.pushMs.length).toBeGreaterThan(0)
    expect(figures.mib).toBeGreaterThan(0)
    expect(snapshotTable(figures)).toMatchObject({ rows: '43 patients, 123 appointments' })
  }, 300_000)

  it('a workstation catches up to the hub’s newest operation', async () => {
    const figures = await measureCatchUp(await start(), 1_300)
    expect(figures.cursor).toBe(figures.head)
    expect(figures.perSecond).toBeGreaterThan(0)
    expect(catchUpTable(figures)).toMatchObject({ operations: '1300' })
  }, 300_000)

  it('bookings go from desk to desk over a log that holds some already', async () => {
    const wish = { sizes: [50, 500], bookings: 20, live: 3 }
    const points = await measureGrowth(await start(), wish)
    expect(points.map(({ operations }) => operations)).toEqual([50, 500])
    for (const { pushedPerSecond, pulledPerSecond, liveP50Ms } of points) {
      expect(Math.min(pushedPerSecond, pulledPerSecond, liveP50Ms)).toBeGreaterThan(0)
    }
  }, 300_000)

  it('a log that is put in at once is like one that was pushed', async () => {
    const founded = await found(await start(), tmpdir())
    onTestFinished(() => founded.close())
    const options = { key: testKey, now: () => foundedAt, newId: v7 }
    const store = await openStore(await founded.copyHub(), options)
    onTestFinished(() => store.close())
    const { head: before } = await store.state()
    // Ends between a booking and the end of its visit.
    const count = 20 + 8 + 3
    const head = await fillLog(store, founded.house, { deviceId: deviceIdOf(4), count })
    expect(head).toBe(before + count)
    const operations = await store.operations(before, 1000)
    expect(operations.map(({ seq }) => seq - before)).toEqual(
      Array.from({ length: count }, (_, index) => index + 1),
    )
    const kept = await store.read((tx) => tx.rows('appointment', '', 1000))
    const filled = kept
      .map(({ body }) => JSON.parse(body))
      .filter(({ startsAt }) => startsAt < '2000')
    expect(filled.map(({ status }) => status).toSorted()).toEqual([
      'confirmed',
      'done',
      'done',
      'done',
    ])
  }, 300_000)
}

describe('over a file', () => {
  measures(async () => null)
})

describe.skipIf(postgresProblem !== null)('over PostgreSQL', () => {
  measures(cluster)
})

describe('the picture of the growth', () => {
  const points = [10, 100, 1000].map((operations) => ({
    operations,
    pushedPerSecond: 900,
    pulledPerSecond: 800,
    liveP50Ms: 12.5,
    liveP95Ms: 40,
  }))
  const svg = plotSvg({
    title: 'Growth & more',
    xLabel: 'operations in the log before',
    panels: growthPanels({ file: points, PostgreSQL: points.slice(0, 2) }),
  })

  it('names its axes, units and storages, and reads in light and dark', () => {
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)
    for (const text of [
      'Growth &amp; more',
      'file',
      'PostgreSQL',
      'bookings a second',
      'ms',
      '1,000',
    ]) {
      expect(texts).toContain(text)
    }
    expect(texts.filter((text) => text === 'operations in the log before')).toHaveLength(4)
    expect(svg).toContain('@media (prefers-color-scheme: dark)')
  })

  it('has a line for each storage in each chart, and every point inside', () => {
    expect(svg.match(/<path class="line s0" d="M[^"]*L/g)).toHaveLength(4)
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []
    const circles = [...svg.matchAll(/<circle class="f0" cx="([\d.]+)" cy="([\d.]+)"/g)]
    // Three points in each of four charts, and the legend's.
    expect(circles).toHaveLength(13)
    for (const [, x, y] of circles) {
      expect(Number(x)).toBeLessThan(Number(width))
      expect(Number(y)).toBeLessThan(Number(height))
    }
    expect(svg).not.toContain('NaN')
  })
})

describe('the words of npm run bench:sync', () => {
  it('name one measurement with what is wanted of it, or all', () => {
    expect(readAsked([])).toEqual({ kind: 'run', words: Object.keys(words), rest: [] })
    expect(readAsked(['catch-up', '500'])).toEqual({
      kind: 'run',
      words: ['catch-up'],
      rest: ['500'],
    })
    expect(readAsked(['--help'])).toEqual({ kind: 'help' })
    expect(readAsked(['toString'])).toEqual({ kind: 'unknown', word: 'toString' })
    expect(numberAt(['7'], 0, 5)).toBe(7)
    expect(numberAt([], 0, 5)).toBe(5)
    expect(() => numberAt(['many'], 0, 5)).toThrow('"many" is no number')
  })

  it('are told to who asks, and to who says another one, with 2', () => {
    const script = fileURLToPath(new URL('../bench/run-sync.ts', import.meta.url))
    const run = (word: string) => {
      const args = ['--disable-warning=ExperimentalWarning', script, word]
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
      return { status, stdout, stderr }
    }
    const asked = run('--help')
    expect(asked.status).toBe(0)
    const other = run('dance')
    expect(other.status).toBe(2)
    expect(other.stderr).toContain('There is no measurement "dance".')
    for (const word of Object.keys(words)) {
      expect(asked.stdout).toContain(`  ${word}`)
      expect(other.stderr).toContain(`  ${word}`)
    }
  }, 60_000)
})
