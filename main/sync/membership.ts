/** This workstation's membership of a hub: joining, leaving, the exchange, and what was refused. */
import { ClinicError } from '../clinic/shared/errors.ts'
import type { HumanName } from '../clinic/shared/names.ts'
import type { Desk } from '../db/desk.ts'
import { aloneStatus, type SyncStatus } from './status.ts'
import type { Fields } from './wire.ts'

export interface FoundHub {
  name: string
  address: string
}

export interface RefusedUnit {
  unitId: string
  command: string
  refusedAt: string
  actorId: string
  actor: HumanName | null
  patient: { id: string; name: HumanName } | null
  operations: {
    deviceSeq: number
    entity: string
    rowId: string
    kind: string
    code: string
    data: Fields
    /** What was written, for the person who decides; secret fields (tables.ts) are left out. */
    changes: Fields
  }[]
}

export class Membership {
  readonly #listeners = new Set<(status: SyncStatus) => void>()

  status(): SyncStatus {
    return aloneStatus
  }

  onStatus(listener: (status: SyncStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async find(): Promise<FoundHub[]> {
    return []
  }

  async invitationFor(_hub: { address: string; code: string }): Promise<{ invitation: string }> {
    throw new ClinicError('hub-unreachable', {})
  }

  async join(_wish: { invitation: string; name: string }): Promise<void> {
    throw new ClinicError('hub-unreachable', {})
  }

  async leave(): Promise<void> {}

  async tryNow(): Promise<void> {}

  async refusals(): Promise<RefusedUnit[]> {
    return []
  }

  async dismissRefusal(_unitId: string): Promise<void> {}

  async retryRefusal(_desk: Desk, unitId: string): Promise<void> {
    throw new ClinicError('not-found', { entity: 'syncRefusal', id: unitId })
  }
}
