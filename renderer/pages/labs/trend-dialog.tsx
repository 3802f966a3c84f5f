/** How one analyte of a patient went: a drawing with what was normal, and the same numbers as a table. */
import { Modal, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { normInWriting } from '../../../main/clinic/labs/reference-ranges.rules.ts'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import classes from './labs.module.css'
import { type Trend, trendOf, trendSize } from './trend-model.ts'
import type { TrendPoint } from './types.ts'
import { worryOf } from './worry.ts'

export interface Analyte {
  definitionId: string
  name: string
}

export function TrendDialog({
  patientId,
  analyte,
  close,
}: {
  patientId: string
  analyte: Analyte
  close: () => void
}) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { definitionId, name } = analyte
  const { data, error, refetch } = useQuery(
    trpc.labs.trend.queryOptions({ patientId, definitionId }),
  )
  return (
    <Modal
      opened
      onClose={close}
      title={t('trend.title', { name })}
      size={800}
      yOffset="4vh"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <Course name={name} points={data} />}
    </Modal>
  )
}

function Course({ name, points }: { name: string; points: readonly TrendPoint[] }) {
  const { t } = useTranslation('labs')
  const trend = trendOf(points)
  if (trend === null) return <Text c="var(--soft)">{t('trend.none')}</Text>
  const left = points.length - trend.points.length
  return (
    <>
      <Drawing name={name} trend={trend} />
      {left > 0 && (
        <Text size="sm" c="var(--soft)">
          {t('trend.otherUnits', { count: left })}
        </Text>
      )}
      <CourseTable name={name} points={points} />
    </>
  )
}

function Drawing({ name, trend }: { name: string; trend: Trend }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const titleId = useId()
  const { width, height, left, right, bottom } = trendSize
  const day = (time: number) => formats.day(formats.dayOf(new Date(time).toISOString()))
  const last = trend.times.length - 1
  return (
    <svg
      className={classes['trend']}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={titleId}
    >
      <title id={titleId}>
        {t('trend.drawing', { name, count: trend.points.length, unit: trend.unit ?? '' })}
      </title>
      {trend.band.map(({ x, ...part }) => (
        <rect key={x} className={classes['band']} x={x} {...part} />
      ))}
      <text className={classes['tick']} x={0} y={11}>
        {trend.unit}
      </text>
      {trend.values.map(({ value, at }) => (
        <g key={value}>
          <line className={classes['grid']} x1={left} x2={width - right} y1={at} y2={at} />
          <text className={classes['tick']} x={left - 8} y={at + 4} textAnchor="end">
            {formats.number(value)}
          </text>
        </g>
      ))}
      {trend.times.map(({ value, at }, index) => (
        <text
          key={value}
          className={classes['tick']}
          x={at}
          y={height - bottom + 18}
          textAnchor={last === 0 ? 'middle' : (['start', 'middle', 'end'] as const)[index]}
        >
          {day(value)}
        </text>
      ))}
      <polyline
        className={classes['course']}
        points={trend.points.map(({ x, y }) => `${x},${y}`).join(' ')}
      />
      {trend.points.map(({ point, x, y }) => (
        <Dot key={point.id} point={point} x={x} y={y} />
      ))}
    </svg>
  )
}

/** What lies outside is told by its shape too, not by colour alone. */
function Dot({ point, x, y }: { point: TrendPoint; x: number; y: number }) {
  const formats = useFormats()
  const worry = worryOf(point.interpretation)
  const label = `${formats.moment(point.effectiveAt)}: ${point.comparator ?? ''}${point.value} ${point.unit ?? ''}`
  return worry === 'normal' ? (
    <circle className={classes['dot']} cx={x} cy={y} r={4}>
      <title>{label}</title>
    </circle>
  ) : (
    <rect
      className={classes['dot']}
      data-worry={worry}
      x={x - 5}
      y={y - 5}
      width={10}
      height={10}
      transform={`rotate(45 ${x} ${y})`}
    >
      <title>{label}</title>
    </rect>
  )
}

function CourseTable({ name, points }: { name: string; points: readonly TrendPoint[] }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  return (
    <div className={classes['courseRows']}>
      <table className={classes['results']} aria-label={t('trend.table', { name })}>
        <thead>
          <tr>
            <th scope="col">{t('trend.takenAt')}</th>
            <th scope="col" data-end>
              {t('result.value')}
            </th>
            <th scope="col">{t('result.flag')}</th>
            <th scope="col">{t('result.norm')}</th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ id, comparator, value, unit, interpretation, ...point }) => (
            <tr key={id} data-worry={worryOf(interpretation)}>
              <th scope="row" className="numbers">
                {formats.moment(point.effectiveAt)}
              </th>
              <td data-end>
                {comparator}
                {value} {unit}
              </td>
              <td className={classes['worry']} data-worry={worryOf(interpretation)}>
                {interpretation !== null && (
                  <abbr title={t(`flag.${interpretation}`)}>{interpretation}</abbr>
                )}
              </td>
              <td>
                {normInWriting({ low: text(point.low), high: text(point.high), normalText: null })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function text(limit: number | null): string | null {
  return limit === null ? null : String(limit)
}
