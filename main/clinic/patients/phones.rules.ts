/** Phone numbers: one form to keep and compare, and the way each country writes them. */

/** How a country dials. Lengths are of the number without country code and trunk digit. */
interface DialPlan {
  code: string
  /** Digit dialled before a number inside the country; empty where there is none. */
  trunk: string
  minimum: number
  maximum: number
  /** How a number of each length is written, `#` for a digit; the code stands before it. */
  shapes: Record<number, string>
}

const russianPlan: DialPlan = {
  code: '7',
  trunk: '8',
  minimum: 10,
  maximum: 10,
  shapes: { 10: '### ###-##-##' },
}
const northAmericanPlan: DialPlan = {
  code: '1',
  trunk: '1',
  minimum: 10,
  maximum: 10,
  shapes: { 10: '(###) ###-####' },
}

/** By ISO 3166-1 alpha-2; a country that is not here keeps its digits as they were typed. */
const plans: Record<string, DialPlan> = {
  RU: russianPlan,
  KZ: russianPlan,
  BY: { code: '375', trunk: '8', minimum: 9, maximum: 9, shapes: { 9: '## ###-##-##' } },
  UA: { code: '380', trunk: '0', minimum: 9, maximum: 9, shapes: { 9: '## ###-##-##' } },
  FR: { code: '33', trunk: '0', minimum: 9, maximum: 9, shapes: { 9: '# ## ## ## ##' } },
  BE: { code: '32', trunk: '0', minimum: 8, maximum: 9, shapes: { 9: '### ## ## ##' } },
  CH: { code: '41', trunk: '0', minimum: 9, maximum: 9, shapes: { 9: '## ### ## ##' } },
  BR: {
    code: '55',
    trunk: '0',
    minimum: 10,
    maximum: 11,
    shapes: { 10: '(##) ####-####', 11: '(##) #####-####' },
  },
  PT: { code: '351', trunk: '', minimum: 9, maximum: 9, shapes: { 9: '### ### ###' } },
  ES: { code: '34', trunk: '', minimum: 9, maximum: 9, shapes: { 9: '### ## ## ##' } },
  DE: { code: '49', trunk: '0', minimum: 6, maximum: 11, shapes: {} },
  IE: { code: '353', trunk: '0', minimum: 7, maximum: 9, shapes: {} },
  GB: { code: '44', trunk: '0', minimum: 9, maximum: 10, shapes: { 10: '#### ######' } },
  US: northAmericanPlan,
  CA: northAmericanPlan,
}

/**
 * The digits of a phone with the country's code and nothing else (`8 912 345-67-89` in Russia is
 * `79123456789`), or null when there are fewer than 5 digits or more than 15 (ITU-T E.164).
 * A number that starts with `+` or `00` is taken as it is; `country` (ISO 3166-1 alpha-2) says how
 * the others are dialled, and without it only the Russian eight is known. Extensions are cut off.
 */
export function normalizePhone(phone: string, country: string | null = null): string | null {
  const text = phone.trim().replace(/\s*(?:доб|ext|poste|ramal|x|#).*$/iu, '')
  const all = text.replace(/\D/g, '')
  const isInternational = text.startsWith('+') || text.startsWith('(+') || all.startsWith('00')
  const digits = isInternational ? all.replace(/^00/, '') : withCode(all, country)
  return digits.length >= 5 && digits.length <= 15 ? digits : null
}

/** What two spellings of one phone share: its last ten digits, or all when there are seven to nine. */
export function phoneKey(phone: string, country: string | null = null): string | null {
  const digits = normalizePhone(phone, country)
  return digits === null || digits.length < 7 ? null : digits.slice(-10)
}

/** The number as it is dialled inside its country (`89123456789`, `0612345678`), or null. */
export function dialledInside(digits: string): string | null {
  const plan = planOf(digits)
  return plan === null || plan.trunk === '' ? null : plan.trunk + digits.slice(plan.code.length)
}

/** The phone as its country writes it: `+7 912 345-67-89`, `+33 6 12 34 56 78`, `+55 (11) 98765-4321`. */
export function formatPhone(phone: string, country: string | null = null): string {
  const digits = normalizePhone(phone, country)
  if (digits === null) return phone.trim()
  const plan = planOf(digits)
  if (plan === null) return phone.trim().startsWith('+') ? `+${grouped(digits)}` : phone.trim()
  const rest = digits.slice(plan.code.length)
  const shape = plan.shapes[rest.length]
  return `+${plan.code} ${shape === undefined ? grouped(rest) : shaped(rest, shape)}`
}

function withCode(digits: string, country: string | null): string {
  if (country === null) {
    return digits.length === 11 && digits.startsWith('8') ? `7${digits.slice(1)}` : digits
  }
  const plan = plans[country.toUpperCase()]
  if (plan === undefined) return digits
  const fits = (length: number) => length >= plan.minimum && length <= plan.maximum
  const { code, trunk } = plan
  if (trunk !== '' && digits.startsWith(trunk) && fits(digits.length - trunk.length)) {
    return code + digits.slice(trunk.length)
  }
  return fits(digits.length) ? code + digits : digits
}

/** The plan whose code the digits begin with; codes are such that none begins another. */
function planOf(digits: string): DialPlan | null {
  return (
    Object.values(plans).find((plan) => {
      const length = digits.length - plan.code.length
      return digits.startsWith(plan.code) && length >= plan.minimum && length <= plan.maximum
    }) ?? null
  )
}

function shaped(digits: string, shape: string): string {
  let next = 0
  return shape.replace(/#/g, () => digits[next++] ?? '')
}

/** Threes, with a last group of two to four. */
function grouped(digits: string): string {
  return digits.replace(/\d{3}(?=\d{2})/g, '$& ')
}
