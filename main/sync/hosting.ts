/** The hub that this workstation hosts in a process of its own, as its settings show it. */
import { ClinicError } from '../clinic/shared/errors.ts'

export type HostReach = 'this-computer' | 'network'

export interface HostStatus {
  state: 'off' | 'starting' | 'on' | 'stopping' | 'trouble'
  address: string | null
  fingerprint: string | null
  port: number
  /** Who can reach it: this computer alone, or every one in its network. */
  reach: HostReach
  trouble: string | null
}

export interface HostedDevice {
  id: string
  name: string
  prefix: string
  joinedAt: string
  lastSeenAt: string | null
  revokedAt: string | null
  isThis: boolean
}

export interface HostInvitation {
  /** What the QR code says. */
  invitation: string
  code: string
  expiresAt: string
}

const off: HostStatus = {
  state: 'off',
  address: null,
  fingerprint: null,
  port: 47_600,
  reach: 'this-computer',
  trouble: null,
}

export class Hosting {
  readonly #listeners = new Set<(status: HostStatus) => void>()
  #status: HostStatus = off

  status(): HostStatus {
    return this.#status
  }

  onStatus(listener: (status: HostStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async start(_wish: { port: number; reach: HostReach }): Promise<void> {
    throw new ClinicError('hub-unreachable', {})
  }

  async stop(): Promise<void> {}

  async invite(_minutes: number): Promise<HostInvitation> {
    throw new ClinicError('hub-unreachable', {})
  }

  async devices(): Promise<HostedDevice[]> {
    return []
  }

  async revoke(_deviceId: string): Promise<void> {
    throw new ClinicError('hub-unreachable', {})
  }

  /** Copies all that the hub holds to where the person says; null without a hub, or without a place. */
  async backup(): Promise<{ path: string } | null> {
    return null
  }
}
