/** The results of a report: each with its flag and the limits it was judged by; a number opens its course. */
import { Anchor } from '@mantine/core'
import { IconChartLine } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { normInWriting } from '../../../main/clinic/labs/reference-ranges.rules.ts'
import classes from './labs.module.css'
import { type Analyte, TrendDialog } from './trend-dialog.tsx'
import type { Observation } from './types.ts'
import { worryOf } from './worry.ts'

export function ReportResults({
  patientId,
  observations,
}: {
  patientId: string
  observations: readonly Observation[]
}) {
  const { t } = useTranslation('labs')
  const [followed, setFollowed] = useState<Analyte | null>(null)
  return (
    <>
      <table className={classes['results']} aria-label={t('result.title')}>
        <thead>
          <tr>
            <th scope="col">{t('result.analyte')}</th>
            <th scope="col" data-end>
              {t('result.value')}
            </th>
            <th scope="col">{t('result.flag')}</th>
            <th scope="col">{t('result.norm')}</th>
          </tr>
        </thead>
        <tbody>
          {observations.map((observation) => (
            <ResultLine key={observation.id} observation={observation} follow={setFollowed} />
          ))}
        </tbody>
      </table>
      {followed !== null && (
        <TrendDialog patientId={patientId} analyte={followed} close={() => setFollowed(null)} />
      )}
    </>
  )
}

/** What can be followed over time: a number of an analyte that the catalogue knows. */
export function followable({ definitionId, name, valueKind }: Observation): Analyte | null {
  return definitionId === null || valueKind !== 'quantity' ? null : { definitionId, name }
}

function ResultLine({
  observation,
  follow,
}: {
  observation: Observation
  follow: (analyte: Analyte) => void
}) {
  const { t } = useTranslation('labs')
  const { name, comparator, value, unit, interpretation, note, replacesId, status } = observation
  const worry = worryOf(interpretation)
  const analyte = followable(observation)
  return (
    <tr data-worry={worry} data-cancelled={status === 'cancelled' || undefined}>
      <th scope="row">
        {analyte === null ? (
          name
        ) : (
          <Anchor
            component="button"
            type="button"
            size="sm"
            ta="start"
            title={t('trend.open', { name })}
            onClick={() => follow(analyte)}
          >
            {name} <IconChartLine size={13} aria-hidden />
          </Anchor>
        )}
        {replacesId !== null && <small> {t('result.corrected')}</small>}
        {status === 'preliminary' && <small> {t('result.preliminary')}</small>}
        {status === 'cancelled' && <small> {t('result.cancelled')}</small>}
        {note !== null && <small className={classes['note']}>{note}</small>}
      </th>
      <td data-end>
        {comparator}
        {value} {unit}
      </td>
      <td className={classes['worry']} data-worry={worry}>
        {interpretation !== null && (
          <abbr title={t(`flag.${interpretation}`)}>{interpretation}</abbr>
        )}
      </td>
      <td>{normInWriting(observation)}</td>
    </tr>
  )
}
