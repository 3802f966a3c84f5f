/**
 * A visit while it is written. What someone types is kept on this workstation at every pause; every now
 * and then it becomes the text that all who are in the visit share, on every desk. Nobody's text is ever
 * written over unseen: whoever writes names the text that theirs grew out of.
 */
import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { EncounterRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { ClinicError } from '../shared/errors.ts'
import { may } from '../shared/permissions.ts'
import { singleDiagnosis } from './diagnoses.rules.ts'
import { findDraft, findSharedDraft, keepDraft } from './draft.queries.ts'
import { readContents } from './content.service.ts'
import { isSameVisit } from './visit-merge.rules.ts'
import { type SaveDraft, visitContent } from './visits.input.ts'
import { findEncounter } from './visits.queries.ts'
import { emptyContent, type VisitContent } from './visits.rules.ts'

/** Typing is shared so often: a visit of twenty minutes is some eighty texts on the line, not hundreds. */
export const shareEveryMs = 15_000

/** So many texts back it is known that one grew out of the other. */
const keptMarks = 60

const emptyBody = JSON.stringify(emptyContent)

/** The text that a visit begins with, in the unit that begins it. */
export function beginDraft(unit: Unit, encounterId: string): void {
  unit.insert('encounterDraft', {
    encounterId,
    body: emptyBody,
    lineage: '[]',
    savedAt: unit.now,
    savedBy: unit.actorId,
  })
}

/** What names a text of a visit: some digits of its hash. */
function markOf(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16)
}

/** A program from before wrote one diagnosis and a code. */
const earlierContent = z
  .object({
    complaint: z.string(),
    findings: z.string(),
    diagnosis: z.string(),
    diagnosisCode: z.string().nullable(),
    plan: z.string(),
  })
  .transform(({ diagnosis, diagnosisCode, ...texts }): VisitContent => ({
    ...emptyContent,
    ...texts,
    diagnoses: singleDiagnosis(diagnosis, diagnosisCode),
  }))

const ownBody = z.union([
  z.object({
    content: visitContent,
    base: z.object({ mark: z.string(), content: visitContent }),
  }),
  earlierContent.transform((content) => ({ content, base: { mark: '', content: emptyContent } })),
])

const marks = z.array(z.string())

/** The text that all share, with the one who wrote it last; null where nobody shared any. */
export async function readShared(db: Reader, encounterId: string) {
  const row = await findSharedDraft(db, encounterId)
  if (row === undefined) return null
  const { body, lineage, savedAt, savedBy, version, family, given, patronymic } = row
  return {
    mark: markOf(body),
    lineage: marks.parse(JSON.parse(lineage)),
    content: visitContent.parse(JSON.parse(body)),
    savedAt,
    savedBy: { id: savedBy, name: { family, given, patronymic } },
    // Nobody has written anything as long as it is the empty text that the visit began with.
    isWritten: version > 1,
  }
}

/** What the one who acts typed here, with the text that it grew out of; null when nothing. */
export async function readOwnDraft(desk: Desk, encounterId: string) {
  const draft = await findDraft(desk.read, encounterId, desk.actor.id)
  if (draft === undefined) return null
  return { ...ownBody.parse(JSON.parse(draft.body)), savedAt: draft.savedAt }
}

export interface SavedDraft {
  savedAt: string
  /**
   * `shared`: everyone in the visit has it now. `kept`: on this workstation, to be shared with a later
   * one. `newer`: kept, and refused to be shared, for there is a text that this one did not grow out of.
   */
  outcome: 'shared' | 'kept' | 'newer'
  /** The mark of the text that this one stands on from now on. */
  mark: string
}

/**
 * Keeps what was typed so far on this workstation, and shares it when it is time to. Refused with
 * `not-the-author` and `already-signed`.
 */
export async function saveDraft(desk: Desk, wish: SaveDraft): Promise<SavedDraft> {
  const { encounterId, content, base, isShared } = wish
  return desk.write('visits.saveDraft', async (unit): Promise<SavedDraft> => {
    const encounter = await requireDraftable(desk, unit.db, encounterId)
    const shared = await readShared(unit.db, encounterId)
    const grownOutOf = shared?.mark ?? ''
    const isNewer = base.mark !== grownOutOf
    const isDue =
      isShared ||
      shared === null ||
      shared.savedBy.id !== desk.actor.id ||
      !shared.isWritten ||
      Date.parse(unit.now) - Date.parse(shared.savedAt) >= shareEveryMs
    const isToShare = !isNewer && isDue && !isSameVisit(shared?.content ?? emptyContent, content)
    const mark = isToShare
      ? await share(unit, encounterId, content, [...(shared?.lineage ?? []), grownOutOf])
      : base.mark
    await keepOwn(desk, unit, encounter, {
      content,
      base: isToShare ? { mark, content } : base,
    })
    const outcome = isNewer ? 'newer' : isToShare ? 'shared' : 'kept'
    return { savedAt: unit.now, outcome, mark }
  })
}

async function share(
  unit: Unit,
  encounterId: string,
  content: VisitContent,
  lineage: readonly string[],
): Promise<string> {
  const body = JSON.stringify(content)
  const fields = {
    body,
    lineage: JSON.stringify(lineage.slice(-keptMarks)),
    savedAt: unit.now,
    savedBy: unit.actorId,
  }
  const known = await findSharedDraft(unit.db, encounterId)
  if (known === undefined) unit.insert('encounterDraft', { encounterId, ...fields })
  else unit.patch('encounterDraft', known.id, fields)
  return markOf(body)
}

async function keepOwn(
  desk: Desk,
  unit: Unit,
  { id, version }: Pick<EncounterRow, 'id' | 'version'>,
  own: z.infer<typeof ownBody>,
): Promise<void> {
  await keepDraft(unit.db, {
    subjectId: id,
    authorId: desk.actor.id,
    body: JSON.stringify(own),
    baseVersion: version,
    savedAt: unit.now,
  })
}

/** Whether someone may write into a visit: its doctor until it is signed, and whoever assists there. */
export function mayDraft(desk: Desk, encounter: EncounterRow): boolean {
  if (encounter.signedAt !== null || !may(desk.actor.roles, 'visits.draft')) return false
  return encounter.practitionerId === desk.actor.id || !may(desk.actor.roles, 'visits.write')
}

async function requireDraftable(desk: Desk, db: Reader, id: string): Promise<EncounterRow> {
  const encounter = await findEncounter(db, id)
  if (encounter === undefined) throw new ClinicError('not-found', { entity: 'encounter', id })
  if (encounter.signedAt !== null) throw new ClinicError('already-signed', { encounterId: id })
  if (!mayDraft(desk, encounter)) throw new ClinicError('not-the-author', {})
  return encounter
}

/**
 * What a page shows of a visit: signed content; before that what the reader typed here, or else the
 * text that all share.
 */
export async function readWritten(desk: Desk, encounter: EncounterRow) {
  if (encounter.signedAt !== null) {
    const signed = await readContents(desk.read, [encounter])
    return { content: signed.get(encounter.id) ?? emptyContent, own: null, shared: null }
  }
  const shared = await readShared(desk.read, encounter.id)
  const own = mayDraft(desk, encounter) ? await readOwnDraft(desk, encounter.id) : null
  return { content: own?.content ?? shared?.content ?? emptyContent, own, shared }
}
