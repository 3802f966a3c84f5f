/**
 * The times that are taken while a batch is decided. No two claims of one resource overlap, so they lie
 * in one order by their beginnings and by their ends, and are found by halving.
 */
import type { Claim } from './store.ts'

interface Change {
  kind: 'added' | 'removed'
  claim: Claim
}

export class ClaimLedger {
  readonly #byResource = new Map<string, Claim[]>()
  #changes: Change[] = []

  /** What is changed from here on can be taken back. */
  begin(): void {
    this.#changes = []
  }

  takeBack(): void {
    for (const { kind, claim } of this.#changes.toReversed()) {
      if (kind === 'added') this.#take(claim)
      else this.#put(claim)
    }
    this.#changes = []
  }

  add(claim: Claim): void {
    this.#put(claim)
    this.#changes.push({ kind: 'added', claim })
  }

  /** Nothing where the appointment does not hold it. */
  remove(claim: Claim): void {
    if (this.#take(claim)) this.#changes.push({ kind: 'removed', claim })
  }

  /** The earliest claim of another appointment that shares a moment with it. */
  rivalOf({ resource, appointmentId, startsMs, endsMs }: Claim): Claim | null {
    const claims = this.#byResource.get(resource) ?? []
    for (let at = firstEndingAfter(claims, startsMs); at < claims.length; at += 1) {
      const claim = claims[at]
      if (claim === undefined || claim.startsMs >= endsMs) return null
      if (claim.appointmentId !== appointmentId) return claim
    }
    return null
  }

  #put(claim: Claim): void {
    const claims = this.#byResource.get(claim.resource)
    if (claims === undefined) this.#byResource.set(claim.resource, [claim])
    else claims.splice(firstEndingAfter(claims, claim.startsMs), 0, claim)
  }

  #take({ resource, appointmentId, startsMs }: Claim): boolean {
    const claims = this.#byResource.get(resource) ?? []
    const at = firstEndingAfter(claims, startsMs)
    if (claims[at]?.appointmentId !== appointmentId) return false
    claims.splice(at, 1)
    return true
  }
}

/** Where the first one is that goes on after the moment; behind the last one where none does. */
function firstEndingAfter(claims: readonly Claim[], ms: number): number {
  let low = 0
  let high = claims.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((claims[middle]?.endsMs ?? 0) > ms) high = middle
    else low = middle + 1
  }
  return low
}
