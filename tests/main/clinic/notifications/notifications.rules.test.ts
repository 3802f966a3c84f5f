/** When mails are tried, given up, held back and sent again. */
import * as fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import {
  afterAttempt,
  isGivenUp,
  mailLanguage,
  nextAttemptAt,
  readyToSend,
  resendAs,
  stateAfter,
  type MessageEvent,
  type MessageState,
  type QueuedMessage,
} from '../../../../main/clinic/notifications/notifications.rules.ts'

const failedAt = '2026-11-21T09:00:00.000Z'

function minutesUntil(later: string): number {
  return Temporal.Instant.from(failedAt).until(later).total('minutes')
}

describe('the wait', () => {
  it.each([
    [1, '2026-11-21T09:01:00.000Z'],
    [2, '2026-11-21T09:05:00.000Z'],
    [3, '2026-11-21T09:15:00.000Z'],
    [4, '2026-11-21T10:00:00.000Z'],
    [5, '2026-11-21T12:00:00.000Z'],
    [6, '2026-11-21T15:00:00.000Z'],
    [7, '2026-11-21T15:00:00.000Z'],
    [400, '2026-11-21T15:00:00.000Z'],
  ])('after attempt %i', (attempts, expected) => {
    expect(nextAttemptAt(attempts, failedAt, 0)).toBe(expected)
  })

  it('grows whatever the jitter, and is never above six hours or in the past', () => {
    const jitter = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), jitter, jitter, (attempts, one, other) => {
        const wait = minutesUntil(nextAttemptAt(attempts, failedAt, one))
        const next = minutesUntil(nextAttemptAt(attempts + 1, failedAt, other))
        expect(wait).toBeGreaterThanOrEqual(0.8)
        expect(next).toBeGreaterThan(wait)
        expect(next).toBeLessThanOrEqual(360)
      }),
    )
  })
})

describe('giving up', () => {
  it.each([
    ['after four days', 30, '2026-11-17T09:00:01.000Z', false],
    ['after five days and many attempts', 12, '2026-11-16T09:00:00.000Z', true],
    ['after a week that the workstation was off', 1, '2026-11-14T09:00:00.000Z', false],
    ['after many attempts in a day', 40, '2026-11-20T09:00:00.000Z', false],
  ])('%s', (_name, attempts, createdAt, expected) => {
    expect(isGivenUp(attempts, createdAt, failedAt)).toBe(expected)
  })

  it('does not come within a day without a server', () => {
    let at = failedAt
    let attempts = 0
    while (minutesUntil(at) <= 24 * 60) {
      attempts += 1
      const result = afterAttempt(
        { attempts, createdAt: failedAt },
        { kind: 'later', code: 'server-unreachable', sentence: '' },
        at,
        0,
      )
      expect(result.state).toBe('due')
      at = result.nextAttemptAt ?? ''
    }
    expect(attempts).toBeGreaterThan(6)
  })
})

describe('an attempt', () => {
  const row = { attempts: 1, createdAt: failedAt }

  it.each([
    [
      { kind: 'accepted', response: '250 queued' } as const,
      row,
      { state: 'sent', nextAttemptAt: null, sentAt: failedAt, errorCode: null, errorText: null },
    ],
    [
      { kind: 'refused', code: 'recipient-refused', sentence: '550 no such mailbox' } as const,
      row,
      {
        state: 'failed',
        nextAttemptAt: null,
        sentAt: null,
        errorCode: 'recipient-refused',
        errorText: '550 no such mailbox',
      },
    ],
    [
      { kind: 'later', code: 'server-busy', sentence: '451 later' } as const,
      row,
      {
        state: 'due',
        nextAttemptAt: '2026-11-21T09:01:00.000Z',
        sentAt: null,
        errorCode: 'server-busy',
        errorText: '451 later',
      },
    ],
    [
      { kind: 'later', code: 'server-busy', sentence: '451 later' } as const,
      { attempts: 20, createdAt: '2026-11-10T09:00:00.000Z' },
      {
        state: 'failed',
        nextAttemptAt: null,
        sentAt: null,
        errorCode: 'server-busy',
        errorText: '451 later',
      },
    ],
  ])('that came to %o', (outcome, before, expected) => {
    expect(afterAttempt(before, outcome, failedAt, 0)).toEqual(expected)
  })
})

describe('the states', () => {
  const states: MessageState[] = ['due', 'sending', 'sent', 'failed', 'cancelled']
  const events: MessageEvent[] = [
    'claim',
    'accepted',
    'later',
    'refused',
    'give-up',
    'crash',
    'withdraw',
    'retry',
  ]
  const allowed: Record<string, MessageState> = {
    'due claim': 'sending',
    'due withdraw': 'cancelled',
    'due retry': 'due',
    'sending accepted': 'sent',
    'sending later': 'due',
    'sending refused': 'failed',
    'sending give-up': 'failed',
    'sending crash': 'due',
    'failed retry': 'due',
    'failed withdraw': 'cancelled',
  }

  it.each(states.flatMap((state) => events.map((event) => [state, event] as const)))(
    '%s, %s',
    (state, event) => {
      expect(stateAfter(state, event)).toBe(allowed[`${state} ${event}`] ?? null)
    },
  )

  it.each([
    ['due', 'same'],
    ['failed', 'same'],
    ['sent', 'copy'],
    ['sending', null],
    ['cancelled', null],
  ] as const)('%s is sent again as %s', (state, expected) => {
    expect(resendAs(state)).toBe(expected)
  })
})

