/** The prices of one list, service by service; what is typed is saved when the field is left. */
import { Switch, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { matchesWords } from '../../../main/clinic/catalog/catalog.rules.ts'
import { ErrorNote, useShowError } from '../../components/errors.tsx'
import { ListSearch } from '../../components/list-search.tsx'
import { Loading } from '../../components/loading.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'
import { moneyText, parseMoney } from '../billing/money-text.ts'
import { useMay } from '../shell/me.ts'
import type { PriceList } from './price-lists-view.tsx'
import type { Service } from './services-view.tsx'
import classes from './catalog.module.css'

export function ListPrices({
  list,
  services,
  currency,
}: {
  list: PriceList
  services: readonly Service[]
  currency: string
}) {
  const { t } = useTranslation('catalog')
  const trpc = useTRPC()
  const mayWrite = useMay()('catalog.write')
  const [text, setText] = useState('')
  const [isOwnOnly, setIsOwnOnly] = useState(!mayWrite)
  const showError = useShowError()
  const prices = useQuery(trpc.catalog.prices.queryOptions({ priceListId: list.id }))
  const setPrice = useMutation(trpc.catalog.setPrice.mutationOptions({ onError: showError }))
  if (prices.error !== null) {
    return <ErrorNote error={prices.error} retry={() => void prices.refetch()} />
  }
  if (prices.data === undefined) return <Loading />
  const own = new Map(prices.data.map(({ serviceId, priceMinor }) => [serviceId, priceMinor]))
  const shown = services.filter(
    ({ id, code, name }) =>
      (!isOwnOnly || own.has(id)) && matchesWords(text.trim(), `${code} ${name}`),
  )
  return (
    <section aria-label={t('priceList.prices')} className={classes['prices']}>
      <Text size="sm" c="var(--soft)">
        {t('priceList.pricesHint')}
      </Text>
      <div className={classes['pricesBar']}>
        <ListSearch value={text} onChange={setText} placeholder={t('search')} inPanel />
        <Switch
          size="xs"
          label={t('priceList.ownOnly')}
          checked={isOwnOnly}
          onChange={(event) => setIsOwnOnly(event.currentTarget.checked)}
        />
      </div>
      {shown.length === 0 && <Text c="var(--soft)">{t('priceList.empty')}</Text>}
      {shown.map((service) => (
        <PriceLine
          key={service.id}
          service={service}
          ownMinor={own.get(service.id) ?? null}
          currency={currency}
          readOnly={!mayWrite}
          save={(priceMinor) =>
            setPrice.mutate({ priceListId: list.id, serviceId: service.id, priceMinor })
          }
        />
      ))}
    </section>
  )
}

function PriceLine({
  service,
  ownMinor,
  currency,
  readOnly,
  save,
}: {
  service: Service
  /** Null where the catalog's price holds. */
  ownMinor: number | null
  currency: string
  readOnly: boolean
  save: (priceMinor: number | null) => void
}) {
  const { t, i18n } = useTranslation('catalog')
  const formats = useFormats()
  const [typed, setTyped] = useState<string | null>(null)
  const stored = ownMinor === null ? '' : moneyText(ownMinor, currency, i18n.language)
  const wished = typed === null ? null : parseMoney(typed, currency, i18n.language)
  const isUnreadable = typed !== null && typed.trim() !== '' && wished === null
  function finish(): void {
    if (typed === null || isUnreadable) return
    setTyped(null)
    const next = typed.trim() === '' ? null : wished
    if (next !== ownMinor) save(next)
  }
  return (
    <div className={classes['priceLine']}>
      <span>
        {service.name}
        <small>
          {t('priceList.usual', { price: formats.money(service.priceMinor, currency) })}
        </small>
      </span>
      <TextInput
        size="xs"
        aria-label={t('priceList.priceOf', { name: service.name })}
        placeholder="–"
        inputMode="decimal"
        autoComplete="off"
        maxLength={20}
        readOnly={readOnly}
        value={typed ?? stored}
        error={isUnreadable ? t('errors:field.money') : undefined}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish()
          if (event.key === 'Escape') setTyped(null)
        }}
        rightSection={<span aria-hidden>{currency}</span>}
        rightSectionWidth={46}
      />
    </div>
  )
}
