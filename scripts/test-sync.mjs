/**
 * `npm run test:sync`: a thousand random days of desks that are cut off and come back, over a file, and as
 * many over PostgreSQL, from a seed that is printed; then every fault of the network and of processes.
 * `npm run test:sync -- 5000 42` runs more, from another seed.
 */
import { runInTheOpen } from './run/command.mjs'
import { at, node24 } from './run/paths.mjs'
import { setUp } from './setup/setup.mjs'

const [runs = '1000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2)
const { env } = await setUp({ tests: true })
console.log(`${runs} runs from seed ${seed}; again with: npm run test:sync -- ${runs} ${seed}`)
process.exitCode = await runInTheOpen(
  node24,
  [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'unit', 'tests/sync'],
  {
    env: { ...env, TZ: 'UTC', POLYCLINIC_SYNC_RUNS: runs, POLYCLINIC_SYNC_SEED: seed },
  },
)
