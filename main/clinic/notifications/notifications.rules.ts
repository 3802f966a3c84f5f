/**
 * How a mail's row lives: when it is tried, when it is given up, which mail goes first, what can be
 * sent again. Pure: no clock, no chance of its own, no database.
 *
 *     due ──claim──> sending ──accepted──> sent
 *      ^               │ │
 *      └──later, crash─┘ └──refused, given up──> failed ──retry──> due
 *     due, failed ──withdraw──> cancelled
 *     (a mail that its patient does not want begins as cancelled)
 *
 * The mails of one appointment to one person go in the order in which they were written, and none
 * replaces another: when an appointment is moved or cancelled while its confirmation still waits
 * for the server, both are sent, the confirmation first. The person then never reads "moved" before
 * "confirmed", the log shows what really happened, and the calendar entries (ordered by SEQUENCE as
 * well) end up right.
 */
import { Temporal } from 'temporal-polyfill'
import { isLanguage, languages, type Language } from '../shared/languages.ts'

export type MessageState = 'due' | 'sending' | 'sent' | 'failed' | 'cancelled'

/**
 * What one attempt came to. `refused`: this mail will never be taken for this address. `later`: the
 * server, the network or the clinic's settings stood in the way. `sentence` is the server's own.
 */
export type SendOutcome =
  | { kind: 'accepted'; response: string }
  | { kind: 'refused'; code: RefusedCode; sentence: string }
  | { kind: 'later'; code: LaterCode; sentence: string }

export type RefusedCode = 'bad-address' | 'recipient-refused' | 'message-refused'

export type LaterCode =
  | 'server-busy'
  | 'server-unreachable'
  | 'host-not-found'
  | 'timed-out'
  | 'connection-lost'
  | 'sign-in-refused'
  | 'not-secure'
  | 'sender-refused'
  | 'paper-missing'
  | 'stopped'
  | 'unexpected'

/**
 * Why a row is `failed`, waits or was withdrawn, for the log: an outcome's code, that there is no
 * address, that the booking lost its time to another desk's, or that the patient wants no mail.
 */
export type MessageErrorCode = RefusedCode | LaterCode | 'no-address' | 'time-taken' | 'unwanted'

/**
 * Whether a patient may be written to. Who is not to be disturbed, or wants no contact at all, is
 * not. To prefer the phone says whom to ring first; a confirmation on paper disturbs nobody.
 */
export function wantsMail(wish: { contactChannel: string; doNotDisturb: 0 | 1 }): boolean {
  return wish.doNotDisturb === 0 && wish.contactChannel !== 'none'
}

/** Waits between attempts in minutes; the last one repeats. */
const waitsMinutes = [1, 5, 15, 60, 180, 360]

/** A waiting mail is given up after this long (RFC 5321 §4.5.4.1: at least 4-5 days) ... */
const giveUpAfterHours = 5 * 24

/** ... and this many attempts, so that a workstation that was off for a week still tries. */
const giveUpAfterAttempts = 12

/**
 * When a mail that could not be sent is tried next: after 1, 5, 15, 60 minutes, 3 hours, then every
 * 6 hours. `attempts` counts those made, the failed one included. `jitter` (0 to 1) takes up to a
 * fifth off, so that a queue that failed together does not come back in one burst.
 */
export function nextAttemptAt(attempts: number, failedAt: string, jitter: number): string {
  const step = Math.min(Math.max(Math.trunc(attempts), 1), waitsMinutes.length) - 1
  const waitMs = (waitsMinutes[step] ?? 360) * 60_000
  const share = Math.min(Math.max(jitter, 0), 1)
  return toIso(
    Temporal.Instant.from(failedAt).add({ milliseconds: Math.round(waitMs * (1 - share / 5)) }),
  )
}

/** Whether a mail written at `createdAt` that failed again is tried no more. */
export function isGivenUp(attempts: number, createdAt: string, failedAt: string): boolean {
  const age = Temporal.Instant.from(createdAt).until(failedAt, { largestUnit: 'hours' })
  return attempts >= giveUpAfterAttempts && age.hours >= giveUpAfterHours
}

function toIso(instant: Temporal.Instant): string {
  return instant.toString({ fractionalSecondDigits: 3 })
}

/** What can happen to a mail's row. `crash` is a row found in `sending` at the start. */
export type MessageEvent =
  | 'claim'
  | 'accepted'
  | 'later'
  | 'refused'
  | 'give-up'
  | 'crash'
  | 'withdraw'
  | 'retry'

