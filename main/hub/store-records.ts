/** What both storages' tables and columns mean. */
import { batchOperations, pushesAtOnce } from '../sync/wire.ts'
import type {
  CodeFacts,
  DeviceRecord,
  HubState,
  KnownOperation,
  LoggedOperation,
  Sender,
} from './store.ts'

/** Tables that a backup holds; the rest is made anew or worth nothing later. */
export const backupTables = {
  device: {
    key: ['id'],
    columns: [
      'id',
      'name',
      'prefix',
      'fingerprint',
      'branches',
      'joined_at',
      'last_seen_at',
      'cursor',
      'last_device_seq',
      'last_seq',
      'revoked_at',
    ],
  },
  operation: {
    key: ['seq'],
    columns: ['seq', 'device_id', 'device_seq', 'outcome', 'code', 'branch', 'hash', 'body'],
  },
  hub_row: { key: ['entity', 'row_id'], columns: ['entity', 'row_id', 'branch', 'body'] },
  unique_value: {
    key: ['entity', 'fields', 'value'],
    columns: ['entity', 'fields', 'value', 'row_id'],
  },
  claim: {
    key: ['appointment_id', 'resource'],
    columns: ['appointment_id', 'resource', 'starts_ms', 'ends_ms'],
  },
  stored_file: { key: ['sha256'], columns: ['sha256', 'size_bytes'] },
  file_chunk: { key: ['sha256', 'position'], columns: ['sha256', 'position', 'bytes'] },
} as const

/** Operations of a device that are never forgotten: more cannot be on their way at once. */
export const keptPerDevice = (pushesAtOnce + 1) * batchOperations

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
    branches: readBranches(branches),
    joinedAt: columns.joined_at,
    lastSeenAt: columns.last_seen_at,
    cursor,
    revokedAt: columns.revoked_at,
  }
}

export interface CodeColumns {
  expires_at: string
  branches: string | null
}

export function asCode({ expires_at: expiresAt, branches }: CodeColumns): CodeFacts {
  return { expiresAt, branches: readBranches(branches) }
}

/** A list of branches as a column holds it. */
export function writeBranches(branches: readonly string[] | null): string | null {
  return branches === null ? null : JSON.stringify(branches)
}

export function readBranches(text: string | null): string[] | null {
  return text === null ? null : JSON.parse(text)
}

/** Fields that name the row whose branch a row shares; of one row only one of them is such. */
export const groundFields = [
  'appointmentId',
  'encounterId',
  'invoiceId',
  'prescriptionId',
  'medicationRequestId',
  'orderId',
  'reportId',
] as const

/**
 * The id of the row whose branch a row shares, as SQL; word for word the expression of the index in
 * migrations/hub/0004-grounds.
 */
export const groundOf = {
  sqlite: `coalesce(${groundFields.map((field) => `body ->> '$.${field}'`).join(', ')})`,
  postgres: `substring(body from '"(?:${groundFields.join('|')})":"([^"]+)"')`,
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

/** Of an operation that has come before; `data` is asked for only where its device needs it once more. */
export type KnownColumns = Omit<KnownOperation, 'data'> & { data: string | null }

export function asKnown({ data, ...columns }: KnownColumns): KnownOperation {
  return { ...columns, data: data === null ? {} : JSON.parse(data) }
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
