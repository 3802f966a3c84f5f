/** Which services a doctor offers; ticked is saved. */
import { Checkbox, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Empty } from '../../components/empty.tsx'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import type { RouterOutputs } from '../../router-types.ts'
import { matchesWords } from '../../../main/clinic/catalog/catalog.rules.ts'
import { useTRPC } from '../../trpc.ts'
import { useMay } from '../shell/me.ts'
import classes from './staff.module.css'

type Service = RouterOutputs['catalog']['services']['services'][number]

export function OfferedServices({ practitionerId }: { practitionerId: string }) {
  const { t } = useTranslation('staff')
  const trpc = useTRPC()
  const [text, setText] = useState('')
  const catalog = useQuery(trpc.catalog.services.queryOptions({}))
  const offers = useQuery(trpc.catalog.offers.queryOptions({ practitionerId }))
  const { offered, choose } = useOffers(practitionerId, offers.data?.services)
  const error = catalog.error ?? offers.error
  if (error !== null) {
    return (
      <ErrorNote
        error={error}
        retry={() => void Promise.all([catalog.refetch(), offers.refetch()])}
      />
    )
  }
  if (catalog.data === undefined || offers.data === undefined) return <Loading />
  const { services, currency } = catalog.data
  if (services.length === 0) {
    return (
      <Empty
        title={t('services.none')}
        hint={t('services.noneHint')}
        action={<Link to="/catalog">{t('services.toCatalog')}</Link>}
      />
    )
  }
  const shown = services.filter((service) => matchesWords(text, `${service.code} ${service.name}`))
  return (
    <>
      <Text size="sm" c="var(--soft)">
        {t('services.chosen', { chosen: offered.size, all: services.length })}
      </Text>
      <ListSearch value={text} onChange={setText} placeholder={t('services.search')} inPanel />
      <div>
        {[...Map.groupBy(shown, (service) => service.categoryId)].map(([categoryId, group]) => (
          <Category
            key={categoryId}
            services={group}
            currency={currency}
            offered={offered}
            choose={choose}
          />
        ))}
      </div>
    </>
  )
}

/** Shows what was ticked at once and saves it; the service answers with what it refused. */
function useOffers(practitionerId: string, stored: readonly { id: string }[] | undefined) {
  const trpc = useTRPC()
  const showError = useShowError()
  const [wished, setWished] = useState<ReadonlySet<string> | null>(null)
  const save = useMutation(
    trpc.catalog.setOffers.mutationOptions({
      onError: (error) => {
        setWished(null)
        showError(error)
      },
    }),
  )
  const offered = wished ?? new Set((stored ?? []).map(({ id }) => id))
  return {
    offered,
    choose(serviceIds: readonly string[], isOffered: boolean): void {
      const next = new Set(offered)
      for (const id of serviceIds) {
        if (isOffered) next.add(id)
        else next.delete(id)
      }
      setWished(next)
      save.mutate({ practitionerId, serviceIds: [...next] })
    },
  }
}

function Category({
  services,
  currency,
  offered,
  choose,
}: {
  services: readonly Service[]
  currency: string
  offered: ReadonlySet<string>
  choose: (serviceIds: readonly string[], isOffered: boolean) => void
}) {
  const { t } = useTranslation('staff')
  const may = useMay()
  const formats = useFormats()
  const chosen = services.filter(({ id }) => offered.has(id)).length
  const disabled = !may('catalog.write')
  return (
    <>
      <div className={classes['category']}>
        <Checkbox
          size="sm"
          disabled={disabled}
          checked={chosen === services.length}
          indeterminate={chosen > 0 && chosen < services.length}
          label={services[0]?.categoryName}
          onChange={(event) =>
            choose(
              services.map(({ id }) => id),
              event.currentTarget.checked,
            )
          }
        />
      </div>
      {services.map(({ id, name, durationMinutes, priceMinor }) => (
        <div key={id} className={classes['service']}>
          <Checkbox
            size="sm"
            disabled={disabled}
            checked={offered.has(id)}
            label={name}
            onChange={(event) => choose([id], event.currentTarget.checked)}
          />
          <span>
            {t('services.minutes', { count: durationMinutes })} ·{' '}
            {formats.money(priceMinor, currency)}
          </span>
        </div>
      ))}
    </>
  )
}
