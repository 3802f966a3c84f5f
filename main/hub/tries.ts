/** Wrong join codes of the last minutes: who guesses is not answered any more for a while. */
import type { HubLimits } from './limits.ts'

type TryLimits = Pick<HubLimits, 'wrongCodes' | 'wrongCodesPerAddress' | 'wrongCodesMs'>

export interface Tries {
  /** Whether a code from this address may be looked at. */
  mayTry(address: string): boolean
  wrong(address: string): void
}

/** Held in memory: a hub process that is started anew forgets, the code's end of life does not wait. */
export function createTries(limits: TryLimits, nowMs: () => number): Tries {
  const tries: { address: string; atMs: number }[] = []

  function recent() {
    const since = nowMs() - limits.wrongCodesMs
    while ((tries[0]?.atMs ?? Infinity) <= since) tries.shift()
    return tries
  }

  return {
    mayTry(address) {
      const all = recent()
      const own = all.filter((one) => one.address === address).length
      return all.length < limits.wrongCodes && own < limits.wrongCodesPerAddress
    },
    // Never more than `wrongCodes` long: further tries are not looked at.
    wrong(address) {
      tries.push({ address, atMs: nowMs() })
    },
  }
}
