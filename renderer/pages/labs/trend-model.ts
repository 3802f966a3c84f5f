/** How the course of an analyte lies on paper: which numbers share an axis, where each lies, and the band of what is normal. */
import { scalesOf } from '../../components/trend-scale.ts'
import type { TrendPoint } from './types.ts'

/** In the drawing's own units. */
export const trendSize = { width: 720, height: 260, left: 56, right: 16, top: 26, bottom: 30 }

export interface Placed {
  point: TrendPoint
  x: number
  y: number
}

/** What was normal from one result to the next; a side without a limit reaches the edge. */
export interface BandPart {
  x: number
  width: number
  y: number
  height: number
}

export interface Mark {
  at: number
  /** A number on the upright axis, an instant on the other. */
  value: number
}

export interface Trend {
  unit: string | null
  points: Placed[]
  band: BandPart[]
  values: Mark[]
  times: Mark[]
}

/** About so many lines across. */
export const wantedSteps = 5

/**
 * The course of those results that are given in the unit of the latest: another unit's numbers mean
 * something else. Null without any.
 */
export function trendOf(all: readonly TrendPoint[]): Trend | null {
  const unit = all.at(-1)?.unit ?? null
  const shown = all.filter((point) => point.unit === unit)
  if (shown.length === 0) return null
  const { width, height, left, right, top, bottom } = trendSize
  const times = shown.map(({ effectiveAt }) => Date.parse(effectiveAt))
  const from = Math.min(...times)
  const to = Math.max(...times)
  const limits = shown.flatMap(({ low, high }) => [low, high].filter((limit) => limit !== null))
  const measured = shown.map(({ effectiveAt: at, value }) => ({ at, value }))
  const { ticks, x, y } = scalesOf(measured, limits, trendSize, wantedSteps)
  const floor = height - bottom
  const points = shown.map((point) => ({ point, x: x(point.effectiveAt), y: y(point.value) }))
  return {
    unit,
    points,
    band: points.flatMap(({ point: { low, high }, x: here }, at) => {
      if (low === null && high === null) return []
      const before = points[at - 1]?.x ?? left
      const after = points[at + 1]?.x ?? width - right
      const begins = at === 0 ? left : (before + here) / 2
      const ends = at === points.length - 1 ? width - right : (here + after) / 2
      const upper = high === null ? top : y(high)
      const lower = low === null ? floor : y(low)
      return [{ x: begins, width: ends - begins, y: upper, height: lower - upper }]
    }),
    values: ticks.map((value) => ({ value, at: y(value) })),
    times: [...new Set([from, (from + to) / 2, to])].map((value) => ({
      value,
      at: x(new Date(value).toISOString()),
    })),
  }
}