const transitions: Record<MessageState, Partial<Record<MessageEvent, MessageState>>> = {
  due: { claim: 'sending', withdraw: 'cancelled', retry: 'due' },
  sending: {
    accepted: 'sent',
    later: 'due',
    refused: 'failed',
    'give-up': 'failed',
    // It may have arrived. It is sent again under the same Message-ID, by which servers and mail
    // programs know it as the mail they have.
    crash: 'due',
  },
  sent: {},
  failed: { retry: 'due', withdraw: 'cancelled' },
  cancelled: {},
}

/** The state after an event, or null when the event cannot happen in this state. */
export function stateAfter(state: MessageState, event: MessageEvent): MessageState | null {
  return transitions[state][event] ?? null
}

/**
 * What "send again" in the log does: a failed or waiting mail is tried at once as the same row and
 * the same mail; a sent one is written anew (another row, another Message-ID, else the receiving
 * server would drop it as one it has); a mail on its way or withdrawn cannot be sent again.
 */
export function resendAs(state: MessageState): 'same' | 'copy' | null {
  if (state === 'due' || state === 'failed') return 'same'
  return state === 'sent' ? 'copy' : null
}

export interface AttemptResult {
  state: 'sent' | 'due' | 'failed'
  /** Null when it will not be tried again. */
  nextAttemptAt: string | null
  sentAt: string | null
  errorCode: MessageErrorCode | null
  errorText: string | null
}

/** What an attempt makes of a row in `sending`; `attempts` counts this attempt too. */
export function afterAttempt(
  row: { attempts: number; createdAt: string },
  outcome: SendOutcome,
  endedAt: string,
  jitter: number,
): AttemptResult {
  if (outcome.kind === 'accepted') {
    return { state: 'sent', nextAttemptAt: null, sentAt: endedAt, errorCode: null, errorText: null }
  }
  const error = { sentAt: null, errorCode: outcome.code, errorText: outcome.sentence }
  const ends = outcome.kind === 'refused' ? true : isGivenUp(row.attempts, row.createdAt, endedAt)
  return ends
    ? { ...error, state: 'failed', nextAttemptAt: null }
    : { ...error, state: 'due', nextAttemptAt: nextAttemptAt(row.attempts, endedAt, jitter) }
}

/** What the order of sending depends on. */
export interface QueuedMessage {
  id: string
  state: MessageState
  appointmentId: string | null
  audience: string
  createdAt: string
  nextAttemptAt: string | null
}

/**
 * The mails that may go now, oldest first: those that are due, without those that come after a mail
 * of the same appointment to the same side that still waits or is on its way. A mail that failed
 * for good holds nothing back. `queue` must hold every row that is `due` or `sending`.
 */
export function readyToSend<Message extends QueuedMessage>(
  queue: readonly Message[],
  now: string,
): Message[] {
  const held = new Set<string>()
  const ready: Message[] = []
  for (const message of queue.toSorted(byAge)) {
    if (message.state !== 'due' && message.state !== 'sending') continue
    const thread = threadOf(message)
    if (thread !== null && held.has(thread)) continue
    if (thread !== null) held.add(thread)
    if (message.state === 'due' && isDue(message, now)) ready.push(message)
  }
  return ready
}

function threadOf({ appointmentId, audience }: QueuedMessage): string | null {
  return appointmentId === null ? null : `${audience} ${appointmentId}`
}

/** Ids are UUIDv7, so they order what was written in one instant. */
function byAge(one: QueuedMessage, other: QueuedMessage): number {
  return (
    Temporal.Instant.compare(one.createdAt, other.createdAt) ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
  )
}

function isDue({ nextAttemptAt: at }: QueuedMessage, now: string): boolean {
  return at === null || Temporal.Instant.compare(at, now) <= 0
}

/**
 * The language a person is written to in: their own when the program speaks it (`pt` and `pt-PT`
 * are answered in Brazilian Portuguese, `fr-CA` in French), else the clinic's.
 */
export function mailLanguage(preferred: string | null, clinicLanguage: Language): Language {
  if (preferred === null) return clinicLanguage
  if (isLanguage(preferred)) return preferred
  const base = preferred.trim().split(/[-_]/)[0]?.toLowerCase()
  return languages.find((language) => language.split('-')[0] === base) ?? clinicLanguage
}
