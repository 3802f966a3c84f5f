/** Countries, currencies and time zones to choose from, named in the language on screen. */

/** Those offered; the clinic's own stays offered wherever it is. */
const countries = [
  'AM',
  'AR',
  'AT',
  'AU',
  'BE',
  'BR',
  'BY',
  'CA',
  'CH',
  'CL',
  'CO',
  'CZ',
  'DE',
  'EE',
  'ES',
  'FI',
  'FR',
  'GB',
  'GE',
  'IE',
  'IN',
  'IT',
  'KG',
  'KZ',
  'LT',
  'LU',
  'LV',
  'MA',
  'MD',
  'MX',
  'NL',
  'NZ',
  'PL',
  'PT',
  'RS',
  'RU',
  'SN',
  'TN',
  'UA',
  'US',
  'UZ',
  'ZA',
]

export interface Choice {
  value: string
  label: string
}

/** By name; `own` is offered too when it is not among the usual ones. */
export function countryChoices(language: string, own?: string): Choice[] {
  const names = new Intl.DisplayNames([language], { type: 'region' })
  return withOwn(countries, own)
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language))
}

/** By code, each with its name. */
export function currencyChoices(language: string): Choice[] {
  const names = new Intl.DisplayNames([language], { type: 'currency' })
  return Intl.supportedValuesOf('currency').map((value) => ({
    value,
    label: `${value} · ${names.of(value) ?? value}`,
  }))
}

/** IANA names; `own` is offered too when the runtime knows it by another name. */
export function timeZoneChoices(own?: string): string[] {
  return withOwn(Intl.supportedValuesOf('timeZone'), own)
}

function withOwn(values: readonly string[], own: string | undefined): string[] {
  return own === undefined || values.includes(own) ? [...values] : [own, ...values]
}
