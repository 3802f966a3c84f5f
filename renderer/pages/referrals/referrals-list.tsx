/** Referrals that nobody has closed: the late ones first, the whole of one beside them. */
import { SegmentedControl, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote } from '../../components/errors.tsx'
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
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import { PageHead } from '../shell/page-head.tsx'
import { ReferralPanel } from './referral-panel.tsx'
import { ReferralDue, ReferralState, useReferredTo } from './referral-state.tsx'
import type { Referral } from './types.ts'

/** A doctor begins with one's own, the front desk has all. */
export function ReferralsList() {
  const { t } = useTranslation('referrals')
  const trpc = useTRPC()
  const may = useMay()
  const isDoctor = may('referrals.issue')
  const [whose, setWhose] = useState<'mine' | 'all'>(isDoctor ? 'mine' : 'all')
  const { data, error, refetch } = useQuery(trpc.referrals.open.queryOptions({ whose }))
  return (
    <>
      <PageHead>
        <Title order={1}>{t('title')}</Title>
        {isDoctor && (
          <SegmentedControl
            size="xs"
            aria-label={t('whose.label')}
            value={whose}
            onChange={(value) => setWhose(value === 'all' ? 'all' : 'mine')}
            data={[
              { value: 'mine', label: t('whose.mine') },
              { value: 'all', label: t('whose.all') },
            ]}
          />
        )}
        {data !== undefined && data.length > 0 && (
          <Text c="var(--soft)">{t('count', { count: data.length })}</Text>
        )}
      </PageHead>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.length === 0 && <Empty title={t('empty')} hint={t('emptyHint')} />}
      {data !== undefined && data.length > 0 && <Referrals referrals={data} />}
    </>
  )
}

function Referrals({ referrals }: { referrals: readonly Referral[] }) {
  const { t } = useTranslation('referrals')
  const formats = useFormats()
  const referredTo = useReferredTo()
  const selection = useSelection(referrals.map(({ id }) => id))
  useKeys(t('title'), moveKeys(selection, { up: t('common:up'), down: t('common:down') }))
  const chosen = referrals.find(({ id }) => id === selection.id)
  const columns: Column<Referral>[] = [
    {
      key: 'due',
      label: t('dueOn'),
      width: '140px',
      renderCell: (referral) => <ReferralDue {...referral} short />,
    },
    {
      key: 'patient',
      label: t('patient'),
      width: '180px',
      renderCell: ({ patient }) => formats.shortName(patient),
    },
    { key: 'to', label: t('to'), renderCell: referredTo },
    {
      key: 'status',
      label: t('state'),
      width: '110px',
      renderCell: ({ status }) => <ReferralState status={status} />,
    },
    { key: 'number', label: t('number'), width: '130px', renderCell: ({ number }) => number },
  ]
  return (
    <TwoPanes
      list={
        <RowTable label={t('title')} columns={columns} rows={referrals} selection={selection} />
      }
      side={chosen !== undefined && <ReferralPanel key={chosen.id} referral={chosen} />}
      sideLabel={t('one')}
    />
  )
}
