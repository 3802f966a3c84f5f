/**
 * `npm run test:crash`: 200 times `kill -9` while the front desk writes, from a seed that is printed.
 * `npm run test:crash -- 1000 42` kills more often, from another seed.
 */
import { runInTheOpen } from './run/command.mjs'
import { at, node24 } from './run/paths.mjs'
import { setUp } from './setup/setup.mjs'

const [kills = '200', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2)
const { env } = await setUp({ tests: true })
console.log(`${kills} kills from seed ${seed}; again with: npm run test:crash -- ${kills} ${seed}`)
process.exitCode = await runInTheOpen(
  node24,
  [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'unit', 'tests/crash'],
  { env: { ...env, TZ: 'UTC', POLYCLINIC_CRASH_KILLS: kills, POLYCLINIC_CRASH_SEED: seed } },
)
