/** The life of a document: its states, what leads from one to the next, whose turn it is, who may read it. */
import { may } from '../shared/permissions.ts'
import type { Answers, DocumentDefinition, RouteStep } from './document-types.rules.ts'

export const compositionStates = [
  'draft',
  'review',
  'returned',
  'approved',
  'signed',
  'archived',
  'disposed',
  'discarded',
] as const
export type CompositionState = (typeof compositionStates)[number]

export const compositionActions = [
  'begin',
  'submit',
  'return',
  'approve',
  'sign',
  'archive',
  'dispose',
  'discard',
] as const
export type CompositionAction = (typeof compositionActions)[number]

/** Where a document stands: its state, and the step of its route whose turn it is. */
export interface Standing {
  state: CompositionState
  routeStep: number
}

/** How a document begins: with whoever fills it. */
export const beginning: Standing = { state: 'draft', routeStep: 0 }

type Route = readonly Pick<RouteStep, 'action'>[]

/** Where an action leads; null where it is not possible. */
export function standingAfter(
  standing: Standing,
  action: CompositionAction,
  route: Route,
): Standing | null {
  const { state, routeStep } = standing
  switch (action) {
    case 'begin':
      return null
    case 'submit':
      return state === 'draft' || state === 'returned' ? atStep(1, route) : null
    case 'approve':
      return state === 'review' ? atStep(routeStep + 1, route) : null
    case 'return':
      return state === 'review' || state === 'approved' ? { state: 'returned', routeStep: 0 } : null
    case 'sign':
      return state === 'approved' ? atStep(routeStep + 1, route) : null
    case 'archive':
      return state === 'signed' ? { state: 'archived', routeStep } : null
    case 'dispose':
      return state === 'archived' ? { state: 'disposed', routeStep } : null
    case 'discard':
      return state === 'draft' || state === 'returned' ? { state: 'discarded', routeStep } : null
  }
}

/** The standing of a document whose turn is at a step of its route; past the last one it is signed. */
function atStep(routeStep: number, route: Route): Standing {
  const step = route[routeStep]
  if (step === undefined) return { state: 'signed', routeStep }
  return { state: step.action === 'approve' ? 'review' : 'approved', routeStep }
}

/** Whether its words may still change. */
export function isOpenToEdit(state: CompositionState): boolean {
  return state === 'draft' || state === 'returned'
}

/** Whether its bytes are fixed for ever. */
export function isSigned(state: CompositionState): boolean {
  return state === 'signed' || state === 'archived' || state === 'disposed'
}

export interface Person {
  id: string
  roles: readonly string[]
}

export interface Turn {
  state: CompositionState
  routeStep: number
  authorId: string
  route: readonly RouteStep[]
  /** Whom an open task about the document was handed to, beside those whom the route names. */
  owners: readonly { ownerId: string | null; ownerRole: string | null }[]
}

/** Whether it is this person's turn: the route names them or their role, or the task was handed to them. */
export function isTurnOf(turn: Turn, person: Person): boolean {
  const step = turn.route[turn.routeStep]
  if (step === undefined) return false
  const handedOn = turn.owners.some(
    ({ ownerId, ownerRole }) =>
      ownerId === person.id || (ownerRole !== null && person.roles.includes(ownerRole)),
  )
  if (handedOn) return true
  const { by } = step
  if ('author' in by) return turn.authorId === person.id
  if ('role' in by) return person.roles.includes(by.role)
  return by.practitionerId === person.id
}

/** Whether a person may take an action in a document, as far as it is theirs to take. */
export function mayTake(action: CompositionAction, turn: Turn, person: Person): boolean {
  switch (action) {
    case 'begin':
      return may(person.roles, 'documents.write')
    case 'submit':
    case 'approve':
    case 'sign':
    case 'return':
      return may(person.roles, 'documents.write') && isTurnOf(turn, person)
    case 'discard':
      return turn.authorId === person.id || isTurnOf(turn, person)
    case 'archive':
      return turn.authorId === person.id || may(person.roles, 'documents.dispose')
    case 'dispose':
      return may(person.roles, 'documents.dispose')
  }
}

/** What a person can do with a document now. */
export function openActions(turn: Turn, person: Person): CompositionAction[] {
  return compositionActions.filter(
    (action) => standingAfter(turn, action, turn.route) !== null && mayTake(action, turn, person),
  )
}

/** Whether a person may read it: medical ones are for clinicians, and for whoever has a part in it. */
export function mayRead(
  document: Pick<Turn, 'authorId' | 'route'> & { isMedical: boolean },
  owners: Turn['owners'],
  person: Person,
): boolean {
  if (document.authorId === person.id) return true
  const hasPart = document.route.some((_step, routeStep) =>
    isTurnOf({ ...document, state: 'draft', routeStep, owners }, person),
  )
  if (hasPart) return true
  return may(person.roles, document.isMedical ? 'record.read' : 'documents.read')
}

/** The last day on which a document must be kept; null where it is kept for ever. */
export function retainUntil(
  { retention, fields }: Pick<DocumentDefinition, 'retention' | 'fields'>,
  days: { signedOn: string; archivedOn: string; answers: Answers },
): string | null {
  if (retention.years === null) return null
  const isField = fields.some(({ key, kind }) => key === retention.from && kind === 'day')
  const from = isField
    ? (days.answers[retention.from] ?? days.signedOn)
    : retention.from === 'archived'
      ? days.archivedOn
      : days.signedOn
  return yearsLater(from, retention.years)
}

/** The same day some years later; the 29th of February becomes the 28th where there is none. */
function yearsLater(day: string, years: number): string {
  const year = String(Number(day.slice(0, 4)) + years).padStart(4, '0')
  const rest = day.slice(4)
  const isLeap = new Date(`${year}-02-29T00:00:00Z`).getUTCMonth() === 1
  return rest === '-02-29' && !isLeap ? `${year}-02-28` : `${year}${rest}`
}
