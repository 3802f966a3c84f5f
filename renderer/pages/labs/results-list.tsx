/** Results that no doctor has seen: the list left, the report right; one key acknowledges and goes on to the next. */
import { Anchor, Button, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { isCritical } from '../../../main/clinic/labs/reference-ranges.rules.ts'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { Key } from '../../components/key.tsx'
import { Loading } from '../../components/loading.tsx'
import {
  type Column,
  moveKeys,
  RowTable,
  TwoPanes,
  useSelection,
} from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { useAgeText } from '../patients/age.ts'
import { PageHead } from '../shell/page-head.tsx'
import classes from './labs.module.css'

type Report = RouterOutputs['labs']['inbox'][number]
type Observation = Report['observations'][number]

export function ResultsList() {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.labs.inbox.queryOptions({ whose: 'mine' }))
  return (
    <>
      <PageHead>
        <Title order={1}>{t('inbox.title')}</Title>
        {data !== undefined && data.length > 0 && (
          <Text c="var(--soft)">{t('inbox.count', { count: data.length })}</Text>
        )}
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && <Empty title={t('inbox.empty')} hint={t('inbox.emptyHint')} />}
      {data !== undefined && data.length > 0 && <Reports reports={data} />}
    </>
  )
}

function Reports({ reports }: { reports: readonly Report[] }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const selection = useSelection(reports.map(({ id }) => id))
  useKeys(t('inbox.title'), moveKeys(selection, { up: t('common:up'), down: t('common:down') }))
  const chosen = reports.find(({ id }) => id === selection.id)
  const columns: Column<Report>[] = [
    {
      key: 'patient',
      label: t('inbox.patient'),
      renderCell: ({ patient }) => formats.name(patient),
    },
    {
      key: 'order',
      label: t('inbox.order'),
      width: '130px',
      renderCell: ({ orderNumber }) => orderNumber ?? '–',
    },
    {
      key: 'what',
      label: t('inbox.what'),
      width: '190px',
      renderCell: (report) => <Standing report={report} />,
    },
    {
      key: 'came',
      label: t('inbox.came'),
      width: '110px',
      renderCell: ({ issuedAt }) => formats.shortMoment(issuedAt),
    },
  ]
  return (
    <TwoPanes
      list={
        <RowTable label={t('inbox.title')} columns={columns} rows={reports} selection={selection} />
      }
      side={chosen !== undefined && <ReportPanel key={chosen.id} report={chosen} />}
      sideLabel={t('inbox.report')}
    />
  )
}

/** How far the report is and what is in it: in words, coloured where a doctor has to look. */
function Standing({ report }: { report: Report }) {
  const { t } = useTranslation('labs')
  const worry = report.isCritical ? 'critical' : report.isAbnormal ? 'abnormal' : 'normal'
  return (
    <span>
      <b className={classes['worry']} data-worry={worry}>
        {t(`worry.${worry}`)}
      </b>{' '}
      · {t(`status.${report.status}`)}
    </span>
  )
}

function ReportPanel({ report }: { report: Report }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const age = useAgeText()
  const trpc = useTRPC()
  const review = useMutation(trpc.labs.review.mutationOptions({ onError: useShowError() }))
  const acknowledge = () => {
    if (!review.isPending) review.mutate({ reportId: report.id, note: null })
  }
  useKeys(t('inbox.report'), [{ keys: 'KeyA', label: t('inbox.acknowledge'), run: acknowledge }])
  const { patient, bornOn, patientId, orderNumber, effectiveAt, performer } = report
  return (
    <>
      <div>
        <Title order={2}>
          <Anchor component={Link} to={`/patients/${patientId}`}>
            {formats.name(patient)}
          </Anchor>
        </Title>
        <Text c="var(--soft)" size="sm">
          {[
            age(bornOn),
            orderNumber,
            performer,
            t('inbox.taken', { at: formats.moment(effectiveAt) }),
          ]
            .filter((part) => part !== null && part !== '')
            .join(' · ')}
        </Text>
        <Standing report={report} />
      </div>
      <Results observations={report.observations} />
      <Button loading={review.isPending} onClick={acknowledge} rightSection={<Key keys="KeyA" />}>
        {t('inbox.acknowledge')}
      </Button>
    </>
  )
}

function Results({ observations }: { observations: readonly Observation[] }) {
  const { t } = useTranslation('labs')
  return (
    <table className={classes['results']}>
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
          <Result key={observation.id} observation={observation} />
        ))}
      </tbody>
    </table>
  )
}

function Result({ observation }: { observation: Observation }) {
  const { t } = useTranslation('labs')
  const { name, comparator, value, unit, interpretation, note, replacesId, status } = observation
  const worry = isCritical(interpretation)
    ? 'critical'
    : interpretation === null || interpretation === 'N'
      ? 'normal'
      : 'abnormal'
  return (
    <tr data-worry={worry}>
      <th scope="row">
        {name}
        {replacesId !== null && <small> {t('result.corrected')}</small>}
        {status === 'preliminary' && <small> {t('result.preliminary')}</small>}
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
      <td>{normOf(observation)}</td>
    </tr>
  )
}

/** The limits as they were when it was judged: `3.5–5.1`, `≤ 5`, `≥ 60`, or words. */
function normOf({ low, high, normalText }: Observation): string {
  if (normalText !== null) return normalText.replaceAll('|', ', ')
  if (low !== null && high !== null) return `${low}–${high}`
  if (high !== null) return `≤ ${high}`
  return low === null ? '' : `≥ ${low}`
}
