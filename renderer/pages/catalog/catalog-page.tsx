/** What the clinic offers and with what: services, packages, price lists, rooms and equipment. */
import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { FilterChips } from '../../components/filter-chips.tsx'
import { Loading } from '../../components/loading.tsx'
import { useTRPC } from '../../trpc.ts'
import { PageHead } from '../shell/page-head.tsx'
import { AnalytesView } from './analytes-view.tsx'
import { EquipmentView } from './equipment-view.tsx'
import { FirstSteps } from './first-steps.tsx'
import { PackagesView } from './packages-view.tsx'
import { PanelsView } from './panels-view.tsx'
import { PriceListsView } from './price-lists-view.tsx'
import { RoomsView } from './rooms-view.tsx'
import { ServicesView } from './services-view.tsx'

/** The laboratory's come after what their keys have always shown. */
const views = [
  'services',
  'packages',
  'prices',
  'rooms',
  'equipment',
  'archive',
  'analytes',
  'panels',
] as const

type View = (typeof views)[number]

export default function CatalogPage() {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const [view, setView] = useState<View>('services')
  const catalog = useQuery(trpc.catalog.services.queryOptions({ archived: 'all' }))
  const categories = useQuery(trpc.catalog.categories.queryOptions())
  const rooms = useQuery(trpc.catalog.rooms.queryOptions())
  const packages = useQuery(trpc.catalog.packages.queryOptions())
  const lists = useQuery(trpc.catalog.priceLists.queryOptions())
  const equipment = useQuery(trpc.catalog.equipment.queryOptions())
  const labs = useQuery(trpc.labs.catalog.queryOptions())
  const all = [catalog, categories, rooms, packages, lists, equipment]
  const error = all.find((one) => one.error !== null)?.error ?? null
  if (error !== null) {
    const retry = () => void Promise.all(all.map(async (one) => one.refetch()))
    return <ErrorNote error={error} retry={retry} />
  }
  const isThere =
    catalog.data !== undefined &&
    categories.data !== undefined &&
    rooms.data !== undefined &&
    packages.data !== undefined &&
    lists.data !== undefined &&
    equipment.data !== undefined
  if (!isThere) return <Loading />
  const { services, currency } = catalog.data
  const used = services.filter(isUsed)
  const counts: Record<View, number | undefined> = {
    services: used.length,
    packages: packages.data.packages.filter(isUsed).length,
    prices: lists.data.filter(isUsed).length,
    rooms: rooms.data.filter(isUsed).length,
    equipment: equipment.data.filter(isUsed).length,
    archive: services.length - used.length,
    analytes: labs.data?.definitions.filter(isUsed).length,
    panels: labs.data?.panels.filter(isUsed).length,
  }
  const chips = (
    <FilterChips
      label={t('view.label')}
      value={view}
      onChange={setView}
      chips={views.map((value) => ({ value, label: t(`view.${value}`), count: counts[value] }))}
    />
  )
  return (
    <>
      <PageHead>
        <Title order={1}>{t('title')}</Title>
      </PageHead>
      {view === 'analytes' && <AnalytesView chips={chips} />}
      {view === 'panels' && <PanelsView chips={chips} />}
      {view === 'rooms' && <RoomsView rooms={rooms.data} chips={chips} />}
      {view === 'equipment' && (
        <EquipmentView equipment={equipment.data} rooms={rooms.data} chips={chips} />
      )}
      {view === 'packages' && (
        <PackagesView
          packages={packages.data.packages}
          services={used}
          currency={currency}
          chips={chips}
        />
      )}
      {view === 'prices' && (
        <PriceListsView lists={lists.data} services={used} currency={currency} chips={chips} />
      )}
      {(view === 'services' || view === 'archive') && (
        <ServicesView
          key={view}
          services={view === 'archive' ? services.filter((one) => !isUsed(one)) : used}
          categories={categories.data.filter(isUsed)}
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

function isUsed({ archivedAt }: { archivedAt: string | null }): boolean {
  return archivedAt === null
}
