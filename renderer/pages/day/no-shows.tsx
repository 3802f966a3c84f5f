/** How often a patient did not come, where someone is about to book for them. */
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../trpc.ts'

export function NoShows({ patientId }: { patientId: string }) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const { data } = useQuery(trpc.appointments.noShows.queryOptions({ patientId }))
  if (data === undefined || data === 0) return null
  return (
    <Text size="sm" c="var(--warn)" fw={600}>
      {t('noShows', { count: data })}
    </Text>
  )
}
