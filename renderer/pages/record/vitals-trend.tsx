/** How the vital signs of a patient went from visit to visit. */
import { Modal, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { TrendChart } from '../../components/trend-chart.tsx'
import classes from './record.module.css'

export function VitalsTrend({
  patientId,
  opened,
  close,
}: {
  patientId: string
  opened: boolean
  close: () => void
}) {
  const { t } = useTranslation('vitals')
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('trend')}
      size="xl"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Trends patientId={patientId} />
    </Modal>
  )
}

function Trends({ patientId }: { patientId: string }) {
  const { t } = useTranslation('vitals')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.visits.vitals.queryOptions({ patientId }))
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />
  if (data === undefined) return <Loading />
  if (data.length === 0) return <Text c="var(--soft)">{t('noTrend')}</Text>
  return (
    <Stack gap="lg">
      <Text size="sm" c="var(--soft)">
        {t('trendHint')}
      </Text>
      <div className={classes['trends']}>
        {data.map((sign) => (
          <SignTrend key={sign.code} sign={sign} />
        ))}
      </div>
    </Stack>
  )
}

type Sign = RouterOutputs['visits']['vitals'][number]

function SignTrend({ sign }: { sign: Sign }) {
  const { t } = useTranslation('vitals')
  const formats = useFormats()
  const { code, points, normal, interpretation } = sign
  const last = points.at(-1)
  const unit = t(`units.${code}`)
  const isOff = interpretation === 'L' || interpretation === 'H'
  return (
    <section aria-label={t(`names.${code}`)}>
      <Title order={3}>{t(`names.${code}`)}</Title>
      <Text size="sm" c="var(--soft)" className="numbers" mb={4}>
        {last !== undefined && (
          <b className={classes['lastValue']} data-off={isOff || undefined}>
            {formats.number(last.value)} {unit}
          </b>
        )}
        {isOff && ` ${t(interpretation === 'H' ? 'above' : 'below')}`}
        {normal !== null && ` · ${t('normal', { range: rangeOf(normal, formats.number) })}`}
      </Text>
      <TrendChart
        points={points}
        unit={unit}
        label={t(`names.${code}`)}
        {...(normal !== null && { band: normal })}
      />
    </section>
  )
}

function rangeOf(
  { low, high }: NonNullable<Sign['normal']>,
  write: (value: number) => string,
): string {
  if (low !== null && high !== null) return `${write(low)}–${write(high)}`
  return high === null ? `≥ ${write(low ?? 0)}` : `≤ ${write(high)}`
}
