/** Decisions about accounts: how long a lockout lasts and what a passphrase must be. */

/** NIST SP 800-63B: length is what counts; eight characters at the least. */
export const minimumPassphraseLength = 8

const freeAttempts = 5
const firstLockSeconds = 30
const longestLockSeconds = 3600

/**
 * Seconds an account stays locked after so many failures in a row: none for the first four,
 * then 30 s, doubling with each further failure up to an hour.
 */
export function lockSeconds(failures: number): number {
  if (failures < freeAttempts) return 0
  return Math.min(longestLockSeconds, firstLockSeconds * 2 ** (failures - freeAttempts))
}
