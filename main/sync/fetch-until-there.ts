/** Fetches a snapshot however often the line breaks: each try goes on where the last one ended. */
import { HubRefusal } from './hub-refusal.ts'
import { createHubRequests } from './hub-requests.ts'
import type { HubAddress } from './pinned-socket.ts'
import { fetchSnapshot, type SnapshotStamp } from './snapshot.ts'
import { waitBefore, waitFor } from './sync-client.ts'

export interface LongFetch {
  hub: HubAddress
  path: string
  /** Of the database that it is for. */
  key: Uint8Array
  onProgress: (progress: { phase: string; done: number; total: number }) => void
  signal: AbortSignal
  log: (event: string, error?: unknown) => void
}

/** Rejects when the hub refuses, when there is no room, and when the signal is aborted. */
export async function fetchUntilThere(fetching: LongFetch): Promise<SnapshotStamp> {
  for (let attempt = 0; ; attempt += 1) {
    const requests = createHubRequests(fetching.hub)
    try {
      return await fetchSnapshot(requests, fetching)
    } catch (error) {
      const isFinal = error instanceof HubRefusal || isFull(error)
      if (isFinal || fetching.signal.aborted) throw error
      fetching.log('fetching the snapshot', error)
    } finally {
      requests.close()
    }
    await waitFor(waitBefore(attempt, Math.random), fetching.signal)
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC'
}
