/** Tasks: asked of a colleague or a role, handed on, talked about, done or called off; each step is kept. */
import type { Desk } from '../../db/desk.ts'
import type { TaskRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { findPatient } from '../patients/patients.queries.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import { isRole } from '../shared/permissions.ts'
import type { ChangeDue, Comment, CreateTask, Delegate, EndTask, TaskOwner } from './tasks.input.ts'
import {
  findTask,
  isAtWork,
  listAssignees,
  listOpenOfFocus,
  listOpenTasks,
  listTasksOfFocus,
  listTasksOfPatient,
  listTaskSteps,
  readTaskRecord,
  type TaskRecord,
} from './tasks.queries.ts'
import { allowsStep, concerns, dueState, type TaskFocus, type TaskStepKind } from './tasks.rules.ts'

/**
 * Asks for something to be done, inside an open unit: what other rooms call when a document, a result
 * or a referral needs somebody. Refused with `not-found` for an owner who is not at work. Returns its id.
 */
export async function createTask(unit: Unit, wish: CreateTask): Promise<string> {
  const { focus, owner, ...told } = wish
  const owning = await ownerFields(unit, owner)
  const id = unit.insert('task', {
    ...told,
    ...owning,
    focusKind: focus?.kind ?? null,
    focusId: focus?.id ?? null,
    requesterId: unit.actorId,
    status: 'requested',
    endedAt: null,
    endedBy: null,
  })
  keepStep(unit, id, 'requested', { ...owning, dueOn: wish.dueOn, comment: null })
  return id
}

/** Ends the open tasks about a thing that has been done or is gone, inside an open unit. */
export async function endTasksOf(
  unit: Unit,
  focusId: string,
  as: 'completed' | 'cancelled',
): Promise<void> {
  for (const { id } of await listOpenOfFocus(unit.db, focusId)) endTask(unit, id, as, null)
}

async function ownerFields(unit: Unit, owner: TaskOwner) {
  if ('role' in owner) return { ownerId: null, ownerRole: owner.role }
  if (!(await isAtWork(unit.db, owner.practitionerId))) {
    throw new ClinicError('not-found', { entity: 'practitioner', id: owner.practitionerId })
  }
  return { ownerId: owner.practitionerId, ownerRole: null }
}

interface StepFacts {
  ownerId?: string | null
  ownerRole?: string | null
  dueOn?: string | null
  comment: string | null
}

function keepStep(unit: Unit, taskId: string, kind: TaskStepKind, facts: StepFacts): void {
  const { ownerId = null, ownerRole = null, dueOn = null, comment } = facts
  const who = { at: unit.now, actorId: unit.actorId }
  unit.insert('taskStep', { taskId, kind, ownerId, ownerRole, dueOn, comment, ...who })
}

function endTask(
  unit: Unit,
  id: string,
  as: 'completed' | 'cancelled',
  comment: string | null,
  version?: number,
): void {
  const ended = { status: as, endedAt: unit.now, endedBy: unit.actorId }
  unit.patch('task', id, ended, version)
  keepStep(unit, id, as, { comment })
}

/** Asks for something to be done. Refused with `not-found` for a patient or a colleague who is not there. */
export async function requestTask(desk: Desk, wish: CreateTask): Promise<{ id: string }> {
  return desk.write('tasks.create', async (unit) => {
    const { patientId } = wish
    if (patientId !== null && (await findPatient(unit.db, patientId)) === undefined) {
      throw new ClinicError('not-found', { entity: 'patient', id: patientId })
    }
    return { id: await createTask(unit, wish) }
  })
}

/**
 * The task a step is to be taken of. Refused with `not-found`, with `forbidden` for whom it does not
 * concern, and with `task-ended` when it has come too far for the step.
 */
async function requireStep(desk: Desk, unit: Unit, id: string, kind: TaskStepKind) {
  const task = await findTask(unit.db, id)
  if (task === undefined) throw new ClinicError('not-found', { entity: 'task', id })
  requireConcern(desk, task)
  if (!allowsStep(task.status, kind)) throw new ClinicError('task-ended', {})
  return task
}

function requireConcern(
  desk: Desk,
  task: Pick<TaskRow, 'requesterId' | 'ownerId' | 'ownerRole'>,
): void {
  if (!concerns(task, desk.actor)) throw new ClinicError('forbidden', { permission: 'tasks.work' })
}

/** Says something about a task, an ended one too. Refused as `requireStep` says. */
export async function commentTask(desk: Desk, { id, comment }: Comment): Promise<void> {
  await desk.write('tasks.comment', async (unit) => {
    await requireStep(desk, unit, id, 'commented')
    keepStep(unit, id, 'commented', { comment })
  })
}

/** Hands a task on to a colleague or a role. Refused as `requireStep` says and with `version-conflict`. */
export async function delegateTask(desk: Desk, wish: Delegate): Promise<void> {
  await desk.write('tasks.delegate', async (unit) => {
    await requireStep(desk, unit, wish.id, 'delegated')
    const owning = await ownerFields(unit, wish.owner)
    unit.patch('task', wish.id, owning, wish.version)
    keepStep(unit, wish.id, 'delegated', { ...owning, comment: wish.comment })
  })
}

/** Sets another due day. Refused as `requireStep` says and with `version-conflict`. */
export async function changeDue(desk: Desk, wish: ChangeDue): Promise<void> {
  const { id, version, dueOn, comment } = wish
  await desk.write('tasks.changeDue', async (unit) => {
    await requireStep(desk, unit, id, 'due-changed')
    unit.patch('task', id, { dueOn }, version)
    keepStep(unit, id, 'due-changed', { dueOn, comment })
  })
}

/** Says that it is done. Refused as `requireStep` says and with `version-conflict`. */
export async function completeTask(desk: Desk, wish: EndTask): Promise<void> {
  await desk.write('tasks.complete', async (unit) => {
    await requireStep(desk, unit, wish.id, 'completed')
    endTask(unit, wish.id, 'completed', wish.comment, wish.version)
  })
}

/** Calls it off with a reason. Refused as `requireStep` says and with `version-conflict`. */
export async function cancelTask(desk: Desk, wish: EndTask): Promise<void> {
  await desk.write('tasks.cancel', async (unit) => {
    await requireStep(desk, unit, wish.id, 'cancelled')
    endTask(unit, wish.id, 'cancelled', wish.comment, wish.version)
  })
}

/** Puts an ended task back among those to be done. Refused as `requireStep` says and with `version-conflict`. */
export async function reopenTask(desk: Desk, wish: EndTask): Promise<void> {
  const { id, version, comment } = wish
  await desk.write('tasks.reopen', async (unit) => {
    await requireStep(desk, unit, id, 'reopened')
    unit.patch('task', id, { status: 'requested', endedAt: null, endedBy: null }, version)
    keepStep(unit, id, 'reopened', { comment })
  })
}

function isFocus(word: string | null): word is TaskFocus {
  return word === 'document' || word === 'report' || word === 'referral'
}

function describeTask(task: TaskRecord, today: string) {
  const { patientFamily, patientGiven, patientPatronymic } = task
  const { ownerFamily, ownerGiven, ownerPatronymic } = task
  const { requesterFamily, requesterGiven, requesterPatronymic } = task
  return {
    id: task.id,
    version: task.version,
    title: task.title,
    description: task.description,
    status: task.status,
    dueOn: task.dueOn,
    due: dueState(task.dueOn, today),
    createdAt: task.createdAt,
    endedAt: task.endedAt,
    patientId: task.patientId,
    patient: nameOrNull({
      family: patientFamily,
      given: patientGiven,
      patronymic: patientPatronymic,
    }),
    focus:
      isFocus(task.focusKind) && task.focusId !== null
        ? { kind: task.focusKind, id: task.focusId }
        : null,
    ownerId: task.ownerId,
    ownerRole: task.ownerRole !== null && isRole(task.ownerRole) ? task.ownerRole : null,
    owner: nameOrNull({ family: ownerFamily, given: ownerGiven, patronymic: ownerPatronymic }),
    requesterId: task.requesterId,
    requester: nameOrNull({
      family: requesterFamily,
      given: requesterGiven,
      patronymic: requesterPatronymic,
    }),
  }
}

export type DescribedTask = ReturnType<typeof describeTask>

/** What is due first comes first; what has no due day comes last, the oldest first. */
function inDueOrder(one: TaskRecord, other: TaskRecord): number {
  const [a, b] = [one, other].map(
    ({ dueOn, createdAt, id }) => `${dueOn ?? '9'} ${createdAt} ${id}`,
  )
  return (a ?? '') < (b ?? '') ? -1 : 1
}

async function today(desk: Desk): Promise<string> {
  const { timeZone } = await readClinic(desk)
  return dayOf(desk.now(), timeZone)
}

async function listOwn(desk: Desk): Promise<TaskRecord[]> {
  const { id, roles } = desk.actor
  const lists = await Promise.all([
    listOpenTasks(desk.read, { ownerId: id }),
    listOpenTasks(desk.read, { roles }),
  ])
  return lists.flat()
}

/** What the caller has to do, for themselves or in one of their roles; what is due first comes first. */
export async function listMyTasks(desk: Desk): Promise<DescribedTask[]> {
  const [day, own] = await Promise.all([today(desk), listOwn(desk)])
  return own.toSorted(inDueOrder).map((task) => describeTask(task, day))
}

/** What the caller asked of others and is not done yet. */
export async function listAskedTasks(desk: Desk): Promise<DescribedTask[]> {
  const day = await today(desk)
  const asked = await listOpenTasks(desk.read, { requesterId: desk.actor.id })
  return asked
    .filter(({ ownerId }) => ownerId !== desk.actor.id)
    .toSorted(inDueOrder)
    .map((task) => describeTask(task, day))
}

/** What is past its due day, of the caller's own and of what they asked of others. */
export async function listOverdueTasks(desk: Desk): Promise<DescribedTask[]> {
  const day = await today(desk)
  const asked = await listOpenTasks(desk.read, { requesterId: desk.actor.id })
  const known = new Map([...(await listOwn(desk)), ...asked].map((task) => [task.id, task]))
  return [...known.values()]
    .toSorted(inDueOrder)
    .map((task) => describeTask(task, day))
    .filter(({ due }) => due === 'overdue')
}

/** How many the caller has to do, and how many of those that concern them are overdue. */
export async function countTasks(desk: Desk): Promise<{ mine: number; overdue: number }> {
  const [mine, overdue] = await Promise.all([listOwn(desk), listOverdueTasks(desk)])
  return { mine: mine.length, overdue: overdue.length }
}

/** The tasks about a patient that concern the caller, those to be done first. */
export async function listPatientTasks(desk: Desk, patientId: string): Promise<DescribedTask[]> {
  const day = await today(desk)
  const tasks = await listTasksOfPatient(desk.read, patientId)
  return tasks.filter((task) => concerns(task, desk.actor)).map((task) => describeTask(task, day))
}

/** The tasks about a document, a result or a referral that concern the caller, oldest first. */
export async function listFocusTasks(desk: Desk, focusId: string): Promise<DescribedTask[]> {
  const day = await today(desk)
  const tasks = await listTasksOfFocus(desk.read, focusId)
  return tasks.filter((task) => concerns(task, desk.actor)).map((task) => describeTask(task, day))
}

/** A task with all that happened. Refused with `not-found`, and `forbidden` for whom it does not concern. */
export async function readTask(desk: Desk, id: string) {
  const task = await readTaskRecord(desk.read, id)
  if (task === undefined) throw new ClinicError('not-found', { entity: 'task', id })
  requireConcern(desk, task)
  const steps = await listTaskSteps(desk.read, id)
  return {
    ...describeTask(task, await today(desk)),
    steps: steps.map((step) => {
      const { actorFamily, actorGiven, actorPatronymic } = step
      const { ownerFamily, ownerGiven, ownerPatronymic } = step
      return {
        id: step.id,
        kind: step.kind,
        at: step.at,
        comment: step.comment,
        dueOn: step.dueOn,
        ownerRole: step.ownerRole !== null && isRole(step.ownerRole) ? step.ownerRole : null,
        owner: nameOrNull({ family: ownerFamily, given: ownerGiven, patronymic: ownerPatronymic }),
        actor: nameOrNull({ family: actorFamily, given: actorGiven, patronymic: actorPatronymic }),
      }
    }),
  }
}

/** Colleagues at work, whom a task can be given to. */
export async function listTaskOwners(desk: Desk) {
  const rows = await listAssignees(desk.read)
  return rows.map(({ roles: _roles, ...row }) => row)
}
