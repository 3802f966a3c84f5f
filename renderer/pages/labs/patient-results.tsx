/** All that was measured of a patient, the latest day first; a name typed leaves that analyte alone. */
import { Button, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { LabOrders } from './lab-orders.tsx'
import { ReportDialog } from './report-dialog.tsx'
import { ReportResults } from './report-results.tsx'
import { type ReportOfDay, resultsByDay, resultsNamed } from './results-by-day.ts'
import type { PatientResult } from './types.ts'
import classes from './labs.module.css'

/** Orders of which nothing more is awaited. */
const over: ReadonlySet<string> = new Set(['revoked', 'resulted', 'reviewed'])

/** What is drawn at first; thousands of lines would hold up the window. */
const shownAtFirst = 120

export function PatientResults({ patientId }: { patientId: string }) {
  const { t } = useTranslation('labs')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.labs.resultsOfPatient.queryOptions({ patientId }))
  const orders = useQuery(trpc.labs.ordersOfPatient.queryOptions({ patientId }))
  const onTheWay = orders.data?.filter(({ state }) => !over.has(state)) ?? []
  if (data === undefined) {
    if (error === null) return <Loading />
    return <ErrorNote error={error} retry={() => void refetch()} />
  }
  return (
    <div className={classes['patient']}>
      {onTheWay.length > 0 && (
        <section className={classes['day']}>
          <Title order={2}>{t('patient.onTheWay')}</Title>
          <LabOrders orders={onTheWay} />
        </section>
      )}
      {data.length === 0 ? (
        <Empty title={t('patient.none')} hint={t('patient.noneHint')} />
      ) : (
        <Days patientId={patientId} results={data} />
      )}
    </div>
  )
}

function Days({ patientId, results }: { patientId: string; results: readonly PatientResult[] }) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const [words, setWords] = useState('')
  const [shown, setShown] = useState(shownAtFirst)
  const [opened, setOpened] = useState<string | null>(null)
  const found = resultsNamed(results, useDeferredValue(words))
  const days = resultsByDay(found.slice(0, shown), formats.dayOf)
  return (
    <>
      <ListSearch value={words} onChange={setWords} placeholder={t('patient.search')} inPanel />
      {found.length === 0 && <Empty title={t('common:nothingFound')} hint={t('patient.search')} />}
      {days.map(({ day, reports }) => (
        <section key={day} className={classes['day']}>
          <Title order={2} className="numbers">
            {formats.day(day)}
          </Title>
          {reports.map((report) => (
            <ReportBlock
              key={report.reportId}
              patientId={patientId}
              report={report}
              open={() => setOpened(report.reportId)}
            />
          ))}
        </section>
      ))}
      {found.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + shownAtFirst)}>
          {t('patient.earlier', { count: found.length - shown })}
        </Button>
      )}
      {opened !== null && <ReportDialog reportId={opened} close={() => setOpened(null)} />}
    </>
  )
}

function ReportBlock({
  patientId,
  report: { results },
  open,
}: {
  patientId: string
  report: ReportOfDay
  open: () => void
}) {
  const { t } = useTranslation('labs')
  const formats = useFormats()
  const [first] = results
  if (first === undefined) return null
  const at = formats.time(first.effectiveAt)
  return (
    <div>
      <div className={classes['blockHead']}>
        <Text size="sm" c="var(--soft)" className="numbers">
          {[
            t('inbox.taken', { at }),
            first.performer,
            first.reportStatus === 'final' ? null : t(`status.${first.reportStatus}`),
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </Text>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={t('patient.openNamed', { at })}
          onClick={open}
        >
          {t('patient.open')}
        </Button>
      </div>
      <ReportResults patientId={patientId} observations={results} />
    </div>
  )
}
