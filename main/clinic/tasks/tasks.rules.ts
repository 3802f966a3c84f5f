/** Decisions about tasks: who has to do with one, what may still be done with it, and how late it is. */

/** What a task may be about (FHIR Task.focus). */
export const taskFocuses = ['document', 'report', 'referral'] as const
export type TaskFocus = (typeof taskFocuses)[number]

export const taskStatuses = ['requested', 'completed', 'cancelled'] as const
export type TaskStatus = (typeof taskStatuses)[number]

export const taskStepKinds = [
  'requested',
  'commented',
  'delegated',
  'due-changed',
  'completed',
  'cancelled',
  'reopened',
] as const
export type TaskStepKind = (typeof taskStepKinds)[number]

export interface TaskPeople {
  requesterId: string
  ownerId: string | null
  ownerRole: string | null
}

export interface Person {
  id: string
  roles: readonly string[]
}

/** Whether it is this person's to do: asked of them, or of one of their roles. */
export function isOwn({ ownerId, ownerRole }: TaskPeople, person: Person): boolean {
  return ownerId === person.id || (ownerRole !== null && person.roles.includes(ownerRole))
}

/** Whether it is anything of theirs: nobody else reads it. */
export function concerns(task: TaskPeople, person: Person): boolean {
  return task.requesterId === person.id || isOwn(task, person)
}

/** Whether a step may still be taken: an ended task is only commented on and opened again. */
export function allowsStep(status: TaskStatus, kind: TaskStepKind): boolean {
  switch (kind) {
    case 'commented':
      return true
    case 'reopened':
      return status !== 'requested'
    case 'requested':
      return false
    case 'delegated':
    case 'due-changed':
    case 'completed':
    case 'cancelled':
      return status === 'requested'
  }
}

export type DueState = 'overdue' | 'today' | 'later' | 'none'

/** How a due day stands to today; a task is overdue from the day after it. */
export function dueState(dueOn: string | null, today: string): DueState {
  if (dueOn === null) return 'none'
  if (dueOn < today) return 'overdue'
  return dueOn === today ? 'today' : 'later'
}
