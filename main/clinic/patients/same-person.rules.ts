/** When a row of a list is surely someone who is in the registry already, and not just likely. */
import { phoneKey } from './phones.rules.ts'

export interface IdentifiedPerson {
  /** Folded words of the whole name; see patientSortName. */
  sortName: string
  bornOn: string | null
  phones: readonly string[]
  email: string | null
  address: string | null
  documentNumber: string | null
}

/**
 * The same names, birth day and phone, and no other document. What neither has counts as the same,
 * so that a list taken twice adds nobody twice; but two of whom neither birth day nor phone is known
 * must agree in everything else as well.
 */
export function isSurelySame(
  one: IdentifiedPerson,
  other: IdentifiedPerson,
  country: string,
): boolean {
  if (one.sortName !== other.sortName || one.bornOn !== other.bornOn) return false
  if (contradict(one.documentNumber, other.documentNumber)) return false
  const left = phoneKeysOf(one, country)
  const right = phoneKeysOf(other, country)
  const hasPhone = left.length > 0 || right.length > 0
  if (hasPhone) return left.some((key) => right.includes(key))
  if (one.bornOn !== null) return true
  return (
    one.email === other.email &&
    one.address === other.address &&
    one.documentNumber === other.documentNumber
  )
}

function contradict(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other
}

function phoneKeysOf({ phones }: IdentifiedPerson, country: string): string[] {
  return phones.map((phone) => phoneKey(phone, country) ?? phone.replace(/\D/g, ''))
}
