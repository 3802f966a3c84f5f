/** A hub in the test's own process, plugged straight into the workstations: a storage and its log, that may stop and start again. */
import { createHubLog, type HubLog } from '../../main/hub/log.service.ts'
import { type DeviceRecord, type HubStore, openStore } from '../../main/hub/store.ts'
import { canonical } from '../../main/sync/merge.rules.ts'
import { entityOrder } from '../../main/sync/entities.ts'
import type { Ordered } from '../../main/sync/wire.ts'

export interface HubAtHand {
  readonly store: HubStore
  readonly log: HubLog
  device(id: string): Promise<DeviceRecord>
  /** Each row as `entity id` → canonical text. */
  rows(): Promise<Map<string, string>>
  /** The whole log. */
  operations(): Promise<Ordered[]>
  /** Throws it away and makes it anew over the same storage. */
  restart(): Promise<void>
  close(): Promise<void>
}

interface HubParts {
  address: string
  key: Uint8Array
  now: () => string
  newId: () => string
}

export async function openHubAtHand(parts: HubParts): Promise<HubAtHand> {
  const { address, key, now, newId } = parts
  const open = () => openStore(address, { key, now, newId })
  let store = await open()
  let log = createHubLog(store, { now, newId })
  return {
    get store() {
      return store
    },
    get log() {
      return log
    },
    async device(id) {
      const found = await store.devices.find(id)
      if (found === null) throw new Error(`no device ${id}`)
      return found
    },
    rows: () => hubRows(store),
    operations: () => readOperations(store),
    async restart() {
      await store.close()
      store = await open()
      log = createHubLog(store, { now, newId })
    },
    close: () => store.close(),
  }
}

const piece = 5000

/** Each row that a storage holds as `entity id` → canonical text. */
export async function hubRows(store: HubStore): Promise<Map<string, string>> {
  return store.read(async (tx) => {
    const rows = new Map<string, string>()
    for (const entity of entityOrder) {
      for (let after = ''; ;) {
        const found = await tx.rows(entity, after, piece)
        for (const { rowId, body } of found) {
          rows.set(`${entity} ${rowId}`, canonical(JSON.parse(body)))
        }
        if (found.length < piece) break
        after = found.at(-1)?.rowId ?? ''
      }
    }
    return rows
  })
}

async function readOperations(store: HubStore): Promise<Ordered[]> {
  const all: Ordered[] = []
  for (let after = 0; ;) {
    const found = await store.operations(after, piece)
    all.push(...found)
    if (found.length < piece) return all
    after = found.at(-1)?.seq ?? after
  }
}
