/** Reads of tasks and of their steps. */
import { sql } from 'kysely'
import type { Reader } from '../../db/kysely.ts'

export async function findTask(db: Reader, id: string) {
  return db.selectFrom('task').selectAll().where('id', '=', id).executeTakeFirst()
}

function tasks(db: Reader) {
  return db
    .selectFrom('task')
    .leftJoin('patient', 'patient.id', 'task.patientId')
    .leftJoin('practitioner as owner', 'owner.id', 'task.ownerId')
    .leftJoin('practitioner as requester', 'requester.id', 'task.requesterId')
    .select([
      'task.id',
      'task.version',
      'task.patientId',
      'task.focusKind',
      'task.focusId',
      'task.title',
      'task.description',
      'task.requesterId',
      'task.ownerId',
      'task.ownerRole',
      'task.dueOn',
      'task.status',
      'task.endedAt',
      'task.createdAt',
      'patient.family as patientFamily',
      'patient.given as patientGiven',
      'patient.patronymic as patientPatronymic',
      'owner.family as ownerFamily',
      'owner.given as ownerGiven',
      'owner.patronymic as ownerPatronymic',
      'requester.family as requesterFamily',
      'requester.given as requesterGiven',
      'requester.patronymic as requesterPatronymic',
    ])
}

export type TaskRecord = Awaited<ReturnType<ReturnType<typeof tasks>['execute']>>[number]

export async function readTaskRecord(db: Reader, id: string): Promise<TaskRecord | undefined> {
  return tasks(db).where('task.id', '=', id).executeTakeFirst()
}

/** Open tasks of a person, of their roles, or asked for by them; the index of each is its own. */
export async function listOpenTasks(
  db: Reader,
  of: { ownerId: string } | { roles: readonly string[] } | { requesterId: string },
): Promise<TaskRecord[]> {
  const open = tasks(db).where('task.status', '=', sql.lit('requested'))
  if ('ownerId' in of) return open.where('task.ownerId', '=', of.ownerId).execute()
  if ('requesterId' in of) return open.where('task.requesterId', '=', of.requesterId).execute()
  return of.roles.length === 0 ? [] : open.where('task.ownerRole', 'in', [...of.roles]).execute()
}

/** All tasks about a patient, those to be done first. */
export async function listTasksOfPatient(db: Reader, patientId: string): Promise<TaskRecord[]> {
  return tasks(db)
    .where('task.patientId', '=', patientId)
    .orderBy(sql`task.ended_at IS NOT NULL`)
    .orderBy('task.createdAt', 'desc')
    .orderBy('task.id', 'desc')
    .execute()
}

export async function listTasksOfFocus(db: Reader, focusId: string): Promise<TaskRecord[]> {
  return tasks(db)
    .where('task.focusId', '=', focusId)
    .orderBy('task.createdAt')
    .orderBy('task.id')
    .execute()
}

/** Open tasks about one thing, as rows. */
export async function listOpenOfFocus(db: Reader, focusId: string) {
  return db
    .selectFrom('task')
    .select(['id', 'version', 'ownerId', 'ownerRole'])
    .where('focusId', '=', focusId)
    .where('status', '=', 'requested')
    .execute()
}

/** Who has an open task about each of some things, in one question. */
export async function listOpenOfFocuses(db: Reader, focusIds: readonly string[]) {
  if (focusIds.length === 0) return []
  return db
    .selectFrom('task')
    .select(['focusId', 'ownerId', 'ownerRole'])
    .where('focusId', 'in', focusIds)
    .where('status', '=', 'requested')
    .execute()
}

/** What happened with a task, oldest first. */
export async function listTaskSteps(db: Reader, taskId: string) {
  return db
    .selectFrom('taskStep as step')
    .leftJoin('practitioner as actor', 'actor.id', 'step.actorId')
    .leftJoin('practitioner as owner', 'owner.id', 'step.ownerId')
    .select([
      'step.id',
      'step.kind',
      'step.ownerRole',
      'step.dueOn',
      'step.comment',
      'step.at',
      'actor.family as actorFamily',
      'actor.given as actorGiven',
      'actor.patronymic as actorPatronymic',
      'owner.family as ownerFamily',
      'owner.given as ownerGiven',
      'owner.patronymic as ownerPatronymic',
    ])
    .where('step.taskId', '=', taskId)
    .orderBy('step.at')
    .orderBy('step.id')
    .execute()
}

/** Colleagues whom a task can be given to. */
export async function listAssignees(db: Reader) {
  return db
    .selectFrom('practitioner')
    .select(['id', 'family', 'given', 'patronymic', 'specialty', 'roles'])
    .where('archivedAt', 'is', null)
    .orderBy('family')
    .orderBy('given')
    .execute()
}

export async function isAtWork(db: Reader, practitionerId: string): Promise<boolean> {
  const row = await db
    .selectFrom('practitioner')
    .select('id')
    .where('id', '=', practitionerId)
    .where('archivedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
