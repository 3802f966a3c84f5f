/** One run over the floor: a bare log in a process of its own, and two bare workstations. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LogRun, measureDesks, startDeskProcess } from './sync-desk-process.ts'

/** `storage`: `postgres://…`, or null for a file. */
export async function runFloor(
  storage: string | null,
  count: number,
  live: number,
): Promise<LogRun> {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-bench-'))
  const script = fileURLToPath(new URL('./sync-floor.ts', import.meta.url))
  const hub = spawn(process.execPath, [script, storage ?? `file:${join(folder, 'hub.db')}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: hub.stdout }), 'line')
  const port = Number(line)
  const start = (name: string, follows: boolean) =>
    startDeskProcess(new URL('./sync-floor-desk.ts', import.meta.url), {
      port,
      path: join(folder, `${name}.db`),
      count,
      follows,
    })
  try {
    return await measureDesks(start('a', false), start('b', true), count, live)
  } finally {
    const gone = once(hub, 'exit')
    hub.kill('SIGKILL')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
}
