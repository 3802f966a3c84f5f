/** Reads of documents and of their history. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'
import type { CompositionState } from './compositions.rules.ts'

export async function findComposition(db: Reader, id: string) {
  return db.selectFrom('composition').selectAll().where('id', '=', id).executeTakeFirst()
}

function compositions(db: Reader) {
  return db
    .selectFrom('composition')
    .leftJoin('patient', 'patient.id', 'composition.patientId')
    .leftJoin('practitioner as author', 'author.id', 'composition.authorId')
    .select([
      'composition.id',
      'composition.version',
      'composition.typeId',
      'composition.number',
      'composition.patientId',
      'composition.language',
      'composition.definition',
      'composition.content',
      'composition.state',
      'composition.routeStep',
      'composition.authorId',
      'composition.replacesId',
      'composition.signedAt',
      'composition.contentHash',
      'composition.sha256',
      'composition.retainUntil',
      'composition.createdAt',
      'composition.updatedAt',
      'patient.family as patientFamily',
      'patient.given as patientGiven',
      'patient.patronymic as patientPatronymic',
      'author.family as authorFamily',
      'author.given as authorGiven',
      'author.patronymic as authorPatronymic',
    ])
}

export type CompositionRecord = Awaited<
  ReturnType<ReturnType<typeof compositions>['execute']>
>[number]

export async function readCompositionRecord(db: Reader, id: string) {
  return compositions(db).where('composition.id', '=', id).executeTakeFirst()
}

export interface RegisterFilter {
  state: CompositionState | null
  typeId: string | null
  patientId: string | null
}

/** Documents by what is asked, newest first; asked for in stretches, because readers are sorted out later. */
export async function listCompositions(
  db: Reader,
  { state, typeId, patientId }: RegisterFilter,
  stretch: { limit: number; offset: number },
): Promise<CompositionRecord[]> {
  let asked = compositions(db)
  if (state !== null) asked = asked.where('composition.state', '=', state)
  if (typeId !== null) asked = asked.where('composition.typeId', '=', typeId)
  if (patientId !== null) asked = asked.where('composition.patientId', '=', patientId)
  return asked
    .orderBy('composition.createdAt', 'desc')
    .orderBy('composition.id', 'desc')
    .limit(stretch.limit)
    .offset(stretch.offset)
    .execute()
}

/** A patient's documents before a place in time, newest first, without those given up. */
export async function pageOfCompositions(
  db: Reader,
  {
    patientId,
    before,
    limit,
  }: { patientId: string; before: { at: string; id: string }; limit: number },
): Promise<CompositionRecord[]> {
  return compositions(db)
    .where('composition.patientId', '=', patientId)
    .where('composition.state', '<>', 'discarded')
    .where(sql<boolean>`(composition.created_at, composition.id) < (${before.at}, ${before.id})`)
    .orderBy('composition.createdAt', 'desc')
    .orderBy('composition.id', 'desc')
    .limit(limit)
    .execute()
}

/** Archived documents whose time of keeping ended before a day, the longest over first. */
export async function listPastRetention(db: Reader, today: string): Promise<CompositionRecord[]> {
  return (
    compositions(db)
      // Written out, because SQLite takes a partial index only for its own words.
      .where('composition.state', '=', sql.lit('archived'))
      .where('composition.retainUntil', '<', today)
      .orderBy('composition.retainUntil')
      .execute()
  )
}

/** What happened with a document, oldest first. */
export async function listCompositionSteps(db: Reader, compositionId: string) {
  return db
    .selectFrom('compositionStep as step')
    .leftJoin('practitioner as actor', 'actor.id', 'step.actorId')
    .select([
      'step.id',
      'step.action',
      'step.fromState',
      'step.toState',
      'step.routeStep',
      'step.remark',
      'step.contentHash',
      'step.at',
      'step.actorId',
      'actor.family',
      'actor.given',
      'actor.patronymic',
    ])
    .where('step.compositionId', '=', compositionId)
    .orderBy('step.at')
    .orderBy('step.id')
    .execute()
}

/** The document that stands in for this one, when it was corrected. */
export async function findReplacing(db: Reader, compositionId: string) {
  return db
    .selectFrom('composition')
    .select(['id', 'number', 'state'])
    .where('replacesId', '=', compositionId)
    .where('state', '<>', 'discarded')
    .orderBy('createdAt')
    .executeTakeFirst()
}

/** Names by id, for the people whom documents name. */
export async function findPeople(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return []
  return db
    .selectFrom('practitioner')
    .select(['id', 'family', 'given', 'patronymic'])
    .where('id', 'in', [...ids])
    .execute()
}

/** Files of disposed documents whose bytes are still here. */
export async function listDisposedFiles(db: Reader): Promise<string[]> {
  const rows = await db
    .selectFrom('composition')
    .innerJoin('storedFile', 'storedFile.sha256', 'composition.sha256')
    .select('storedFile.sha256')
    .where('composition.state', '=', 'disposed')
    .execute()
  return rows.map(({ sha256 }) => sha256)
}
