/** When a doctor does not see patients on a day, and what is written there: pure, in the board's minutes. */
import type { BoardModel, Doctor } from './board-model.ts'

export interface TimeOff {
  from: number
  to: number
  text: string
  /** An absence by the hour, with its reason. */
  isAway: boolean
}

interface OffWords {
  /** Before the first hours of the day. */
  before: (minute: number) => string
  break: string
  notWorking: string
}

/** The gaps of a day in the order of time, each absence by the hour as one of its own. */
export function timeOff(
  doctor: Pick<Doctor, 'spans' | 'absences' | 'leave'>,
  model: Pick<BoardModel, 'from' | 'to' | 'minuteOf'>,
  words: OffWords,
): TimeOff[] {
  const minutes = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) => ({
    from: model.minuteOf(startsAt),
    to: model.minuteOf(endsAt),
  })
  const spans = doctor.spans.map((span) => ({ ...minutes(span), away: null }))
  const absences = doctor.absences
    .map((absence) => ({ ...minutes(absence), away: absence.reason }))
    .map((one) => ({
      ...one,
      from: Math.max(one.from, model.from),
      to: Math.min(one.to, model.to),
    }))
    .filter(({ from, to }) => from < to)
  const edges = [...spans, ...absences].toSorted((a, b) => a.from - b.from || a.to - b.to)
  const firstWork = spans[0]?.from ?? null
  const textOf = (from: number) => {
    if (firstWork === null) return doctor.leave ?? words.notWorking
    return from < firstWork ? words.before(firstWork) : words.break
  }
  const found: TimeOff[] = []
  let at = model.from
  for (const { from, to, away } of edges) {
    if (from > at) found.push({ from: at, to: from, text: textOf(at), isAway: false })
    const begins = Math.max(from, at)
    if (away !== null && begins < to) found.push({ from: begins, to, text: away, isAway: true })
    at = Math.max(at, to)
  }
  if (at < model.to) {
    const text = firstWork === null ? textOf(at) : ''
    found.push({ from: at, to: model.to, text, isAway: false })
  }
  return found
}
