/** What a service gets to work with: who acts, the clock, ids, a read handle, and `write`. */
import type { ReadHandle } from './kysely.ts'
import type { Unit, WriteRequest, Writer } from './write.ts'

/** Who acts. The program itself acts as `system` for what nobody asked for, such as a mail's new attempt. */
export interface Actor {
  id: string
  roles: readonly string[]
}

export const systemActor: Actor = { id: 'system', roles: [] }

/** Mails to send, documents to render, lists of codes to read in. */
export type DueWork = 'mail' | 'documents' | 'codes'

export interface Desk {
  readonly actor: Actor
  readonly deviceId: string
  /** The instant now, UTC ISO. */
  now(): string
  newId(): string
  readonly read: ReadHandle
  /**
   * Runs a story as one unit of work. `command` is the use case's name for the audit trail.
   * The request's idempotency key is the caller's; the same call twice is one result.
   */
  write<Result>(command: string, story: (unit: Unit) => Promise<Result>): Promise<Result>
  /** Starts the work that a committed row says is due. */
  wake(work: DueWork): void
  /** Has a file of another workstation brought here; `alone` belongs to no hub. */
  fetchFile(sha256: string): Promise<'here' | 'not-yet' | 'alone'>
  /** The same desk for another actor or another request; the worker and the program's own chores use it. */
  with(change: { actor?: Actor; request?: WriteRequest }): Desk
}

export interface DeskParts {
  deviceId: string
  now: () => string
  newId: () => string
  read: ReadHandle
  writer: Writer
  wake: (work: DueWork) => void
  fetchFile?: Desk['fetchFile']
}

/** A desk for one call. Each `write` of the call gets a key of its own, derived from the request's. */
export function createDesk(parts: DeskParts, actor: Actor, request: WriteRequest | null): Desk {
  let writes = 0
  return {
    actor,
    deviceId: parts.deviceId,
    now: parts.now,
    newId: parts.newId,
    // Asked for late: the first start has a desk before it has a database.
    get read() {
      return parts.read
    },
    async write(command, story) {
      writes += 1
      const key =
        request === null ? parts.newId() : writes === 1 ? request.key : `${request.key}#${writes}`
      return parts.writer.write(
        actor.id,
        command,
        { key, content: request?.content ?? null },
        story,
      )
    },
    wake: parts.wake,
    fetchFile: parts.fetchFile ?? (async () => 'alone'),
    with(change) {
      return createDesk(parts, change.actor ?? actor, change.request ?? null)
    },
  }
}
