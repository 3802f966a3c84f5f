/** Bookings that lie outside their doctor's hours: nobody moved them, and somebody has to. */
import { Anchor, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { type Column, moveKeys, RowTable, useSelection } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'

type Outside = RouterOutputs['schedule']['outsideHours'][number]

export function OutsideHoursList() {
  const { t } = useTranslation('lists')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.schedule.outsideHours.queryOptions())
  return (
    <>
      <PageHead>
        <Title order={1}>{t('outsideHours.title')}</Title>
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && (
        <Empty title={t('outsideHours.empty')} hint={t('outsideHours.emptyHint')} />
      )}
      {data !== undefined && data.length > 0 && <Bookings bookings={data} />}
    </>
  )
}

function Bookings({ bookings }: { bookings: readonly Outside[] }) {
  const { t } = useTranslation('lists')
  const formats = useFormats()
  const navigate = useNavigate()
  const selection = useSelection(bookings.map(({ id }) => id))
  const open = ({ day }: Outside) => void navigate(`/day?day=${day}`)
  useKeys(t('outsideHours.title'), [
    ...moveKeys(selection, { up: t('common:up'), down: t('common:down') }),
    {
      keys: 'Enter',
      label: t('outsideHours.openDay'),
      run: () => {
        const chosen = bookings.find(({ id }) => id === selection.id)
        if (chosen !== undefined) open(chosen)
      },
    },
  ])
  const columns: Column<Outside>[] = [
    {
      key: 'when',
      label: t('outsideHours.when'),
      width: '190px',
      renderCell: ({ day, startsAt }) => (
        <Anchor component={Link} to={`/day?day=${day}`}>
          {formats.moment(startsAt)}
        </Anchor>
      ),
    },
    {
      key: 'patient',
      label: t('outsideHours.patient'),
      renderCell: ({ patient }) => formats.name(patient),
    },
    {
      key: 'phone',
      label: t('outsideHours.phone'),
      width: '150px',
      renderCell: ({ patient }) => patient.phone ?? '',
    },
    {
      key: 'doctor',
      label: t('outsideHours.doctor'),
      width: '170px',
      renderCell: ({ practitioner }) => formats.shortName(practitioner),
    },
    {
      key: 'service',
      label: t('outsideHours.service'),
      width: '220px',
      renderCell: ({ serviceName }) => serviceName,
    },
  ]
  return (
    <>
      <Text size="sm" c="var(--soft)" px="md" py="xs">
        {t('outsideHours.hint')}
      </Text>
      <RowTable
        label={t('outsideHours.title')}
        columns={columns}
        rows={bookings}
        selection={selection}
        onOpen={open}
      />
    </>
  )
}
