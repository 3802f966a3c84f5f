/** A disk of a few megabytes that can be filled to its last byte and given room again. */
import { execFileSync } from 'node:child_process'
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  folder: string
  /** Leaves room for nothing. */
  fill(): void
  /** Gives back what `fill` took. */
  makeRoom(): void
  close(): void
}

/** Why no disk can be mounted here, or null. Tests that need one are skipped by it. */
export const smallDiskProblem: string | null = findProblem()

function findProblem(): string | null {
  if (process.platform !== 'linux') return 'disks in memory are Linux’s'
  if (process.getuid?.() !== 0) return 'only root may mount a disk'
  try {
    openSmallDisk(1).close()
    return null
  } catch {
    return 'the system lets nobody mount a disk'
  }
}

/** A file system in memory; to be closed when nothing on it is open any more. */
export function openSmallDisk(mebibytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'polyclinic-disk-'))
  const mount = ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder]
  execFileSync('mount', mount, { stdio: 'ignore' })
  // PostgreSQL comes to it as another user.
  chmodSync(folder, 0o777)
  const ballast = join(folder, 'ballast')
  return {
    folder,
    fill() {
      const file = openSync(ballast, 'a')
      for (const piece of [1024 * 1024, 4096].map((bytes) => Buffer.alloc(bytes))) {
        while (fits(file, piece)) continue
      }
      closeSync(file)
    },
    makeRoom: () => rmSync(ballast, { force: true }),
    close() {
      execFileSync('umount', [folder], { stdio: 'ignore' })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function fits(file: number, piece: Uint8Array): boolean {
  try {
    // Less than all is written into the last of the room.
    return writeSync(file, piece) === piece.length
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}
