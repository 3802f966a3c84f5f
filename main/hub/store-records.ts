/** What both storages' columns mean. */
import type { DeviceRecord, HubState, LoggedOperation, Sender } from './store.ts'

export interface DeviceColumns {
  id: string
  name: string
  prefix: string
  fingerprint: string
  branches: string | null
  joined_at: string
  last_seen_at: string | null
  cursor: number
  last_device_seq: number
  last_seq: number
  revoked_at: string | null
}

export function asDevice(columns: DeviceColumns): DeviceRecord {
  const { id, name, prefix, fingerprint, branches, cursor } = columns
  return {
    id,
    name,
    prefix,
    fingerprint,
    branches: branches === null ? null : JSON.parse(branches),
    joinedAt: columns.joined_at,
    lastSeenAt: columns.last_seen_at,
    cursor,
    revokedAt: columns.revoked_at,
  }
}

export function asSender(columns: DeviceColumns): Sender {
  const { last_device_seq: lastDeviceSeq, last_seq: lastSeq } = columns
  return { device: asDevice(columns), lastDeviceSeq, lastSeq }
}

export interface OperationColumns {
  body: string
  branch: string | null
  hash: string
}

/** All of an operation but what has a column that is never sent. */
export function bodyOf({ branch: _branch, hash: _hash, ...ordered }: LoggedOperation): string {
  return JSON.stringify(ordered)
}

export function asLogged({ body, branch, hash }: OperationColumns): LoggedOperation {
  return { ...JSON.parse(body), branch, hash }
}

/** Of a storage that was never used. */
export function firstState(epoch: string): HubState {
  return {
    epoch,
    clinicId: null,
    founder: null,
    head: 0,
    compactedTo: 0,
    backupSeq: 0,
    restored: null,
  }
}

export function readState(text: string | undefined): HubState {
  if (text === undefined) throw new Error('The storage has no state')
  return JSON.parse(text)
}
