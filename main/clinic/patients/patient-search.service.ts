/** The registry's search: a typed query, read in every way it can be meant, over the indexes. */
import type { Desk } from '../../db/desk.ts'
import type { HumanName } from '../shared/names.ts'
import { phoneValues } from './patient-index.rules.ts'
import {
  findByBirthDay,
  findByCard,
  findByIds,
  findByNameStart,
  findByParts,
  findByWords,
  findDevicePrefix,
  findNewest,
  listFound,
  listMergedAway,
} from './patients.queries.ts'
import {
  fitsReading,
  type IndexedName,
  type MatchedBy,
  matchedBy,
  ranked,
  rankedByPlace,
} from './ranking.rules.ts'
import { listDependants } from './relatives.queries.ts'
import { isEmptyReading, parseSearch, type SearchReading, wordMatch } from './search.rules.ts'

export interface FoundPatient {
  id: string
  family: string
  given: string
  patronymic: string | null
  bornOn: string | null
  phone: string | null
  cardNumber: string | null
  /** Null for those who are not put away. */
  archivedAt: string | null
  photoSha256: string | null
  /** The name or card number that was looked for, when it is of one who turned out to be this patient. */
  foundAs: (HumanName & { cardNumber: string | null }) | null
  matched: MatchedBy
}

interface Candidate extends IndexedName {
  patientId: string
}

/** So many are looked at when a query fits very many; the name's own beginning is always complete. */
const candidateLimit = 200

/** Days and cards that fit are all looked at: they are few, and the other parts choose among them. */
const exactLimit = 2000

/** With more found by a phone's digits they are too few to mean one family. */
const dependantsLimit = 20

/** Digits of a card's number, as nextNumber writes them. */
const cardDigits = 5

/**
 * Finds patients by any part of the name in any order, phone digits, birth day or card number, in
 * either alphabet and either keyboard layout; an empty query shows the newest. The first reading of
 * the query that finds anyone wins; a piece from the middle of a name is the last resort. Those who
 * were put away are left out unless `withArchived`.
 */
export async function searchPatients(
  desk: Pick<Desk, 'read'>,
  query: string,
  limit: number,
  withArchived = false,
): Promise<FoundPatient[]> {
  const { found, matched } = await findFitting(desk, query, limit)
  if (found.length === 0) return []
  const led = await leadOn(desk, found)
  const listed = await listFound(desk.read, [...new Set(led.flatMap(({ ids }) => ids))])
  const rows = new Map(listed.map((row) => [row.id, row]))
  const shownIds = new Set<string>()
  return led.flatMap(({ candidate, ids, isRing }) => {
    const row = rows.get(ids.at(-1) ?? candidate.patientId)
    if (row === undefined || shownIds.has(row.id)) return []
    if (row.archivedAt !== null && !withArchived && !isRing) return []
    shownIds.add(row.id)
    const { phones, ...shown } = row
    const former = ids.length === 1 ? undefined : rows.get(candidate.patientId)
    return [
      {
        ...shown,
        phone: phoneValues(phones)[0] ?? null,
        matched: matched(candidate),
        foundAs: former === undefined ? null : formerName(former),
      },
    ]
  })
}

function formerName({ family, given, patronymic, cardNumber }: FoundRow) {
  return { family, given, patronymic, cardNumber }
}

type FoundRow = Awaited<ReturnType<typeof listFound>>[number]

/** A merge of a merged one of a merged one: further than this nobody goes. */
const longestChain = 8

/**
 * Each candidate with whom they turned out to be, step by step; themselves alone for nearly all, and
 * where two desks apart put two away for each other: nobody of them stays until one merge is undone.
 */
async function leadOn(desk: Pick<Desk, 'read'>, found: readonly Candidate[]) {
  const led = found.map((candidate) => ({
    candidate,
    ids: [candidate.patientId],
    isRing: false,
  }))
  let open = led
  for (let step = 0; step < longestChain && open.length > 0; step += 1) {
    const ends = open.map(({ ids }) => ids.at(-1) ?? '')
    const next = new Map(
      (await listMergedAway(desk.read, ends)).map((row) => [row.id, row.mergedIntoId]),
    )
    open = open.filter((one) => {
      const to = next.get(one.ids.at(-1) ?? '') ?? null
      if (to === null) return false
      one.isRing = one.ids.includes(to)
      one.ids = one.isRing ? [one.candidate.patientId] : [...one.ids, to]
      return !one.isRing
    })
  }
  return led
}

/** The candidates in their order, and by what each was found. */
interface Fitting {
  found: Candidate[]
  matched: (candidate: Candidate) => MatchedBy
}

