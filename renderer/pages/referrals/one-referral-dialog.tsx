/** One referral over whatever screen it is opened from, one that is closed too. */
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { Loading } from '../../components/loading.tsx'
import { PanelModal } from '../../components/panel-modal.tsx'
import { useTRPC } from '../../trpc.ts'
import { ReferralPanel } from './referral-panel.tsx'

export function OneReferralDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('referrals')
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.referrals.get.queryOptions({ id }))
  return (
    <PanelModal title={t('one')} onClose={onClose}>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && <ReferralPanel referral={data} />}
    </PanelModal>
  )
}
