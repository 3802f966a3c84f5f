/** Money: an integer of minor units beside an ISO 4217 currency, never a float. */
export interface Money {
  amountMinor: number
  currency: string
}

/** The largest sum a single line, payment or refund may carry, in minor units. */
export const maximumAmountMinor = 100_000_000_00

/** Digits after the point of a currency (ISO 4217), as the runtime's own tables have them. */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
      .maximumFractionDigits ?? 2
  )
}

/**
 * The sum as the locale writes it, currency sign included. Papers and mails keep the noughts after
 * the point; on a screen 1 800 ₽ is read faster than 1 800,00 ₽.
 */
export function formatMoney(
  money: Money,
  language: string,
  noughts: 'kept' | 'left-out' = 'kept',
): string {
  const { format, digits } = formatterOf(money.currency, language, noughts)
  return format(money.amountMinor / 10 ** digits)
}

/** Formatters are dear to make, and a list of prices needs the same one again and again. */
const formatters = new Map<string, { format: (amount: number) => string; digits: number }>()

function formatterOf(currency: string, language: string, noughts: 'kept' | 'left-out') {
  const key = `${currency} ${language} ${noughts}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const formatter = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: noughts === 'kept' ? 'auto' : 'stripIfInteger',
  })
  const made = { format: formatter.format, digits: minorDigits(currency) }
  formatters.set(key, made)
  return made
}
