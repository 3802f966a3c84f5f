/** `npm run bench`: every figure against a baseline of the same run, printed as one table. */
import { cpus } from 'node:os'
import type { BenchRow } from './booking-clinic.ts'

/** One after the other, because they would spoil each other's time. */
const benches: { name: string; load: () => Promise<{ measure: () => Promise<BenchRow[]> }> }[] = [
  { name: 'booking', load: () => import('./booking.bench.ts') },
  { name: 'free-times', load: () => import('./free-times.bench.ts') },
  { name: 'import', load: () => import('./import.bench.ts') },
  { name: 'labs', load: () => import('./lab-import.bench.ts') },
  { name: 'patient', load: () => import('./patient.bench.ts') },
  { name: 'search', load: () => import('./search.bench.ts') },
  { name: 'window', load: () => import('./window.bench.ts') },
]

/** Words on the command line choose benches by name; none means all. */
const wanted = process.argv.slice(2)

// Each by itself: what was measured stands there, whatever comes of the next.
for (const { name, load } of benches) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stdout.write(`measuring ${name} ...\n`)
  const { measure } = await load()
  printTable(await measure())
}

function printTable(found: readonly BenchRow[]): void {
  const head = ['Figure', 'Measured', 'Baseline', 'Ratio', 'Goal']
  const lines = found.map((row) => [
    row.name,
    row.measured,
    row.baseline,
    row.ratio === null ? '' : row.ratio.toFixed(2),
    row.goal,
  ])
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  )
  const write = (line: readonly string[]): void => {
    const cells = line.map((cell, column) => cell.padEnd(widths[column] ?? 0))
    process.stdout.write(`| ${cells.join(' | ')} |\n`)
  }
  process.stdout.write(
    `\n${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n\n`,
  )
  write(head)
  write(widths.map((width) => '-'.repeat(width)))
  for (const line of lines) write(line)
}
