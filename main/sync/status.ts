/** How this workstation stands with its hub, as the foot of the window says it. */
import type { HubErrorCode } from './wire.ts'

export interface SyncStatus {
  state:
    | 'alone'
    | 'connecting'
    | 'in-sync'
    | 'sending'
    | 'receiving'
    | 'offline'
    | 'revoked'
    | 'trouble'
  /** Operations that the hub has not got yet. */
  unsent: number
  /** Units of work that the hub refused and nobody has decided on. */
  toDecide: number
  lastContactAt: string | null
  /** How far this computer's clock is ahead of the hub's. */
  clockOffMs: number | null
  /** The hub's own word, or that what comes finds no room on this computer. */
  trouble: HubErrorCode | 'no-room-here' | null
  /** Of a catch-up: operations. */
  progress: { done: number; total: number } | null
  hub: { address: string; fingerprint: string; deviceName: string } | null
}

/** Of a workstation that belongs to no hub. */
export const aloneStatus: SyncStatus = {
  state: 'alone',
  unsent: 0,
  toDecide: 0,
  lastContactAt: null,
  clockOffMs: null,
  trouble: null,
  progress: null,
  hub: null,
}
