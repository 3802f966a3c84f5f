/** Names as the registry takes them, and the medical card's way from draft to approved. */
import { ClinicError } from '../shared/errors.ts'
import { hasControlCharacters, tidyLine } from '../shared/text.ts'

/** The longest family, given name or patronymic that the registry keeps. */
export const longestName = 100

export type NameProblem = 'required' | 'too-long' | 'control-characters'

/** One part of a name as it is kept: NFC, trimmed, single blanks; otherwise as it was typed. */
export function cleanName(name: string): string {
  return tidyLine(name)
}

/** What is wrong with one part of a name as it was typed, or null. Any letters are a name. */
export function nameProblem(name: string, part: { isOptional?: boolean } = {}): NameProblem | null {
  if (hasControlCharacters(name)) return 'control-characters'
  const clean = cleanName(name)
  if (clean === '') return part.isOptional === true ? null : 'required'
  return [...clean].length > longestName ? 'too-long' : null
}

export const cardStatuses = ['draft', 'submitted', 'approved', 'returned'] as const

export type CardStatus = (typeof cardStatuses)[number]

const cardSteps: Record<CardStatus, readonly CardStatus[]> = {
  draft: ['submitted'],
  submitted: ['approved', 'returned'],
  // A returned card is put right and submitted again.
  returned: ['submitted'],
  approved: [],
}

/** The statuses that may follow, the usual one first. */
export function nextCardStatuses(status: CardStatus): readonly CardStatus[] {
  return cardSteps[status]
}

/** Whether a medical card may go from one status to the other. */
export function canMoveCard(from: CardStatus, to: CardStatus): boolean {
  return cardSteps[from].includes(to)
}

/** Whether the card's text may still be changed: while it is with those who fill it in. */
export function canEditCard(status: CardStatus): boolean {
  return status === 'draft' || status === 'returned'
}

/**
 * Refuses a step that the card does not have; returning it needs a reason.
 * Throws `card-status-not-allowed` and `reason-required`.
 */
export function requireCardMove(
  from: CardStatus,
  to: CardStatus,
  reason: string | null = null,
): void {
  if (!canMoveCard(from, to)) throw new ClinicError('card-status-not-allowed', { from, to })
  if (to === 'returned' && (reason ?? '').trim() === '')
    throw new ClinicError('reason-required', {})
}
