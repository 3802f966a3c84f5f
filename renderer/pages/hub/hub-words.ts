/** What a state of the exchange means for who looks at the foot: how loud it is, and its figures. */
import type { SyncStatus } from './use-sync-status.ts'

/** `good` goes by itself, `busy` is under way, `care` wants to be known, `bad` wants somebody. */
export type Tone = 'good' | 'busy' | 'care' | 'bad'

const tones: Record<Exclude<SyncStatus['state'], 'alone'>, Tone> = {
  'in-sync': 'good',
  sending: 'busy',
  receiving: 'busy',
  connecting: 'busy',
  offline: 'care',
  revoked: 'bad',
  trouble: 'bad',
}

/** Null for a workstation that belongs to no hub. */
export function toneOf(state: SyncStatus['state']): Tone | null {
  return state === 'alone' ? null : tones[state]
}

/** A smaller difference is nobody's concern. */
const clockWarnsMs = 120_000

/** Whole minutes by which this computer's clock is off, ahead as positive; null when it is right. */
export function clockOffMinutes(clockOffMs: number | null): number | null {
  if (clockOffMs === null || Math.abs(clockOffMs) < clockWarnsMs) return null
  return Math.round(clockOffMs / 60_000)
}

/** Percent of what is coming, or null while nobody knows how much it is. */
export function shareOf(progress: SyncStatus['progress']): number | null {
  if (progress === null || progress.total === 0) return null
  return Math.min(100, Math.floor((progress.done / progress.total) * 100))
}
