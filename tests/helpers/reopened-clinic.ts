/** A clinic's file as a program opens it that finds it there, with a desk to work at. */
import { v7 } from 'uuid'
import { createDesk, systemActor, type Desk } from '../../main/db/desk.ts'
import { createHandles } from '../../main/db/kysely.ts'
import { openDatabase } from '../../main/db/open.ts'
import { createWriter } from '../../main/db/write.ts'
import { testNow } from './clinic.ts'

export function reopenClinic(
  { path, key }: { path: string; key: Uint8Array },
  /** Told of each unit that is kept. */
  committed: () => void = () => {},
): { raw: ReturnType<typeof openDatabase>; desk: Desk } {
  const raw = openDatabase({ path, key, mayCreate: false })
  const handles = createHandles(raw)
  const parts = { now: () => testNow, newId: v7, deviceId: 'device-a' }
  const writer = createWriter({ ...parts, raw, root: handles.root, committed })
  const desk = createDesk(
    { ...parts, read: handles.read, writer, wake: () => {} },
    systemActor,
    null,
  )
  return { raw, desk }
}