async function findFitting(
  desk: Pick<Desk, 'read'>,
  query: string,
  limit: number,
): Promise<Fitting> {
  if (query.trim() === '') {
    return { found: await findNewest(desk.read, limit), matched: () => 'as-typed' }
  }
  const { alternatives, ...first } = parseSearch(query)
  const byNumber = await findByBareCardNumber(desk, query)
  if (byNumber.length > 0) {
    const others = await findReading(desk, first, limit)
    const isCard = new Set(byNumber.map(({ patientId }) => patientId))
    return {
      found: distinct([...byNumber, ...others]).slice(0, limit),
      matched: (each) => (isCard.has(each.patientId) ? 'card' : matchedBy(each, first, false)),
    }
  }
  for (const reading of [first, ...alternatives]) {
    const found = await findReading(desk, reading, limit)
    if (found.length > 0) {
      return { found, matched: (each) => matchedBy(each, reading, reading !== first) }
    }
  }
  for (const reading of [first, ...alternatives]) {
    const found = await findInside(desk, reading, limit)
    if (found.length > 0) return { found, matched: () => 'part' }
  }
  return { found: [], matched: () => 'part' }
}

async function findReading(
  desk: Pick<Desk, 'read'>,
  reading: SearchReading,
  limit: number,
): Promise<Candidate[]> {
  if (isEmptyReading(reading)) return []
  const { cardNumber, bornOn, phoneDigits, tokens } = reading
  if (cardNumber !== null || bornOn !== null) {
    const found =
      cardNumber === null
        ? await findByBirthDay(desk.read, bornOn ?? '', exactLimit)
        : await findByCardNumber(desk, cardNumber)
    const fitting = found.filter((each) => fitsReading(each, reading))
    return ranked(fitting, tokens).slice(0, limit)
  }
  if (phoneDigits !== null) {
    const found = await findByParts(desk.read, [phoneDigits], wordMatch(reading), candidateLimit)
    const children = await findDependants(desk, found)
    return distinct([...ranked(found, tokens), ...children]).slice(0, limit)
  }
  const byStart = await findByNameStart(desk.read, tokens.join(' '), limit)
  if (byStart.length >= limit) return byStart
  const match = wordMatch(reading)
  const byWords = match === null ? [] : await findByWords(desk.read, match, candidateLimit)
  return ranked(distinct([...byStart, ...byWords]), tokens).slice(0, limit)
}

/** Pieces from the middle of names: `ванов` is in Иванов. */
async function findInside(
  desk: Pick<Desk, 'read'>,
  reading: SearchReading,
  limit: number,
): Promise<Candidate[]> {
  const { tokens, phoneDigits, bornOn, cardNumber } = reading
  const hasWordsAlone = phoneDigits === null && bornOn === null && cardNumber === null
  const long = tokens.filter((token) => token.length >= 3)
  if (!hasWordsAlone || long.length === 0) return []
  const found = await findByParts(desk.read, long, null, candidateLimit)
  const short = { ...reading, tokens: tokens.filter((token) => token.length < 3) }
  const fitting = found.filter((each) => fitsReading(each, short))
  return rankedByPlace(fitting, long).slice(0, limit)
}

/** A child comes up by the phone of the parent who is a patient too; without words, because those are the parent's. */
async function findDependants(
  desk: Pick<Desk, 'read'>,
  found: readonly Candidate[],
): Promise<Candidate[]> {
  if (found.length === 0 || found.length > dependantsLimit) return []
  const ids = found.map(({ patientId }) => patientId)
  const children = await listDependants(desk.read, ids, dependantsLimit)
  return findByIds(
    desk.read,
    children.map(({ patientId }) => patientId),
  )
}

async function findByCardNumber(desk: Pick<Desk, 'read'>, cardNumber: string) {
  const [prefix = '', digits = ''] = cardNumber.split('-')
  const whole = `${prefix}-${digits.padStart(cardDigits, '0')}`
  return findByCard(desk.read, { start: cardNumber, whole }, exactLimit)
}

/** `482` may be card A-00482 of this desk. */
async function findByBareCardNumber(desk: Pick<Desk, 'read'>, query: string): Promise<Candidate[]> {
  const digits = query.trim()
  if (!/^\d{1,6}$/.test(digits)) return []
  const prefix = await findDevicePrefix(desk.read)
  const whole = `${prefix}-${digits.padStart(cardDigits, '0')}`
  return findByCard(desk.read, { start: whole, whole }, 1)
}

function distinct(candidates: Candidate[]): Candidate[] {
  const known = new Set<string>()
  return candidates.filter(({ patientId }) => {
    const isNew = !known.has(patientId)
    known.add(patientId)
    return isNew
  })
}
