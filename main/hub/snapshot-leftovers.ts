/** Where snapshots lie while they are fetched, and what a hub that was killed has left there. */
import { mkdtempSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** This process's: a hub in a container may have the number that the one before it had. */
const own = new Set<string>()

/** A new folder, whose name says which process it belongs to. */
export function makeSnapshotFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `polyclinic-snapshots-${process.pid}-`))
  own.add(folder)
  return folder
}

/** Removes the folders of hubs that are gone: nobody has the keys to what lies in them any more. */
export async function removeSnapshotLeftovers(): Promise<void> {
  for (const found of await readdir(tmpdir())) {
    const pid = Number(/^polyclinic-snapshots-(\d+)-/.exec(found)?.[1])
    const path = join(tmpdir(), found)
    if (!Number.isInteger(pid) || own.has(path)) continue
    if (pid !== process.pid && isAlive(pid)) continue
    if (await isOurs(path)) await rm(path, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process must not be asked, which says that it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** On a machine of several people another one's hub is that one's own affair. */
async function isOurs(path: string): Promise<boolean> {
  try {
    const { uid } = await stat(path)
    return process.getuid === undefined || uid === process.getuid()
  } catch {
    // Another hub was quicker.
    return false
  }
}
