/** Profiles with the demo clinic in them: made once for the sources as they are, copied for each use. */
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Language } from '../../main/clinic/shared/languages.ts'
import { at } from '../../scripts/run/paths.mjs'
import { waitForSignIn } from './hands.ts'
import { launch } from './window.ts'
import { wordsOf } from './words.ts'

/** Making five thousand patients takes half a minute; a busy machine needs many times as much. */
const makingTimeoutMs = 600_000

/**
 * The path of a fresh copy, made around `demoNow` in the language; start it with `--demo`. Whoever
 * asked removes it.
 */
export async function demoProfile(language: Language = 'en'): Promise<string> {
  const made = at('out', 'tests', `demo-${language}-${sourcesHash()}`)
  if (!existsSync(made)) await make(language, made)
  const copy = mkdtempSync(path.join(tmpdir(), 'polyclinic-demo-'))
  cpSync(made, copy, { recursive: true })
  return copy
}

/** Beside its place first, so that a demo clinic that was left half made is never copied. */
async function make(language: Language, made: string): Promise<void> {
  const profile = `${made}-${process.pid}`
  mkdirSync(profile, { recursive: true })
  try {
    const opened = await launch({ profile, language, args: ['--demo'] })
    try {
      const seat = { page: opened.page, words: await wordsOf(language) }
      await waitForSignIn(seat, makingTimeoutMs)
      await opened.close()
    } finally {
      await opened.kill()
    }
    if (!existsSync(made)) renameSync(profile, made)
  } finally {
    rmSync(profile, { recursive: true, force: true })
  }
}

/** What the demo clinic is made of; a change in any of it makes a new one. */
const sources = ['migrations', 'main/demo', 'main/clinic', 'main/db']

function sourcesHash(): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    const files = readdirSync(at(source), { recursive: true, encoding: 'utf8' }).toSorted()
    for (const file of files.filter((name) => path.extname(name) !== '')) {
      hash.update(`${source}/${file}\0`).update(readFileSync(at(source, file)))
    }
  }
  return hash.digest('hex').slice(0, 16)
}
