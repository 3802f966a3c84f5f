/** How the bookings of one doctor's day go: who comes when, waits how long, and leaves, up to now. */
import { isoOf, msOf } from '../../clinic/shared/days.ts'
import type { AppointmentStatus } from '../../clinic/appointments/appointments.rules.ts'
import type { Random } from '../random.ts'
import type { Fate } from './fates.ts'

const minute = 60_000

export interface PlannedStep {
  status: AppointmentStatus
  at: string
}

/** A booking's times once its doctor's day was played through. */
export interface Flow {
  /** Up to now. The first is the booking itself; the last is the status. */
  steps: PlannedStep[]
  /** When the patient went in and left; null when that did not happen, or not yet. */
  inRoomAt: string | null
  leftAt: string | null
}

/** The steps before the doctor: requested, confirmed, cancelled, no-show, as far as they happened. */
function stepsBefore(fate: Fate, nowMs: number): PlannedStep[] {
  const { bookedMs, confirmedMs, cancelledMs, noShowMs } = fate
  // A request that was cancelled before anybody answered it never was confirmed.
  const isAnswered =
    confirmedMs !== null && (cancelledMs === null || confirmedMs + 10 * minute < cancelledMs)
  const steps: [AppointmentStatus, number | null][] = [
    [confirmedMs === null ? 'confirmed' : 'requested', bookedMs],
    ['confirmed', isAnswered ? confirmedMs : null],
    ['cancelled', cancelledMs],
    ['no-show', noShowMs],
  ]
  return steps.flatMap(([status, ms]) =>
    ms !== null && ms <= nowMs ? [{ status, at: isoOf(ms) }] : [],
  )
}

/**
 * Plays one doctor's day up to now. The doctor sees one patient at a time, in the order of their
 * times, so at most one is in the room, and who is late makes the next ones wait.
 */
export function playDay(random: Random, fates: readonly Fate[], nowMs: number): Flow[] {
  let freeMs = 0
  return fates.map((fate) => {
    const steps = stepsBefore(fate, nowMs)
    const stays = fate.cancelledMs === null && fate.noShowMs === null
    const visit = drawVisit(random, fate, freeMs)
    if (!stays) return { steps, inRoomAt: null, leftAt: null }
    freeMs = visit.leftMs
    const walked: [AppointmentStatus, number][] = [
      ['arrived', visit.arrivedMs],
      ['called', visit.calledMs],
      ['in-room', visit.inRoomMs],
      // What was paid in advance leaves nothing to pay.
      fate.isPrepaid ? ['done', visit.leftMs] : ['to-pay', visit.leftMs],
    ]
    if (!fate.isPrepaid) walked.push(['done', visit.paidMs])
    for (const [status, ms] of walked) if (ms <= nowMs) steps.push({ status, at: isoOf(ms) })
    return {
      steps,
      inRoomAt: visit.inRoomMs <= nowMs ? isoOf(visit.inRoomMs) : null,
      leftAt: visit.leftMs <= nowMs ? isoOf(visit.leftMs) : null,
    }
  })
}

function drawVisit(random: Random, fate: Fate, freeMs: number) {
  const startsMs = msOf(fate.slot.startsAt)
  const durationMs = msOf(fate.slot.endsAt) - startsMs
  const second = (from: number, to: number): number => random.int(from, to) * 1000
  const arrivedMs = Math.max(startsMs + second(-25 * 60, 240), fate.bookedMs + 5 * minute)
  const calledMs = Math.max(
    startsMs - second(0, 240),
    freeMs + second(20, 100),
    arrivedMs + second(60, 200),
  )
  const inRoomMs = calledMs + second(60, 220)
  const leftMs = inRoomMs + Math.round((durationMs * random.int(66, 104)) / 100_000) * 1000
  return { arrivedMs, calledMs, inRoomMs, leftMs, paidMs: leftMs + second(180, 1080) }
}
