/** The demo clinic for tests: made once for a build, and copied for each test that works in it. */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { at } from '../../scripts/run/paths.mjs'
import { waitForSignIn } from './hands.ts'
import { launch } from './window.ts'
import { wordsOf } from './words.ts'

const makeTimeoutMs = 240_000

/**
 * A new profile with the English demo clinic in it, for `launch({ profile, args: ['--demo'] })`;
 * the test removes the folder. The first call for a build makes the clinic, which takes a while.
 */
export async function demoProfile(): Promise<string> {
  const kept = at('out', 'tests', `demo-${buildHash()}`)
  // The program writes this last: without it the clinic was left half made.
  if (!existsSync(path.join(kept, 'demo', 'finished'))) await makeDemo(kept)
  const profile = mkdtempSync(path.join(tmpdir(), 'polyclinic-demo-'))
  cpSync(path.join(kept, 'demo'), path.join(profile, 'demo'), { recursive: true })
  return profile
}

async function makeDemo(profile: string): Promise<void> {
  rmSync(profile, { recursive: true, force: true })
  const window = await launch({ profile, args: ['--demo'] })
  try {
    await waitForSignIn({ page: window.page, words: await wordsOf('en') }, makeTimeoutMs)
    await window.close()
  } finally {
    await window.kill()
  }
}

/** A clinic made by other code may have another shape. */
function buildHash(): string {
  const hash = createHash('sha256')
  for (const part of ['index.cjs', 'worker.cjs']) hash.update(readFileSync(at('out', 'main', part)))
  return hash.digest('hex').slice(0, 12)
}
