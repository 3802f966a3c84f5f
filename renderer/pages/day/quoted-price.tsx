/** What the booking will cost: the price that it keeps, with the list that it comes from. */
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNote } from '../../components/errors.tsx'
import { useFormats } from '../../i18n/formats.ts'
import { useTRPC } from '../../trpc.ts'

export function QuotedPrice(question: { patientId: string; serviceId: string; day: string }) {
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
