/** `npm run bench:sync`: the hub's figures, printed as tables. Words choose: `log`, `crowd`, `snapshot`; `crowd 5000 sqlite 1` says how many clients over what with how many hubs. */
import { cpus } from 'node:os'

const [wanted, ...words] = process.argv.slice(2)

process.stdout.write(
  `${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n`,
)
if (wanted === undefined || wanted === 'log') {
  const { measure } = await import('./sync-log.bench.ts')
  console.table(await measure())
}
if (wanted === undefined || wanted === 'crowd') {
  const [clients = '20000', storage = 'postgres', hubs = storage === 'postgres' ? '2' : '1'] = words
  const { measureCrowd } = await import('./sync-crowd.bench.ts')
  const figures = await measureCrowd({
    storage: storage === 'postgres' ? 'postgres' : 'sqlite',
    clients: Number(clients),
    bookers: 200,
    doctors: 500,
    seconds: Number(words[3] ?? 60),
    hubs: Number(hubs),
  })
  console.log(JSON.stringify(figures, null, 2))
}
// Lines that were cut off may still wait to come back.
process.exit(0)
