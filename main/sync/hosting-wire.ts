/** What a workstation and the hub that it hosts, a process of its own, say to each other. */
import { hkdfSync } from 'node:crypto'
import type { Invitation } from './wire.ts'

export interface HostedHubOptions {
  /** Where the hub keeps its SQLite file. */
  folder: string
  /** 32 bytes; see {@link hostedHubKey}. */
  key: Uint8Array
  host: string
  port: number
  /** What it is called where workstations look for it. */
  name: string
  /** How far the workstation's clock is from the computer's: both go by one, also where it was set. */
  clockAheadMs: number
}

export interface HostedHubStatus {
  running: boolean
  address: string | null
  fingerprint: string | null
  /** Why it does not run: a code of the system such as `EADDRINUSE`, or the error's name. */
  trouble: string | null
}

export interface HostedDevice {
  id: string
  name: string
  prefix: string
  joinedAt: string
  lastSeenAt: string | null
  revokedAt: string | null
  /** Ids of the locations whose rows it has; null for all. */
  branches: string[] | null
}

/** How long an invitation holds, and the locations whose rows its workstation will have; null for all. */
export interface InviteWish {
  minutes: number
  branches: string[] | null
}

export interface LimitWish {
  deviceId: string
  branches: string[] | null
}

export type HostedInvitation = Invitation & { expiresAt: string }

/** Each request's input and answer; all of it crosses the process boundary by structured clone. */
export interface HostedRequests {
  start: { input: HostedHubOptions; answer: HostedHubStatus }
  stop: { input: null; answer: HostedHubStatus }
  status: { input: null; answer: HostedHubStatus }
  invite: { input: InviteWish; answer: HostedInvitation }
  devices: { input: null; answer: HostedDevice[] }
  revoke: { input: { deviceId: string }; answer: boolean }
  limit: { input: LimitWish; answer: boolean }
  /** Without a passphrase the file is readable for whoever has it. */
  backup: { input: { path: string; passphrase: string | null }; answer: { seq: number } }
}

export type HostedRequestKind = keyof HostedRequests

/** Each answer carries its request's number. */
export type ToHostedHub = {
  [Kind in HostedRequestKind]: { id: number; kind: Kind; input: HostedRequests[Kind]['input'] }
}[HostedRequestKind]

export type FromHostedHub =
  | { id: number; kind: 'done'; answer: unknown }
  | { id: number; kind: 'failed'; trouble: string }

/** The workstation's handle on a hub in a process of its own. */
export interface HubHosting {
  /** Starts it, or answers how it stands when it runs already. Never throws: see `trouble`. */
  start(options: HostedHubOptions): Promise<HostedHubStatus>
  /** Finishes what was accepted and ends the process. */
  stop(): Promise<HostedHubStatus>
  status(): Promise<HostedHubStatus>
  /** These throw when the hub does not run. */
  invite(wish: InviteWish): Promise<HostedInvitation>
  devices(): Promise<HostedDevice[]>
  revoke(deviceId: string): Promise<boolean>
  limit(wish: LimitWish): Promise<boolean>
  backup(path: string, passphrase: string | null): Promise<{ seq: number }>
}

/**
 * The key of the hosted hub's file, made from the workstation's own: there is no second key to keep,
 * and neither says anything about the other.
 */
export function hostedHubKey(databaseKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', databaseKey, '', 'polyclinic hosted hub', 32))
}
