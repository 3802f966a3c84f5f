/** Sums as people type them: commas or points, blanks between thousands; read without floats. */
import { maximumAmountMinor, minorDigits } from '../../../main/clinic/shared/money.ts'

interface Separators {
  decimal: string
  group: string
}

/** The signs that a language puts before the cents and between the thousands. */
function separatorsOf(language: string): Separators {
  const parts = new Intl.NumberFormat(language).formatToParts(1_234_567.8)
  const sign = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { decimal: sign('decimal'), group: sign('group') }
}

/** Blanks of every width, apostrophes and currency signs say nothing about the sum. */
const silent = /[\s\u00a0\u202f'’\p{Sc}]/gu

/**
 * The minor units of a typed sum, or null when it is none: `1 800,50`, `1.800,50`, `1800.5` and
 * `1800` are. A single separator is the decimal sign when at most the currency's digits follow it,
 * and a thousands sign only where the language writes thousands so; what could be read in two
 * ways and is not the language's own is refused. Negative and too large sums are refused too.
 */
export function parseMoney(text: string, currency: string, language: string): number | null {
  const typed = text.replace(silent, '')
  if (!/^[\d.,]+$/.test(typed) || !/\d/.test(typed)) return null
  const digits = minorDigits(currency)
  const parts = splitDecimal(typed, digits, separatorsOf(language))
  if (parts === null) return null
  const { whole, fraction } = parts
  if (!/^\d{0,12}$/.test(whole) || fraction.length > digits) return null
  const minor = Number(`${whole === '' ? '0' : whole}${fraction.padEnd(digits, '0')}`)
  return minor <= maximumAmountMinor ? minor : null
}

function splitDecimal(
  typed: string,
  digits: number,
  { decimal, group }: Separators,
): { whole: string; fraction: string } | null {
  const signs = typed.replaceAll(/\d/g, '')
  const last = signs.at(-1)
  if (last === undefined) return { whole: typed, fraction: '' }
  const at = typed.lastIndexOf(last)
  const after = typed.slice(at + 1)
  const isGroup =
    signs.length > 1
      ? signs[0] === last
      : after.length === 3 && last === group && (digits < 3 || last !== decimal)
  if (isGroup) {
    const whole = withoutGroups(typed, last)
    return whole === null ? null : { whole, fraction: '' }
  }
  const before = typed.slice(0, at)
  const groupSign = last === ',' ? '.' : ','
  const whole = before.includes(groupSign) ? withoutGroups(before, groupSign) : before
  return whole === null || whole.includes(last) ? null : { whole, fraction: after }
}

/** The digits of `1.234.567`; null where the groups are not of three. */
function withoutGroups(text: string, sign: string): string | null {
  const [first = '', ...rest] = text.split(sign)
  if (!/^\d{1,3}$/.test(first) || rest.some((part) => !/^\d{3}$/.test(part))) return null
  return first + rest.join('')
}

/** A sum as it stands in a field: no sign, no thousands, cents only where there are some. */
export function moneyText(amountMinor: number, currency: string, language: string): string {
  const digits = minorDigits(currency)
  const figures = String(amountMinor).padStart(digits + 1, '0')
  const whole = digits === 0 ? figures : figures.slice(0, -digits)
  const fraction = digits === 0 ? '' : figures.slice(-digits)
  return Number(fraction) === 0 ? whole : `${whole}${separatorsOf(language).decimal}${fraction}`
}

/**
 * Round sums above what is due, such as people hand over: the next full 100, 500, 1000, 5000 of
 * the currency's notes. The smallest first, at most so many, the exact sum not among them.
 */
export function likelyTendered(dueMinor: number, currency: string, most = 3): number[] {
  const unit = 10 ** minorDigits(currency)
  const sums = new Set<number>()
  for (const note of [1, 5, 10, 50, 100, 500, 1000, 5000, 10_000, 50_000]) {
    // A note far below the sum gives coins back, one far above is not handed over.
    if (note * unit * 20 < dueMinor || note * unit > dueMinor * 10) continue
    const sum = Math.ceil(dueMinor / (note * unit)) * note * unit
    if (sum > dueMinor) sums.add(sum)
  }
  return [...sums].toSorted((a, b) => a - b).slice(0, most)
}
