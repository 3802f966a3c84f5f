/** Who offers a service, and in which room: one alone, or wherever they work. */
import { Select, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useShowError } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import classes from './catalog.module.css'

export function Offering({ serviceId }: { serviceId: string }) {
  const { t, i18n } = useTranslation('catalog')
  const trpc = useTRPC()
  const formats = useFormats()
  const mayWrite = useMay()('catalog.write')
  const showError = useShowError()
  const { data } = useQuery(trpc.catalog.offering.queryOptions({ serviceId }))
  const { data: rooms = [] } = useQuery(trpc.catalog.rooms.queryOptions())
  const setPlace = useMutation(trpc.catalog.setOfferPlace.mutationOptions({ onError: showError }))
  if (data === undefined) return null
  const ordered = rooms.toSorted((a, b) =>
    a.name.localeCompare(b.name, i18n.language, { numeric: true }),
  )
  return (
    <section aria-label={t('offeredBy')}>
      <Title order={3}>{t('offeredBy')}</Title>
      {data.length === 0 ? (
        <Text className={classes['nobody'] ?? ''}>{t('offeredByNobody')}</Text>
      ) : (
        <Text size="xs" c="var(--soft)">
          {t('offers.hint')}
        </Text>
      )}
      {data.map((person) => (
        <div key={person.id} className={classes['offer']}>
          <span>{formats.name(person)}</span>
          <Select
            size="xs"
            aria-label={t('offers.where', { name: formats.name(person) })}
            placeholder={t('offers.anywhere')}
            clearable
            clearButtonProps={{ 'aria-label': t('common:clear') }}
            readOnly={!mayWrite}
            searchable
            data={ordered
              .filter(({ id, archivedAt }) => archivedAt === null || id === person.offeredIn)
              .map(({ id, name }) => ({ value: id, label: name }))}
            value={person.offeredIn}
            onChange={(locationId) =>
              setPlace.mutate({ practitionerId: person.id, serviceId, locationId })
            }
          />
        </div>
      ))}
    </section>
  )
}
