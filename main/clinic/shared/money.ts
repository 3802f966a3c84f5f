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
  const digits = minorDigits(money.currency)
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: noughts === 'kept' ? 'auto' : 'stripIfInteger',
  }).format(money.amountMinor / 10 ** digits)
}
