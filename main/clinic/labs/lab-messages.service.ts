/** Messages of laboratories: taken in once and whole, matched where identity agrees, else kept for a person. */
import { createHash } from 'node:crypto'
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { LabMessageRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { readClinic } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import { appendReport, type NewResult } from './append-report.service.ts'
import {
  decodeMessage,
  Hl7Error,
  type Hl7Problem,
  parseMessage,
  splitMessages,
} from './hl7.rules.ts'
import { type Candidate, decideMatch } from './lab-match.rules.ts'
import type { BringBack, MatchByHand, PutAway, UndoMatch } from './lab-messages.input.ts'
import {
  countMatches,
  findIdentified,
  findLastReport,
  findMatch,
  findMessage,
  findMessageReport,
  findOrderByNumber,
  findPutAway,
  listCarded,
  listDefinitionsByCodes,
  listPutAway,
  listUnmatched,
} from './lab-messages.queries.ts'
import { findLabOrder } from './lab-orders.queries.ts'
import {
  readHeader,
  readOru,
  type ToldIdentity,
  type ToldReport,
  type ToldResult,
} from './oru.rules.ts'

export interface TakenIn {
  /** `replayed`: the same message was taken in before, and nothing was changed. */
  outcome: 'taken' | 'replayed'
  /** Reports that it was clear whose they are. */
  matched: number
  /** Reports that wait for a person to say whose they are. */
  unmatched: number
}

/**
 * Takes one message in, as one unit of work: when this resolves, it is in the database. The same
 * message again (sender, control id and content) changes nothing. Throws {@link Hl7Error} for what
 * is no report of results.
 */
export async function takeInMessage(
  desk: Desk,
  { bytes, source }: { bytes: Uint8Array; source: LabMessageRow['source'] },
): Promise<TakenIn> {
  const { timeZone } = await readClinic(desk)
  const { text, encoding } = decodeMessage(bytes)
  const message = parseMessage(text, encoding)
  const { sender, controlId } = readHeader(message)
  const told = readOru(message, timeZone)
  const contentHash = createHash('sha256').update(bytes).digest('hex')
  return desk.write('labs.takeInMessage', async (unit) => {
    const key = { sender, controlId, contentHash }
    if ((await findMessage(unit.db, key)) !== undefined) {
      return { outcome: 'replayed' as const, matched: 0, unmatched: 0 }
    }
    const row = { ...key, source, encoding, content: text, receivedAt: unit.now }
    const messageId = unit.insert('labMessage', row)
    let unmatched = 0
    for (const [at, report] of told.entries()) {
      const isMatched = await keepReport(
        unit,
        { messageId, position: at + 1, sender, timeZone },
        report,
      )
      if (!isMatched) unmatched += 1
    }
    return { outcome: 'taken' as const, matched: told.length - unmatched, unmatched }
  })
}

export interface FileOutcome {
  /** Messages, and of their reports those filed and those that wait for a person. */
  taken: number
  replayed: number
  matched: number
  unmatched: number
  /** Messages that could not be read, by their place in the file. */
  refused: { position: number; problem: Hl7Problem }[]
  /** Whether something that is no message stood in the file. */
  stray: boolean
}

/** Takes in every message of a file, each by itself: one that cannot be read holds up no other. Refused with `file-unreadable` when there is none. */
export async function takeInFile(desk: Desk, bytes: Uint8Array): Promise<FileOutcome> {
  const { messages, stray } = splitMessages(bytes)
  if (messages.length === 0) throw new ClinicError('file-unreadable', { reason: 'no-hl7' })
  const told: FileOutcome = { taken: 0, replayed: 0, matched: 0, unmatched: 0, refused: [], stray }
  for (const [at, message] of messages.entries()) {
    try {
      const taken = await takeInMessage(desk, { bytes: message, source: 'file' })
      const { outcome, matched, unmatched } = taken
      told[outcome] += 1
      told.matched += matched
      told.unmatched += unmatched
    } catch (error) {
      if (!(error instanceof Hl7Error)) throw error
      told.refused.push({ position: at + 1, problem: error.problem })
    }
  }
  return told
}

interface Place {
  messageId: string
  position: number
  sender: string
  timeZone: string
}

/** Keeps one report of a message, and files it where it is known whose it is. */
async function keepReport(unit: Unit, place: Place, report: ToldReport): Promise<boolean> {
  const { messageId, position } = place
  const { identity, placerNumber, fillerNumber } = report
  const answer = decideMatch({
    identity,
    ordered: placerNumber === null ? null : await orderedBy(unit.db, placerNumber),
    carded: await cardedWith(unit.db, identity),
  })
  const { identifiers, family, given, bornOn, sex } = identity
  const messageReportId = unit.insert('labMessageReport', {
    messageId,
    position,
    placerNumber,
    fillerNumber,
    cardNumber: identifiers.length === 0 ? null : identifiers.join(', '),
    family,
    given,
    bornOn,
    sex,
    reason: 'reason' in answer ? answer.reason : null,
  })
  if ('reason' in answer) return false
  await fileReport(
    unit,
    { ...answer, ...place, messageReportId, turn: 1, receivedAt: unit.now },
    report,
  )
  return true
}

async function orderedBy(db: Reader, number: string) {
  const found = await findOrderByNumber(db, number)
  if (found === undefined) return null
  const { orderId, revokedAt, cardNumber, id, family, bornOn } = found
  const cardNumbers = cardNumber === null ? [] : [cardNumber]
  return { orderId, revoked: revokedAt !== null, patient: { id, family, bornOn, cardNumbers } }
}

async function cardedWith(db: Reader, { identifiers }: ToldIdentity): Promise<Candidate[]> {
  const numbers = [...new Set(identifiers.flatMap((one) => [one, one.toUpperCase()]))]
  const candidates = new Map<string, Candidate>()
  for (const { cardNumber, ...found } of await listCarded(db, numbers)) {
    const { id, family, bornOn } = await whoIsNow(db, found)
    const cardNumbers = [...(candidates.get(id)?.cardNumbers ?? []), cardNumber]
    candidates.set(id, { id, family, bornOn, cardNumbers })
  }
  return [...candidates.values()]
}

type Identified = Pick<
  NonNullable<Awaited<ReturnType<typeof findIdentified>>>,
  'id' | 'family' | 'bornOn' | 'mergedIntoId'
>

/** Who somebody turned out to be; a ring that two desks made is gone through once. */
async function whoIsNow(db: Reader, patient: Identified): Promise<Identified> {
  const seen = new Set<string>()
  let now = patient
  while (now.mergedIntoId !== null && !seen.has(now.id)) {
    seen.add(now.id)
    now = (await findIdentified(db, now.mergedIntoId)) ?? { ...now, mergedIntoId: null }
  }
  return now
}

interface Filing extends Place {
  messageReportId: string
  turn: number
  patientId: string
  orderId: string | null
  way: 'order-number' | 'identifiers' | 'by-hand'
  receivedAt: string
}

async function fileReport(unit: Unit, filing: Filing, report: ToldReport): Promise<void> {
  const { messageReportId, turn, patientId, orderId, way, timeZone, receivedAt } = filing
  const patient = await findIdentified(unit.db, patientId)
  if (patient === undefined) {
    throw new ClinicError('not-found', { entity: 'patient', id: patientId })
  }
  const matchId = unit.insert('labMatch', {
    messageReportId,
    turn,
    patientId,
    way,
    matchedAt: unit.now,
    matchedBy: unit.actorId,
  })
  const last = orderId === null ? undefined : await findLastReport(unit.db, orderId)
  const effectiveAt = report.effectiveAt ?? receivedAt
  await appendReport(unit, {
    patient,
    orderId,
    matchId,
    status: report.status,
    effectiveAt,
    performer: filing.sender.split('|').findLast((part) => part !== '') ?? null,
    enteredBy: null,
    results: await asResults(unit, report.results, effectiveAt),
    timeZone,
    saysMore: last === undefined || (last.status === 'partial' && report.status !== 'partial'),
  })
}

/** What was told, under the names of the catalogue where it knows them. */
async function asResults(
  unit: Unit,
  told: readonly ToldResult[],
  reportedAt: string,
): Promise<NewResult[]> {
  const known = await listDefinitionsByCodes(
    unit.db,
    told.flatMap(({ codes }) => codes),
  )
  return told.map(({ codes, name, limits, flag, effectiveAt, ...result }) => {
    const definition =
      known.find(({ code }) => codes.includes(code)) ??
      known.find(({ loinc }) => loinc !== null && codes.includes(loinc))
    return {
      ...result,
      definitionId: definition?.id ?? null,
      code: definition?.code ?? codes[0] ?? '',
      name: definition?.name ?? name,
      unit: result.unit ?? (result.valueKind === 'quantity' ? (definition?.unit ?? null) : null),
      labLimits: limits,
      labFlag: flag,
      effectiveAt: effectiveAt ?? reportedAt,
    }
  })
}

/** Results that nobody was found for, the one that waits longest first, with why. */
export async function readUnmatched(desk: Desk) {
  return listUnmatched(desk.read)
}

/** What the laboratory said in one of them. Refused with `not-found`. */
export async function readMessageReport(desk: Desk, messageReportId: string) {
  const { timeZone } = await readClinic(desk)
  const row = await requireReport(desk.read, messageReportId)
  const { content: _content, encoding: _encoding, ...shown } = row
  return { ...shown, results: toldIn(row, timeZone).results }
}

/**
 * Says whose results are, and files them. Refused with `not-found`, `archived`, and
 * `already-matched` where somebody has said so meanwhile.
 */
export async function matchByHand(desk: Desk, wish: MatchByHand): Promise<void> {
  const { timeZone } = await readClinic(desk)
  await desk.write('labs.matchByHand', async (unit) => {
    const { messageReportId, patientId, orderId } = wish
    const row = await requireReport(unit.db, messageReportId)
    if (row.unmatchedId === null) throw new ClinicError('already-matched', {})
    const patient = await findIdentified(unit.db, patientId)
    if (patient !== undefined && patient.archivedAt !== null) {
      throw new ClinicError('archived', { entity: 'patient', id: patientId })
    }
    if (orderId !== null && (await findLabOrder(unit.db, orderId))?.patientId !== patientId) {
      throw new ClinicError('not-found', { entity: 'labOrder', id: orderId })
    }
    const { messageId, position, sender, receivedAt } = row
    const place = { messageId, position, sender, receivedAt, timeZone, messageReportId }
    const turn = (await countMatches(unit.db, messageReportId)) + 1
    const filing = { ...place, turn, patientId, orderId, way: 'by-hand' as const }
    await fileReport(unit, filing, toldIn(row, timeZone))
  })
}

/** Takes a match back: its results count no more, and wait again for a person. Refused with `not-found` and `already-undone`. */
export async function undoMatch(desk: Desk, { matchId, reason }: UndoMatch): Promise<void> {
  await desk.write('labs.undoMatch', async (unit) => {
    const match = await findMatch(unit.db, matchId)
    if (match === undefined) throw new ClinicError('not-found', { entity: 'labMatch', id: matchId })
    if (match.undoneAt !== null) throw new ClinicError('already-undone', {})
    unit.insert('labMatchUndo', { matchId, reason, undoneAt: unit.now, undoneBy: desk.actor.id })
  })
}

/**
 * Puts results that are nobody's here out of the way: they are kept, and can be brought back. Refused
 * with `not-found`, and `already-matched` where they wait no more.
 */
export async function putAway(desk: Desk, { messageReportId, reason }: PutAway): Promise<void> {
  await desk.write('labs.putAway', async (unit) => {
    const { unmatchedId } = await requireReport(unit.db, messageReportId)
    if (unmatchedId === null) throw new ClinicError('already-matched', {})
    const before = await findPutAway(unit.db, messageReportId)
    const said = { reason, putAwayAt: unit.now, putAwayBy: desk.actor.id, broughtBackAt: null }
    if (before === undefined) unit.insert('labPutAway', { messageReportId, ...said })
    else unit.patch('labPutAway', before.id, said)
  })
}

/** Lets results that were put away wait for a person again. */
export async function bringBack(desk: Desk, { id, version }: BringBack): Promise<void> {
  await desk.write('labs.bringBack', async (unit) => {
    unit.patch('labPutAway', id, { broughtBackAt: unit.now }, version)
  })
}

/** More than anybody looks through. */
const shownPutAway = 200

const shownDays = 365

/** What was put away in the last year, the latest first, with why and by whom. */
export async function readPutAway(desk: Desk) {
  const since = new Date(Date.parse(desk.now()) - shownDays * 86_400_000).toISOString()
  const rows = await listPutAway(desk.read, since, shownPutAway)
  return rows.map(({ byFamily, byGiven, byPatronymic, ...row }) => ({
    ...row,
    by: nameOrNull({ family: byFamily, given: byGiven, patronymic: byPatronymic }),
  }))
}

/** Whom the laboratory means, and which order it names. Refused with `not-found`. */
export async function readIdentityOf(
  desk: Desk,
  messageReportId: string,
): Promise<Pick<ToldReport, 'identity' | 'placerNumber'>> {
  const { timeZone } = await readClinic(desk)
  return toldIn(await requireReport(desk.read, messageReportId), timeZone)
}

async function requireReport(db: Reader, id: string) {
  const row = await findMessageReport(db, id)
  if (row === undefined) throw new ClinicError('not-found', { entity: 'labMessageReport', id })
  return row
}

/** The message is kept as it came, so that what is read from it can be read again. */
function toldIn(
  { content, encoding, position }: { content: string; encoding: string; position: number },
  timeZone: string,
): ToldReport {
  const report = readOru(parseMessage(content, encoding), timeZone)[position - 1]
  if (report === undefined) throw new Error('A kept message has fewer reports than it had')
  return report
}
