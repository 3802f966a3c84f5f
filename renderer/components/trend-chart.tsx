/** How one measured value went over time: a line, what is normal behind it, and the same as a table for those who hear it. */
import { VisuallyHidden } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../i18n/formats.ts'
import {
  type Frame,
  limitsOf,
  type Scales,
  scalesOf,
  type Side,
  sideOf,
  type TrendBand,
  type TrendPoint,
} from './trend-scale.ts'
import classes from './trend-chart.module.css'

interface TrendParts {
  /** In any order. */
  points: readonly TrendPoint[]
  unit: string
  band?: TrendBand
  /** What is measured. */
  label: string
}

const shape = { height: 132, left: 38, right: 14, top: 10, bottom: 20 }

/** Before it was measured, and where nothing is laid out. */
const usualWidth = 320

export function TrendChart({ points, unit, band, label }: TrendParts) {
  const { t } = useTranslation('common')
  const { ref, width } = useElementSize<HTMLElement>()
  const formats = useFormats()
  const inOrder = points.toSorted((one, other) => (one.at < other.at ? -1 : 1))
  const first = inOrder[0]
  const last = inOrder.at(-1)
  if (first === undefined || last === undefined) return null
  const frame = { ...shape, width: width > 0 ? Math.round(width) : usualWidth }
  const scales = scalesOf(inOrder, limitsOf(band), frame)
  const measured = (value: number) => `${formats.number(value)} ${unit}`.trim()
  const summary = t('trend.summary', {
    label,
    count: inOrder.length,
    from: formats.day(formats.dayOf(first.at)),
    to: formats.day(formats.dayOf(last.at)),
    last: measured(last.value),
  })
  return (
    <figure ref={ref} className={classes['figure']}>
      <svg
        role="img"
        aria-label={summary}
        width={frame.width}
        height={frame.height}
        className={classes['drawing']}
      >
        <Ground band={band} scales={scales} frame={frame} />
        <polyline
          className={classes['line']}
          points={inOrder.map(({ at, value }) => `${scales.x(at)},${scales.y(value)}`).join(' ')}
        />
        {inOrder.map(({ at, value }) => (
          <Mark
            key={`${at} ${value}`}
            side={sideOf(value, band)}
            x={scales.x(at)}
            y={scales.y(value)}
            title={`${formats.moment(at)}: ${measured(value)}`}
          />
        ))}
        <Days first={first.at} last={last.at} frame={frame} />
      </svg>
      <VisuallyHidden>
        <table>
          <caption>{label}</caption>
          <tbody>
            {inOrder.map(({ at, value }) => (
              <tr key={`${at} ${value}`}>
                <th scope="row">{formats.moment(at)}</th>
                <td>{measured(value)}</td>
                <td>{t(`trend.${sideOf(value, band)}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  )
}

/** What is normal as a strip, and the round values as lines. */
function Ground({
  band,
  scales,
  frame,
}: {
  band: TrendBand | undefined
  scales: Scales
  frame: Frame
}) {
  const formats = useFormats()
  const right = frame.width - frame.right
  const top = scales.y(band?.high ?? scales.ticks.at(-1) ?? 0)
  const bottom = scales.y(band?.low ?? scales.ticks[0] ?? 0)
  return (
    <>
      {band !== undefined && (band.low !== null || band.high !== null) && (
        <rect
          className={classes['band']}
          x={frame.left}
          y={top}
          width={right - frame.left}
          height={Math.max(bottom - top, 1)}
        />
      )}
      {scales.ticks.map((tick) => (
        <g key={tick}>
          <line
            className={classes['tick']}
            x1={frame.left}
            x2={right}
            y1={scales.y(tick)}
            y2={scales.y(tick)}
          />
          <text
            className={classes['figures']}
            x={frame.left - 6}
            y={scales.y(tick)}
            dy="0.35em"
            textAnchor="end"
          >
            {formats.number(tick)}
          </text>
        </g>
      ))}
    </>
  )
}

/** A dot within the limits, a triangle that points out of them where it is not. */
function Mark({ side, x, y, title }: { side: Side; x: number; y: number; title: string }) {
  const tip = side === 'above' ? -5 : 5
  return (
    <g className={classes['mark']} data-side={side}>
      <title>{title}</title>
      {/* A larger place for the pointer than what is seen. */}
      <circle cx={x} cy={y} r={9} fill="transparent" stroke="none" />
      {side === 'within' ? (
        <circle cx={x} cy={y} r={3} />
      ) : (
        <path
          d={`M ${x} ${y + tip} L ${x - 4.5} ${y - tip * 0.7} L ${x + 4.5} ${y - tip * 0.7} Z`}
        />
      )}
    </g>
  )
}

function Days({ first, last, frame }: { first: string; last: string; frame: Frame }) {
  const formats = useFormats()
  const from = formats.day(formats.dayOf(first))
  const to = formats.day(formats.dayOf(last))
  const y = frame.height - 5
  if (from === to) {
    return (
      <text
        className={classes['figures']}
        x={(frame.left + frame.width - frame.right) / 2}
        y={y}
        textAnchor="middle"
      >
        {from}
      </text>
    )
  }
  return (
    <>
      <text className={classes['figures']} x={frame.left} y={y}>
        {from}
      </text>
      <text className={classes['figures']} x={frame.width - frame.right} y={y} textAnchor="end">
        {to}
      </text>
    </>
  )
}
