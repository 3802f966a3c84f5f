/** How much the hub takes from whom: what keeps its memory flat whatever strangers do. */
import { fileChunkBytes, largestBodyBytes } from '../sync/wire.ts'

export interface HubLimits {
  /** Connections that have not said their first byte, at once and for how long. */
  silent: number
  silentMs: number
  /** TLS handshakes under way at once; further ones wait without costing memory. */
  handshakes: number
  handshakeMs: number
  /** The same while others wait for their turn. */
  crowdedHandshakeMs: number
  /** How often those whose time is over are looked for. */
  sweepMs: number
  /** Connections without a member's certificate, at once and for how long. */
  strangers: number
  strangerMs: number
  /** A member's connection that asks for nothing. */
  firstWordMs: number
  /** A WebSocket is asked for a sign of life this often, and cut without one. */
  pingMs: number
  pongMs: number
  /** Wrong codes within the time, from one address and in all. */
  wrongCodesPerAddress: number
  wrongCodes: number
  wrongCodesMs: number
  /** Calls of one device: so many at once, so many a second over time. Every 64 KiB count as one more. */
  burst: number
  callsPerSecond: number
  /** Calls of one connection that wait for their answer. */
  waitingCalls: number
  /** Bytes that a connection has not fetched. */
  unreadBytes: number
  bodyBytes: number
  strangerBodyBytes: number
  fileBytes: number
  chunkBytes: number
  /** Between two pokes of one listener. */
  pokeMs: number
  /** Up to so many listeners are told what is new, and not only that something is. */
  toldFollowers: number
  /** Who has not fetched so many bytes is told no more of it. */
  unreadNewsBytes: number
  /** The storage is asked anew although nobody poked. */
  pollMs: number
  /** How long revoked devices may go unnoticed where the storage does not poke. */
  revocationMs: number
  /** How long a clean stop waits for calls that were accepted. */
  stopMs: number
}

export const defaultLimits: HubLimits = {
  silent: 4_000,
  silentMs: 5_000,
  handshakes: 256,
  handshakeMs: 5_000,
  crowdedHandshakeMs: 1_000,
  sweepMs: 1_000,
  strangers: 200,
  strangerMs: 30_000,
  firstWordMs: 15_000,
  pingMs: 30_000,
  pongMs: 10_000,
  wrongCodesPerAddress: 10,
  wrongCodes: 100,
  wrongCodesMs: 10 * 60_000,
  burst: 2_000,
  callsPerSecond: 1_000,
  waitingCalls: 32,
  unreadBytes: 4 * largestBodyBytes,
  bodyBytes: largestBodyBytes,
  strangerBodyBytes: 16 * 1024,
  fileBytes: 2 * 1024 * 1024 * 1024,
  chunkBytes: fileChunkBytes,
  pokeMs: 2,
  toldFollowers: 200,
  unreadNewsBytes: 256 * 1024,
  pollMs: 15_000,
  revocationMs: 500,
  stopMs: 10_000,
}
