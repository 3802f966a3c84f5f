/**
 * A program that is killed in the middle of a laboratory's file: another takes the same file, and then
 * each of its messages is there exactly once.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { reopenClinic } from '../helpers/reopened-clinic.ts'
import { type BenchRow, seconds } from './booking-clinic.ts'

interface Place {
  path: string
  key: Uint8Array
}

/** Takes the file in a process of its own, which is killed once it has kept so many messages. */
async function takeIn(
  { path, key }: Place,
  file: string,
  killedAfter: number,
): Promise<'ended' | 'killed'> {
  const script = fileURLToPath(new URL('./lab-import-process.ts', import.meta.url))
  const words = [script, path, Buffer.from(key).toString('hex'), file]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  let kept = 0
  for await (const _ of createInterface({ input: child.stdout })) {
    kept += 1
    if (kept === killedAfter) child.kill('SIGKILL')
  }
  const [code, signal] = await exited
  if (signal === 'SIGKILL') return 'killed'
  if (code !== 0) throw new Error(`taking the file in ended with ${code}`)
  return 'ended'
}

/**
 * Half of a file's messages, a kill, and the whole file again. The clinic holds an order for each message.
 * Throws when one is missing, there twice, or not at its order, or when the file is not whole.
 */
export async function measureKilled(
  place: Place,
  { bytes, messageCount }: { bytes: Uint8Array; messageCount: number },
): Promise<BenchRow> {
  const file = `${place.path}.hl7`
  writeFileSync(file, bytes)
  if ((await takeIn(place, file, messageCount / 2)) !== 'killed') throw new Error('not killed')
  const found = counted(place)
  if (found.messages >= messageCount) throw new Error('nothing was left to take in')
  const started = performance.now()
  await takeIn(place, file, Number.POSITIVE_INFINITY)
  const took = performance.now() - started
  const after = counted(place)
  const isWhole = Object.values(after).every((count) => count === messageCount)
  if (!isWhole) throw new Error(`not each message once: ${JSON.stringify(after)}`)
  const all = messageCount.toLocaleString('en')
  return {
    name: `${all} ORU messages, killed in the middle`,
    measured: `${all} there once, whole; the file again in ${seconds(took)}`,
    baseline: `${found.messages} were there after the kill`,
    ratio: null,
    goal: 'none lost',
  }
}

/** What of the file is there, each of which is to be as many as it has messages; the file's soundness first. */
function counted(place: Place) {
  const { raw } = reopenClinic(place)
  try {
    const sound = raw.pragma('integrity_check', { simple: true })
    if (sound !== 'ok') throw new Error(`integrity_check: ${String(sound)}`)
    const count = (what: string) => Number(raw.prepare(`SELECT count(${what}`).pluck().get())
    return {
      messages: count('*) FROM lab_message'),
      differing: count('DISTINCT control_id) FROM lab_message'),
      reports: count('*) FROM diagnostic_report'),
      answered: count('DISTINCT order_id) FROM diagnostic_report'),
      observed: count('DISTINCT report_id) FROM observation'),
    }
  } finally {
    raw.close()
  }
}