function message(id: string, change: Partial<QueuedMessage> = {}): QueuedMessage {
  return {
    id,
    state: 'due',
    appointmentId: null,
    audience: 'patient',
    createdAt: failedAt,
    nextAttemptAt: null,
    ...change,
  }
}

function readyIds(queue: QueuedMessage[]): string[] {
  return readyToSend(queue, '2026-11-21T10:00:00.000Z').map(({ id }) => id)
}

describe('the order', () => {
  it('is by age, and by id within one instant', () => {
    const queue = [
      message('c'),
      message('b'),
      message('z', { createdAt: '2026-11-21T08:00:00.000Z' }),
    ]
    expect(readyIds(queue)).toEqual(['z', 'b', 'c'])
  })

  it('leaves out what is not due yet', () => {
    const queue = [
      message('a', { nextAttemptAt: '2026-11-21T10:00:00.000Z' }),
      message('b', { nextAttemptAt: '2026-11-21T10:00:00.001Z' }),
      message('c', { state: 'failed' }),
      message('d', { state: 'sent' }),
      message('e', { state: 'cancelled' }),
      message('f', { state: 'sending' }),
    ]
    expect(readyIds(queue)).toEqual(['a'])
  })

  it.each([
    ['waits for the server', { nextAttemptAt: '2026-11-21T12:00:00.000Z' }, ['other', 'doctor']],
    ['is on its way', { state: 'sending' }, ['other', 'doctor']],
    ['is due', {}, ['confirmed', 'other', 'doctor']],
    ['failed for good', { state: 'failed' }, ['moved', 'other', 'doctor']],
    ['was sent', { state: 'sent' }, ['moved', 'other', 'doctor']],
  ] as [string, Partial<QueuedMessage>, string[]][])(
    'of one appointment is kept when the first mail %s',
    (_name, first, expected) => {
      const of = (minute: number, change: Partial<QueuedMessage> = {}) => ({
        appointmentId: 'one',
        createdAt: `2026-11-21T08:0${minute}:00.000Z`,
        ...change,
      })
      const queue = [
        message('confirmed', of(0, first)),
        message('moved', of(1)),
        message('cancelled', of(2)),
        message('other', of(3, { appointmentId: 'two' })),
        message('doctor', of(4, { audience: 'practitioner' })),
      ]
      expect(readyIds(queue)).toEqual(expected)
    },
  )

  it('never has two mails of one appointment to one side ready at once, nor a later one first', () => {
    const entry = fc.record({
      id: fc.uuid(),
      state: fc.constantFrom<MessageState[]>('due', 'sending', 'sent', 'failed', 'cancelled'),
      appointmentId: fc.constantFrom('one', 'two', null),
      audience: fc.constantFrom('patient', 'practitioner'),
      createdAt: fc.constantFrom('2026-11-21T08:00:00.000Z', '2026-11-21T08:01:00.000Z', failedAt),
      nextAttemptAt: fc.constantFrom(null, '2026-11-21T09:00:00.000Z', '2026-11-21T12:00:00.000Z'),
    })
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ id }) => id }), (queue) => {
        const ready = readyToSend(queue, '2026-11-21T10:00:00.000Z')
        for (const one of ready.filter(({ appointmentId }) => appointmentId !== null)) {
          const earlier = queue.filter(
            (other) =>
              other.appointmentId === one.appointmentId &&
              other.audience === one.audience &&
              (other.state === 'due' || other.state === 'sending') &&
              `${other.createdAt} ${other.id}` < `${one.createdAt} ${one.id}`,
          )
          expect(earlier).toEqual([])
        }
      }),
    )
  })
})

describe('the language', () => {
  it.each([
    ['ru', 'en', 'ru'],
    ['pt-BR', 'en', 'pt-BR'],
    ['pt', 'en', 'pt-BR'],
    ['pt-PT', 'en', 'pt-BR'],
    ['fr-CA', 'en', 'fr'],
    ['RU_ru', 'en', 'ru'],
    ['de', 'fr', 'fr'],
    ['', 'ru', 'ru'],
    [null, 'pt-BR', 'pt-BR'],
  ] as const)(
    'of a person who prefers %s in a clinic that speaks %s is %s',
    (own, clinic, expected) => {
      expect(mailLanguage(own, clinic)).toBe(expected)
    },
  )
})
