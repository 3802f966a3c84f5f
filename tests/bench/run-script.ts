/** A part of a measurement in a process of its own, whose memory is its own as well. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Runs a script of this folder with one value; answers the JSON that it says. */
export async function runScript(name: string, wish: unknown): Promise<unknown> {
  const script = fileURLToPath(new URL(name, import.meta.url))
  const words = ['--disable-warning=ExperimentalWarning', script, JSON.stringify(wish)]
  const { stdout } = await promisify(execFile)(process.execPath, words)
  return JSON.parse(stdout)
}
