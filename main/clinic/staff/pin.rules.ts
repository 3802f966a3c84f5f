/** PINs: what one may be, and for how long it stands in for the passphrase. */
import { addMinutes } from '../shared/days.ts'

/** Short, so that changing places costs six keys; that is why it works only where and while it may. */
export const pinLength = 4

/** So many wrong ones in a row, and only the passphrase helps. */
export const pinTries = 5

/** Hours after a passphrase in which the PIN works, until the workstation's settings say otherwise. */
export const defaultPinHours = 12

/** Whether a PIN is among the first that anyone would try: one digit repeated, or counted through. */
export function isEasyPin(pin: string): boolean {
  const steps = new Set(
    [...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index] ?? digit)),
  )
  const [step] = steps
  return steps.size === 1 && (step === 0 || step === 1 || step === -1)
}

/** Whether a PIN may be used now: set, not guessed at too often, and the passphrase was given lately. */
export function isPinUsable(
  kept: {
    pinHash: string | null
    failures: number
    passphraseAt: string
    passwordChangedAt: string
  },
  credential: { passwordChangedAt: string; archivedAt: string | null },
  now: string,
  pinHours: number,
): boolean {
  return (
    kept.pinHash !== null &&
    kept.failures < pinTries &&
    kept.passwordChangedAt === credential.passwordChangedAt &&
    credential.archivedAt === null &&
    addMinutes(kept.passphraseAt, pinHours * 60) > now
  )
}
