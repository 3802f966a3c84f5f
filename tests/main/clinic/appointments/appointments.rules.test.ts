import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  appointmentStatuses,
  canBookOver,
  canCancel,
  cancellingRefunds,
  canMove,
  canReschedule,
  findOverlap,
  hasLostTime,
  isAppointmentStatus,
  isTerminal,
  nextStatuses,
  occupiesTime,
  occupyingStatuses,
  overlaps,
  primaryNextStep,
  requireMove,
  statusBeforeLoss,
  statusTone,
  timeTakenReason,
} from '../../../../main/clinic/appointments/appointments.rules.ts'
import type { AppointmentStatus } from '../../../../main/clinic/appointments/appointments.rules.ts'
import { addMinutes } from '../../../../main/clinic/shared/days.ts'

const anyStatus = fc.constantFrom(...appointmentStatuses)
const anySpan = fc
  .tuple(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: 120 }))
  .map(([start, length]) => ({
    startsAt: addMinutes('2026-11-21T06:00:00.000Z', start),
    endsAt: addMinutes('2026-11-21T06:00:00.000Z', start + length),
  }))

describe('the status machine', () => {
  test.each<[AppointmentStatus, AppointmentStatus[], AppointmentStatus[]]>([
    ['requested', ['confirmed', 'cancelled'], ['confirmed', 'cancelled']],
    ['confirmed', ['arrived', 'no-show', 'cancelled'], ['arrived', 'no-show', 'cancelled']],
    ['arrived', ['called', 'cancelled'], ['called', 'cancelled']],
    ['called', ['in-room', 'arrived', 'cancelled'], ['in-room', 'arrived', 'cancelled']],
    ['in-room', ['to-pay', 'done'], ['to-pay', 'done']],
    ['to-pay', ['done'], ['done', 'cancelled']],
    ['done', [], ['cancelled']],
    ['no-show', [], []],
    ['cancelled', [], []],
  ])('%s leads to %j, and when paid to %j', (status, unpaid, paid) => {
    expect(nextStatuses(status)).toEqual(unpaid)
    expect(nextStatuses(status, { isPaid: true })).toEqual(paid)
  })

  test('what may follow is what may be moved to, and nothing stays where it is', () => {
    fc.assert(
      fc.property(anyStatus, anyStatus, fc.boolean(), (from, to, isPaid) => {
        expect(nextStatuses(from, { isPaid }).includes(to)).toBe(canMove(from, to, { isPaid }))
        expect(canMove(from, from, { isPaid })).toBe(false)
        expect(canCancel(from, { isPaid })).toBe(canMove(from, 'cancelled', { isPaid }))
        if (canMove(from, to)) expect(canMove(from, to, { isPaid: true })).toBe(true)
      }),
    )
  })

  test('Space alone leads every booking to its end, through every place of the day', () => {
    const way: AppointmentStatus[] = ['requested']
    for (let next = primaryNextStep('requested'); next !== null; next = primaryNextStep(next)) {
      way.push(next)
    }
    expect(way).toEqual(appointmentStatuses.slice(0, 7))
    for (const status of way.slice(0, -1)) {
      const next = primaryNextStep(status)
      expect(next !== null && canMove(status, next)).toBe(true)
    }
  })

  test('any walk ends in a state that keeps its word', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), fc.boolean(), (choices, isPaid) => {
        let status: AppointmentStatus = 'requested'
        for (const choice of choices) {
          const next: AppointmentStatus[] = nextStatuses(status, { isPaid })
          const picked = next[choice % Math.max(next.length, 1)]
          if (picked === undefined) break
          // Out of the book for good: nothing takes the doctor's time again.
          expect(occupiesTime(status)).toBe(true)
          status = picked
        }
      }),
    )
  })

  test('terminal, movable and occupying', () => {
    const all = [...appointmentStatuses]
    expect(all.filter(isTerminal)).toEqual(['done', 'no-show', 'cancelled'])
    expect(all.filter(canReschedule)).toEqual(['requested', 'confirmed'])
    expect(all.filter((status) => !occupiesTime(status))).toEqual(['no-show', 'cancelled'])
    expect(occupyingStatuses).toEqual(all.slice(0, 7))
    expect(isAppointmentStatus('in-room')).toBe(true)
    expect(isAppointmentStatus('in room')).toBe(false)
  })

  test('a paid booking is cancelled with a refund, whether it was paid before or after', () => {
    expect(cancellingRefunds('confirmed', { isPaid: true })).toBe(true)
    expect(cancellingRefunds('done', { isPaid: true })).toBe(true)
    expect(cancellingRefunds('confirmed', { isPaid: false })).toBe(false)
    expect(cancellingRefunds('no-show', { isPaid: true })).toBe(false)
  })

  test('a step that is refused says which, and a cancellation says why', () => {
    expect(() => requireMove('requested', 'done')).toThrow(
      expect.objectContaining({
        code: 'status-not-allowed',
        data: { from: 'requested', to: 'done' },
      }),
    )
    expect(() => requireMove('done', 'cancelled', { reason: 'moved away' })).toThrow(
      expect.objectContaining({ code: 'status-not-allowed' }),
    )
    expect(() => requireMove('confirmed', 'cancelled', { reason: '  ' })).toThrow(
      expect.objectContaining({ code: 'reason-required' }),
    )
    requireMove('confirmed', 'cancelled', { reason: 'ill' })
    requireMove('done', 'cancelled', { reason: 'complaint', isPaid: true })
    requireMove('confirmed', 'arrived')
  })

  test('tones', () => {
    expect(appointmentStatuses.map((status) => statusTone(status))).toEqual([
      'outline',
      'teal',
      'yellow',
      'yellow',
      'green',
      'violet',
      'grey',
      'grey',
      'grey',
    ])
    expect(statusTone('confirmed', { provisional: true })).toBe('amber')
    expect(statusTone('done', { provisional: true })).toBe('grey')
  })
})

