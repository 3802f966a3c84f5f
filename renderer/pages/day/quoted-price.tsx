/** What bookings will cost: the price that each keeps, with the list that it comes from. */
import { Text } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'

export interface PriceQuestion {
  /** Null for whoever is not registered yet. */
  patientId: string | null
  serviceId: string
  day: string
}

export function QuotedPrice(question: PriceQuestion) {
  const { t } = useTranslation('day')
  const trpc = useTRPC()
  const formats = useFormats()
  const quote = useQuery(trpc.catalog.quote.queryOptions(question))
  if (quote.error !== null) {
    return <ErrorNote error={quote.error} retry={() => void quote.refetch()} />
  }
  const { priceMinor, priceListName } = quote.data ?? {}
  const price = priceMinor === undefined ? '…' : formats.money(priceMinor)
  return (
    <Text size="sm" className="numbers">
      {priceListName == null
        ? t('common:quoted', { price })
        : t('common:quotedBy', { price, list: priceListName })}
    </Text>
  )
}

/** The same for several days, at the price of each. */
export function QuotedPrices({
  days,
  ...whose
}: Omit<PriceQuestion, 'day'> & { days: readonly string[] }) {
  const { t } = useTranslation('booking')
  const trpc = useTRPC()
  const formats = useFormats()
  const quotes = useQueries({
    queries: days.map((day) => trpc.catalog.quote.queryOptions({ ...whose, day })),
  })
  const failed = quotes.find(({ error }) => error !== null)
  if (failed !== undefined) return <ErrorNote error={failed.error} />
  const prices = quotes.flatMap(({ data }) => (data === undefined ? [] : [data.priceMinor]))
  if (prices.length === 0 || prices.length < days.length) return null
  const [lowest, highest] = [Math.min(...prices), Math.max(...prices)]
  const total = formats.money(prices.reduce((sum, one) => sum + one, 0))
  return (
    <Text size="sm" className="numbers">
      {lowest === highest
        ? t('series.price', { count: prices.length, price: formats.money(lowest), total })
        : t('series.prices', { from: formats.money(lowest), to: formats.money(highest), total })}
    </Text>
  )
}
