/** What a doctor waits for when a patient with a long past is opened, measured in the real window. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { unwrapKey } from '../../main/db/key.ts'
import { openDatabase } from '../../main/db/open.ts'
import { demoProfile } from '../helpers/demo-profile.ts'
import { signInAs, waitForSignIn } from '../helpers/hands.ts'
import { demoNow, launch } from '../helpers/window.ts'
import { wordsOf } from '../helpers/words.ts'
import { type BenchRow, median, ms } from './booking-clinic.ts'
import { fillRecord, recordResults, recordVisits } from './full-record.ts'

const paints = 7

/** Entries of the first page of the line of time. */
const firstPage = 40

export async function measure(): Promise<BenchRow[]> {
  const profile = await demoProfile('en')
  try {
    const patientId = await fill(path.join(profile, 'demo'))
    const window = await launch({ profile, args: ['--demo'] })
    try {
      const seat = { page: window.page, words: await wordsOf('en') }
      await waitForSignIn(seat)
      await signInAs(seat, 'doctor')
      return [await patientPaint(window.page, patientId)]
    } finally {
      await window.close()
    }
  } finally {
    rmSync(profile, { recursive: true, force: true })
  }
}

async function fill(folder: string): Promise<string> {
  const key = await unwrapKey(path.join(folder, 'key.json'), { store: null, passphrase: null })
  const raw = openDatabase({ path: path.join(folder, 'clinic.db'), key, mayCreate: false })
  try {
    return fillRecord(raw, demoNow)
  } finally {
    raw.close()
  }
}

/** From the address of the patient to the frame in which the first page of the past stands. */
async function patientPaint(page: Page, patientId: string): Promise<BenchRow> {
  const { taken, empty } = await page.evaluate(
    async ({ id, runs, most }) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const entries = () => document.querySelectorAll('[data-entry]').length
      const found: number[] = []
      for (let run = 0; run < runs; run += 1) {
        window.location.hash = '#/settings'
        while (entries() > 0) await frame()
        await frame()
        const started = performance.now()
        window.location.hash = `#/patients/${id}`
        const giveUpAt = performance.now() + 20_000
        while (entries() < most && performance.now() < giveUpAt) await frame()
        if (entries() < most) throw new Error(`only ${entries()} entries of the past are shown`)
        // The frame after the one in which they were put there is the one that shows them.
        await frame()
        found.push(performance.now() - started)
      }
      const started = performance.now()
      await frame()
      await frame()
      return { taken: found, empty: performance.now() - started }
    },
    { id: patientId, runs: paints, most: firstPage },
  )
  const typical = median(taken)
  return {
    name: `A patient with ${recordVisits} visits and ${recordResults} results: to paint (median of ${paints}; the first ${ms(taken[0] ?? 0)})`,
    measured: ms(typical),
    baseline: `${ms(empty)} two empty frames`,
    ratio: typical / empty,
    goal: '<= 150 ms',
  }
}