describe('overlap', () => {
  const span = (from: string, to: string) => ({
    startsAt: `2026-11-21T${from}:00.000Z`,
    endsAt: `2026-11-21T${to}:00.000Z`,
  })

  test.each([
    ['09:00', '09:30', '09:30', '10:00', false],
    ['09:00', '09:31', '09:30', '10:00', true],
    ['09:00', '10:00', '09:15', '09:30', true],
    ['09:00', '09:30', '09:00', '09:30', true],
    ['09:15', '09:15', '09:00', '09:30', false],
  ])('%s-%s and %s-%s: %s', (a, b, c, d, expected) => {
    expect(overlaps(span(a, b), span(c, d))).toBe(expected)
    expect(overlaps(span(c, d), span(a, b))).toBe(expected)
  })

  test('is sharing a minute', () => {
    const minutes = (s: { startsAt: string; endsAt: string }) => {
      const found = new Set<string>()
      for (let at = s.startsAt; at < s.endsAt; at = addMinutes(at, 1)) found.add(at)
      return found
    }
    fc.assert(
      fc.property(anySpan, anySpan, (a, b) => {
        const held = minutes(b)
        expect(overlaps(a, b)).toBe([...minutes(a)].some((minute) => held.has(minute)))
      }),
    )
  })

  test('of a wish names the booking in the way, but never itself nor one that is off', () => {
    const bookings = [
      { id: 'a', status: 'cancelled' as const, ...span('09:00', '10:00') },
      { id: 'b', status: 'no-show' as const, ...span('09:00', '10:00') },
      { id: 'c', status: 'requested' as const, ...span('09:30', '10:00') },
    ]
    expect(findOverlap(span('09:00', '09:45'), bookings)?.id).toBe('c')
    expect(findOverlap(span('09:00', '09:45'), bookings, 'c')).toBeNull()
    expect(findOverlap(span('09:00', '09:30'), bookings)).toBeNull()
  })
})

describe('a booking that lost its time', () => {
  test('is cancelled, for that reason alone', () => {
    const cancelReason = timeTakenReason
    expect(hasLostTime({ status: 'cancelled', cancelReason })).toBe(true)
    expect(hasLostTime({ status: 'cancelled', cancelReason: 'Заболел' })).toBe(false)
    expect(hasLostTime({ status: 'cancelled', cancelReason: null })).toBe(false)
    for (const status of occupyingStatuses)
      expect(hasLostTime({ status, cancelReason })).toBe(false)
  })

  test.each([
    [['requested'], 'requested'],
    [['requested', 'confirmed'], 'confirmed'],
    [['confirmed'], 'confirmed'],
    [['confirmed', 'arrived'], 'confirmed'],
    [[], 'confirmed'],
  ])('after the steps %j it was %s', (taken, status) => {
    expect(statusBeforeLoss(taken.map((toStatus) => ({ toStatus })))).toBe(status)
  })
})

test('another booking is set only over one that has its time and is not over', () => {
  expect(appointmentStatuses.filter((status) => canBookOver({ status }))).toEqual([
    'requested',
    'confirmed',
    'arrived',
    'called',
    'in-room',
  ])
})
