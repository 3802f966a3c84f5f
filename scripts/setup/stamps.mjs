/** Set-up's notes: one small JSON file for each step, beside what the step installed. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stampFolder } from '../run/paths.mjs'

const stampFile = (name) => path.join(stampFolder, `${name}.json`)

/** What a step noted when it was last done, or null. */
export function readStamp(name) {
  try {
    return JSON.parse(readFileSync(stampFile(name), 'utf8'))
  } catch {
    return null
  }
}

export function writeStamp(name, content) {
  mkdirSync(stampFolder, { recursive: true })
  writeFileSync(stampFile(name), `${JSON.stringify(content, null, 2)}\n`)
}
