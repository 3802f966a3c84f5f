/**
 * `kill -9` at a random point of whatever the front desk writes: each write is whole or absent, what
 * was acknowledged is there, and the file is sound. Some kills in `npm test`, 200 in `npm run test:crash`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../helpers/clinic-file.ts'
import {
  type CrashClinic,
  faultsOf,
  makeCrashClinic,
  openAfterCrash,
  seededRandom,
} from './crash-clinic.ts'

const kills = Number(process.env['POLYCLINIC_CRASH_KILLS'] ?? '10')
const seed = Number(process.env['POLYCLINIC_CRASH_SEED'] ?? '20261116')
const random = seededRandom(seed)
const below = (limit: number) => Math.floor(random() * limit)

interface Killed {
  /** Operations that the desk was told are done. */
  acknowledged: string[]
  /** Operations that the desk was told are refused, or had nothing to do. */
  refused: string[]
}

/** Works until it is killed: by itself at a statement, or from outside at some moment of a write. */
async function workAndDie(clinic: CrashClinic, run: number): Promise<Killed> {
  const fromInside = run % 2 === 0
  const dieAfter = fromInside ? 40 + below(1200) : null
  const killAt = 1 + below(25)
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL('./front-desk-child.ts', import.meta.url)),
      JSON.stringify({ ...clinic, seed: below(2 ** 31), run, dieAfter }),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const killed: Killed = { acknowledged: [], refused: [] }
  const ended = once(child, 'exit')
  const turns = below(400)
  let begun = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, key = ''] = line.split(' ')
    if (word === 'done') killed.acknowledged.push(key)
    if (word === 'refused' || word === 'nothing') killed.refused.push(key)
    if (word === 'begin') begun += 1
    if (word === 'begin' && !fromInside && begun === killAt) {
      // Some turns of this process's loop later: while the other is somewhere in the write.
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate)
      child.kill('SIGKILL')
    }
  }
  const [, signal] = await ended
  expect(signal, 'the desk ended by itself').toBe('SIGKILL')
  return killed
}

test(
  `every write is whole or absent after each of ${kills} kills (seed ${seed})`,
  { timeout: 60_000 + kills * 20_000 },
  async () => {
    const clinic = await makeCrashClinic(temporaryFolder())
    let acknowledged = 0
    let cut = 0
    for (let run = 0; run < kills; run += 1) {
      const killed = await workAndDie(clinic, run)
      const raw = openAfterCrash(clinic)
      try {
        const kept = new Set(
          raw.prepare<[], string>('SELECT key FROM idempotency_key').pluck().all(),
        )
        const where = `kill ${run} of seed ${seed}`
        expect(faultsOf(raw), where).toEqual([])
        expect(
          killed.acknowledged.filter((key) => !kept.has(key)),
          where,
        ).toEqual([])
        expect(
          killed.refused.filter((key) => kept.has(key)),
          where,
        ).toEqual([])
        acknowledged += killed.acknowledged.length
        cut += 1
      } finally {
        raw.close()
      }
    }
    console.log(`${cut} kills, ${acknowledged} writes acknowledged before them, seed ${seed}`)
    expect(acknowledged).toBeGreaterThan(kills)
  },
)

test('a write that is torn is seen', async () => {
  const clinic = await makeCrashClinic(temporaryFolder())
  const raw = openAfterCrash(clinic)
  try {
    expect(faultsOf(raw)).toEqual([])
    raw.exec(`UPDATE patient SET given = 'Other' WHERE rowid = 1`)
    expect(faultsOf(raw)).toEqual([expect.stringMatching(/given is not what was written/)])
    raw.exec(`DELETE FROM idempotency_key WHERE rowid = (SELECT max(rowid) FROM idempotency_key)`)
    expect(faultsOf(raw)).toHaveLength(2)
  } finally {
    raw.close()
  }
})
