/** Whose results could be that no program may file: who of the clinic is like whom the laboratory named, and in what. */
import type { Desk } from '../../db/desk.ts'
import { searchPatients } from '../patients/patient-search.service.ts'
import { type Comparison, compareIdentity } from './lab-match.rules.ts'
import { findOrderByNumber } from './lab-messages.queries.ts'
import { readIdentityOf } from './lab-messages.service.ts'

/** So many of each kind are looked at; who is like nobody is found by typing. */
const soughtEach = 8

/** More than a person compares. */
const shownCandidates = 8

/**
 * Who it could be: by the number of an order, a card, a family name or a birth day, whoever agrees in
 * most of it first, each with what agrees and what does not. Refused with `not-found`.
 */
export async function readCandidates(desk: Desk, messageReportId: string) {
  const { identity, placerNumber } = await readIdentityOf(desk, messageReportId)
  const ordered =
    placerNumber === null ? undefined : await findOrderByNumber(desk.read, placerNumber)
  const sought = [
    ordered?.cardNumber ?? ordered?.family,
    ...identity.identifiers,
    identity.family,
    identity.bornOn,
  ]
  const found = new Map<string, Awaited<ReturnType<typeof searchPatients>>[number]>()
  for (const words of sought) {
    if (words === undefined || words === null) continue
    for (const patient of await searchPatients(desk, words, soughtEach)) {
      found.set(patient.id, patient)
    }
  }
  return [...found.values()]
    .map(({ id, family, given, patronymic, bornOn, cardNumber }) => {
      const cardNumbers = cardNumber === null ? [] : [cardNumber]
      const isOrdered = ordered?.id === id
      return {
        id,
        name: { family, given, patronymic },
        bornOn,
        cardNumber,
        orderId: isOrdered ? (ordered?.orderId ?? null) : null,
        agreement: {
          ...compareIdentity(identity, { id, family, bornOn, cardNumbers }),
          order: ordered === undefined ? null : isOrdered,
        },
      }
    })
    .filter(({ agreement }) => Object.values(agreement).includes(true))
    .toSorted((one, other) => weightOf(other.agreement) - weightOf(one.agreement))
    .slice(0, shownCandidates)
}

function weightOf(agreement: Comparison & { order: boolean | null }): number {
  const values = Object.values(agreement)
  const count = (wanted: boolean) => values.filter((value) => value === wanted).length
  return count(true) - count(false) / values.length
}
