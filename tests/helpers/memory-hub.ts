/** A hub without storage or network: the hub's own decisions over a log in memory. */
import { createHash } from 'node:crypto'
import { type Arrived, decideBatch } from '../../main/hub/decide.rules.ts'
import type { Claim, DeviceRecord, LoggedOperation, StoredRow } from '../../main/hub/store.ts'
import { HubRefusal } from '../../main/sync/hub-refusal.ts'
import type { Link } from '../../main/sync/link.ts'
import type { HelloAnswer, Operation, PushAnswer } from '../../main/sync/wire.ts'

export interface MemoryHub {
  log: LoggedOperation[]
  rows: Map<string, { entity: string; rowId: string } & StoredRow>
  epoch: string
  restored: HelloAnswer['restored']
  backupSeq: number
  /** A line for a device; `fail` lets a call through and loses its answer, or stops it before. */
  linkFor(device: MemoryDevice): Link
  now: () => string
}

export interface MemoryDevice {
  id: string
  prefix: string
  /** Thrown instead of an answer: before the hub heard of the call, or after. */
  fault?: ((call: 'hello' | 'push' | 'pull', when: 'before' | 'after') => void) | undefined
}

export function createMemoryHub(now: () => string): MemoryHub {
  const holders = new Map<
    string,
    { entity: string; fields: string; value: string; rowId: string }
  >()
  let claims: Claim[] = []
  let clinicId: string | null = null
  let founderId: string | null = null
  const listeners = new Set<(seq: number) => void>()
  const hub: MemoryHub = {
    log: [],
    rows: new Map(),
    epoch: 'epoch-1',
    restored: null,
    backupSeq: 0,
    linkFor,
    now,
  }
  const head = () => hub.log.at(-1)?.seq ?? 0

  function requireEpoch(epoch: string): void {
    if (epoch !== hub.epoch) throw new HubRefusal('epoch-changed')
  }

  function push(device: MemoryDevice, operations: readonly Operation[]): PushAnswer {
    const outcomes: PushAnswer['outcomes'] = []
    const fresh: Arrived[] = []
    let last = hub.log.findLast((one) => one.deviceId === device.id)?.deviceSeq ?? 0
    for (const operation of operations) {
      const hash = hashOf(operation)
      const known = hub.log.find(
        (one) => one.deviceId === device.id && one.deviceSeq === operation.deviceSeq,
      )
      if (known === undefined) {
        if (operation.deviceSeq !== last + 1) throw new HubRefusal('out-of-order')
        last += 1
        fresh.push({ operation, hash })
      } else if (known.hash !== hash) throw new HubRefusal('device-cloned')
      else outcomes.push(outcomeOf(known))
    }
    return { outcomes: [...outcomes, ...decide(device, fresh).map(outcomeOf)] }
  }

  function decide(device: MemoryDevice, fresh: Arrived[]): LoggedOperation[] {
    const batch = decideBatch(
      {
        device: recordOf(device),
        clinicId,
        founderId,
        head: head(),
        rows: [...hub.rows.values()],
        holders: [...holders.values()],
        claims,
      },
      fresh,
    )
    hub.log.push(...batch.operations)
    for (const row of batch.rows) hub.rows.set(`${row.entity}/${row.rowId}`, row)
    for (const value of batch.freed) holders.delete(JSON.stringify([value.fields, value.value]))
    for (const value of batch.taken) {
      holders.set(JSON.stringify([value.entity, value.fields, value.value]), value)
    }
    for (const set of batch.claims) {
      claims = [...claims.filter((one) => one.appointmentId !== set.appointmentId), ...set.claims]
    }
    clinicId = batch.clinic?.clinicId ?? clinicId
    founderId = batch.clinic?.founderId ?? founderId
    return batch.operations
  }

  function linkFor(device: MemoryDevice): Link {
    const mine = new Set<(seq: number) => void>()
    const guarded = async <Answer>(
      call: 'hello' | 'push' | 'pull',
      work: () => Answer,
    ): Promise<Answer> => {
      device.fault?.(call, 'before')
      const answer = work()
      device.fault?.(call, 'after')
      return answer
    }
    return {
      hello: (input) =>
        guarded('hello', () => {
          if (clinicId !== null && input.clinicId !== null && input.clinicId !== clinicId) {
            throw new HubRefusal('another-clinic')
          }
          const { epoch, restored } = hub
          const own = { deviceId: device.id, prefix: device.prefix }
          return { ...own, clinicId, epoch, restored, head: head(), compactedTo: 0, now: hub.now() }
        }),
      push: ({ epoch, operations }) =>
        guarded('push', () => {
          requireEpoch(epoch)
          const answer = push(device, operations)
          for (const listener of listeners) listener(head())
          return answer
        }),
      pull: ({ epoch, cursor, limit = 1000 }) =>
        guarded('pull', () => {
          requireEpoch(epoch)
          const looked = hub.log.filter((one) => one.seq > cursor).slice(0, limit)
          const operations = looked
            .filter((one) => one.outcome !== 'refused' || one.deviceId === device.id)
            .map(({ branch: _branch, hash: _hash, ...operation }) => operation)
          const reached = looked.at(-1)?.seq ?? cursor
          return { operations, cursor: reached, head: head(), backupSeq: hub.backupSeq }
        }),
      onPoke(listener) {
        mine.add(listener)
        listeners.add(listener)
      },
      onDown() {},
      async close() {
        for (const listener of mine) listeners.delete(listener)
      },
    }
  }

  return hub
}

function recordOf({ id, prefix }: MemoryDevice): DeviceRecord {
  return {
    id,
    prefix,
    name: id,
    fingerprint: '',
    branches: null,
    joinedAt: '2026-11-16T06:00:00.001Z',
    lastSeenAt: null,
    cursor: 0,
    revokedAt: null,
  }
}

function hashOf(operation: Operation): string {
  return createHash('sha256').update(JSON.stringify(operation)).digest('hex')
}

function outcomeOf({ deviceSeq, seq, outcome, code }: LoggedOperation) {
  return { deviceSeq, seq, outcome, code }
}
