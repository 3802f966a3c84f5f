/** A price in the clinic's currency: typed with comma or point, kept in minor units. */
import { TextInput } from '@mantine/core'
import { type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moneyText, parseMoney } from '../billing/money-text.ts'

export function PriceInput({
  value,
  onChange,
  currency,
  error,
  ref,
  ...shown
}: {
  label: string
  description?: string
  /** Minor units; undefined while nothing readable is typed. */
  value: number | undefined
  onChange: (amountMinor: number | undefined) => void
  onBlur?: () => void
  currency: string
  error?: string | undefined
  ref?: Ref<HTMLInputElement>
}) {
  const { t, i18n } = useTranslation('catalog')
  const [typed, setTyped] = useState<string | null>(null)
  const written = typed ?? (value === undefined ? '' : moneyText(value, currency, i18n.language))
  const isUnreadable = error !== undefined && value === undefined && written.trim() !== ''
  return (
    <TextInput
      {...shown}
      ref={ref ?? null}
      withAsterisk
      inputMode="decimal"
      autoComplete="off"
      maxLength={20}
      value={written}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyped(text)
        onChange(parseMoney(text, currency, i18n.language) ?? undefined)
      }}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => {
        if (value !== undefined) setTyped(null)
        shown.onBlur?.()
      }}
      rightSection={<span aria-hidden>{currency}</span>}
      rightSectionWidth={52}
      styles={{ input: { fontVariantNumeric: 'tabular-nums' } }}
      error={isUnreadable ? t('errors:field.money') : error}
    />
  )
}
