/** A field for a sum: the currency's sign beside it, figures lined up, comma or point. */
import { TextInput, type TextInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SumProblem } from './payment-parts.ts'

interface MoneyInputProps extends Omit<TextInputProps, 'onChange' | 'value' | 'error'> {
  value: string
  onChange: (value: string) => void
  currency: string
  problem?: SumProblem | undefined
  /** What the sum may be at most, written out. */
  most?: string
}

/** Longer than any sum that a field may hold, with blanks between the thousands. */
const longestSum = 20

export function MoneyInput({ value, onChange, currency, problem, most, ...rest }: MoneyInputProps) {
  const { t, i18n } = useTranslation('cash')
  return (
    <TextInput
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      maxLength={longestSum}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      rightSection={<span aria-hidden>{currencySign(currency, i18n.language)}</span>}
      rightSectionWidth={44}
      styles={{ input: { fontVariantNumeric: 'tabular-nums', fontWeight: 600 } }}
      error={problem === undefined ? undefined : t(`problem.${problem}`, { most })}
    />
  )
}

function currencySign(currency: string, language: string): string {
  const parts = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0)
  return parts.find((part) => part.type === 'currency')?.value ?? currency
}
