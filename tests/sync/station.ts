/** A workstation without a window: its encrypted file, its services, its exchange with the hub; may crash and come back. */
import { createDesk, type Desk, systemActor } from '../../main/db/desk.ts'
import { createHandles, type Handles } from '../../main/db/kysely.ts'
import { openDatabase, type RawDatabase } from '../../main/db/open.ts'
import { createWriter, type CommittedUnit } from '../../main/db/write.ts'

/** What outlives a crash: the file and who it is. */
export interface StationFile {
  path: string
  key: Uint8Array
  deviceId: string
}

export interface Station {
  raw: RawDatabase
  handles: Handles
  desk: (roles: string[], id: string) => Desk
  system: Desk
  committed: CommittedUnit[]
}

/** Opens what is in the file, as the program does at its start. */
export function openStation(
  file: StationFile,
  parts: { now: () => string; newId: () => string; onCommit?: (unit: CommittedUnit) => void },
): Station {
  const { path, key, deviceId } = file
  const { now, newId } = parts
  const raw = openDatabase({ path, key, mayCreate: false })
  const handles = createHandles(raw)
  const committed: CommittedUnit[] = []
  const tell = parts.onCommit ?? ((unit: CommittedUnit) => void committed.push(unit))
  const writer = createWriter({ raw, root: handles.root, deviceId, now, newId, committed: tell })
  const system = createDesk(
    { deviceId, now, newId, read: handles.read, writer, wake: () => {} },
    systemActor,
    null,
  )
  return {
    raw,
    handles,
    system,
    desk: (roles, id) => system.with({ actor: { id, roles } }),
    committed,
  }
}

/** Ids that count, a series of its own for each desk, in the shape of UUIDv7. */
export function countedIdsOf(series: number): () => string {
  let last = 0
  const desk = series.toString(16).padStart(3, '0')
  return () => {
    last += 1
    return `01900000-0000-7000-8${desk}-${last.toString(16).padStart(12, '0')}`
  }
}
