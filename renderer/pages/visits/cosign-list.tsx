/** Visits that wait for a second signature, and own ones that came back with a remark. */
import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { type Column, moveKeys, RowTable, useSelection } from '../../components/two-panes.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useKeys } from '../../keyboard/keys.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'

type Waiting = RouterOutputs['visits']['cosignList'][number]

export function CosignList() {
  const { t } = useTranslation('visit')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.visits.cosignList.queryOptions())
  return (
    <>
      <PageHead>
        <Title order={1}>{t('cosign.title')}</Title>
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && <Empty title={t('cosign.none')} hint={t('cosign.noneHint')} />}
      {data !== undefined && data.length > 0 && <Visits visits={data} />}
    </>
  )
}

function Visits({ visits }: { visits: readonly Waiting[] }) {
  const { t } = useTranslation('visit')
  const formats = useFormats()
  const navigate = useNavigate()
  const selection = useSelection(visits.map(({ id }) => id))
  const open = ({ appointmentId }: Waiting) => void navigate(`/visits/${appointmentId}`)
  useKeys(t('cosign.title'), [
    ...moveKeys(selection, { up: t('common:up'), down: t('common:down') }),
    {
      keys: 'Enter',
      label: t('cosign.open'),
      run: () => {
        const chosen = visits.find(({ id }) => id === selection.id)
        if (chosen !== undefined) open(chosen)
      },
    },
  ])
  const columns: Column<Waiting>[] = [
    {
      key: 'patient',
      label: t('cosign.patient'),
      renderCell: ({ patient }) => formats.name(patient),
    },
    {
      key: 'doctor',
      label: t('cosign.doctor'),
      width: '200px',
      renderCell: ({ practitioner }) => formats.name(practitioner),
    },
    {
      key: 'state',
      label: t('cosign.state'),
      renderCell: ({ state, remark }) => (
        <>
          {t(`cosign.${state}`)}
          {remark !== null && (
            <Text span size="sm" c="var(--soft)">
              {' '}
              · {remark}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'signed',
      label: t('cosign.signed'),
      width: '140px',
      renderCell: ({ signedAt }) => (signedAt === null ? '' : formats.shortMoment(signedAt)),
    },
  ]
  return (
    <RowTable
      label={t('cosign.title')}
      columns={columns}
      rows={visits}
      selection={selection}
      onOpen={open}
    />
  )
}
