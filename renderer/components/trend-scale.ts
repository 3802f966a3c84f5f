/** Where the points of a trend stand: round ticks, and straight lines from time and value to pixels. */

export interface TrendPoint {
  /** The instant, UTC ISO. */
  at: string
  value: number
}

/** The limits of what is normal; null where there is none on that side. */
export interface TrendBand {
  low: number | null
  high: number | null
}

export type Side = 'below' | 'within' | 'above'

/** On which side of the band a value lies; the limits themselves are within. */
export function sideOf(value: number, band: TrendBand | undefined): Side {
  if (band === undefined) return 'within'
  if (band.low !== null && value < band.low) return 'below'
  return band.high !== null && value > band.high ? 'above' : 'within'
}

/** How many steps between ticks are aimed at where nothing else is said. */
const usualSteps = 4

/** Round numbers (1, 2 or 5 times a power of ten) around all that is given, about `count` steps of them. */
export function roundTicks(values: readonly number[], count = usualSteps): number[] {
  const low = Math.min(...values)
  const high = Math.max(...values)
  // One value alone, or all alike, still needs a room around it.
  const span = high > low ? high - low : Math.max(Math.abs(high) * 0.2, 1)
  const from = high > low ? low : low - span / 2
  const to = high > low ? high : high + span / 2
  const step = roundStep((to - from) / count)
  const first = Math.floor(from / step + 1e-9)
  const last = Math.ceil(to / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step))
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const times = [1, 2, 5, 10].find((one) => one * power >= rough - power * 1e-9) ?? 10
  return times * power
}

/** Without the dust of binary fractions: 0.30000000000000004 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}

export interface Frame {
  width: number
  height: number
  /** What is kept free for the figures around the drawing. */
  left: number
  right: number
  top: number
  bottom: number
}

export interface Scales {
  ticks: readonly number[]
  x: (at: string) => number
  y: (value: number) => number
}

/** The limits that a band has. */
export function limitsOf(band: TrendBand | undefined): number[] {
  return [band?.low, band?.high].filter((limit) => typeof limit === 'number')
}

/** The lines from time and value to pixels, with room for the limits; one moment alone stands in the middle. */
export function scalesOf(
  points: readonly TrendPoint[],
  limits: readonly number[],
  frame: Frame,
  steps = usualSteps,
): Scales {
  const ticks = roundTicks([...points.map(({ value }) => value), ...limits], steps)
  const moments = points.map(({ at }) => Date.parse(at))
  const lowest = ticks[0] ?? 0
  const highest = ticks.at(-1) ?? 1
  return {
    ticks,
    x: line(Math.min(...moments), Math.max(...moments), frame.left, frame.width - frame.right),
    y: plain(lowest, highest, frame.height - frame.bottom, frame.top),
  }
}

function line(from: number, to: number, start: number, end: number): (at: string) => number {
  if (to === from) return () => (start + end) / 2
  const place = plain(from, to, start, end)
  return (at) => place(Date.parse(at))
}

function plain(from: number, to: number, start: number, end: number): (value: number) => number {
  return (value) => start + ((value - from) / (to - from)) * (end - start)
}
