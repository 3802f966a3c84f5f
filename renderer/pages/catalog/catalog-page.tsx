/** What the clinic offers: services by category with their prices, and the rooms. */
import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { FilterChips } from '../../components/filter-chips.tsx'
import { Loading } from '../../components/loading.tsx'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'
import { FirstSteps } from './first-steps.tsx'
import { RoomsView } from './rooms-view.tsx'
import { ServicesView } from './services-view.tsx'

const views = ['services', 'archive', 'rooms'] as const

type View = (typeof views)[number]

export default function CatalogPage() {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const [view, setView] = useState<View>('services')
  const catalog = useQuery(trpc.catalog.services.queryOptions({ archived: 'all' }))
  const categories = useQuery(trpc.catalog.categories.queryOptions())
  const rooms = useQuery(trpc.catalog.rooms.queryOptions())
  const error = catalog.error ?? categories.error ?? rooms.error
  if (error !== null) {
    const retry = () => void Promise.all([catalog.refetch(), categories.refetch(), rooms.refetch()])
    return <ErrorNote error={error} retry={retry} />
  }
  const isThere =
    catalog.data !== undefined && categories.data !== undefined && rooms.data !== undefined
  if (!isThere) return <Loading />
  const { services, currency } = catalog.data
  const used = services.filter(({ archivedAt }) => archivedAt === null)
  const chips = (
    <FilterChips
      label={t('view.label')}
      value={view}
      onChange={setView}
      chips={[
        { value: 'services', label: t('view.services'), count: used.length },
        { value: 'archive', label: t('view.archive'), count: services.length - used.length },
        {
          value: 'rooms',
          label: t('view.rooms'),
          count: rooms.data.filter(({ archivedAt }) => archivedAt === null).length,
        },
      ]}
    />
  )
  return (
    <>
      <PageHead>
        <Title order={1}>{t('title')}</Title>
      </PageHead>
      {view === 'rooms' ? (
        <RoomsView rooms={rooms.data} chips={chips} />
      ) : (
        <ServicesView
          key={view}
          services={view === 'archive' ? services.filter((one) => one.archivedAt !== null) : used}
          categories={categories.data.filter(({ archivedAt }) => archivedAt === null)}
          currency={currency}
          archive={view === 'archive'}
          chips={chips}
          empty={
            services.length === 0 ? (
              <FirstSteps
                hasRooms={rooms.data.length > 0}
                hasCategories={categories.data.length > 0}
              />
            ) : null
          }
        />
      )}
    </>
  )
}
