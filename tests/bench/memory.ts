/** How much memory a process has had at most. */
import { readFileSync } from 'node:fs'

/** MiB of another process; null where the system does not tell. */
export function peakMibOf(pid: number): number | null {
  try {
    const kib = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kib === undefined ? null : Number(kib) / 1024
  } catch {
    // Linux alone has it.
    return null
  }
}

/** MiB of this process. */
export function ownPeakMib(): number {
  return process.resourceUsage().maxRSS / 1024
}

/** As the tables write it. */
export function mib(value: number | null): string {
  return value === null ? 'not told by this system' : `${Math.round(value)} MiB`
}
