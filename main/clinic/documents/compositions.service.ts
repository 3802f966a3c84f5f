/** The life of documents: begun from a type, filled, reviewed, signed, archived; each step kept, each turn a task. */
import { createHash } from 'node:crypto'
import type { Desk } from '../../db/desk.ts'
import { nextNumber } from '../../db/numbers.ts'
import type { Reader } from '../../db/kysely.ts'
import type { CompositionRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { findPatient } from '../patients/patients.queries.ts'
import { readClinic } from '../settings/settings.service.ts'
import { addDays, dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { isLanguage, type Language } from '../shared/languages.ts'
import { printTexts } from '../../pdf/texts.ts'
import { isAtWork, listOpenOfFocus } from '../tasks/tasks.queries.ts'
import { createTask, endTasksOf } from '../tasks/tasks.service.ts'
import type { Begin, Remarked, SaveContent, StepWish } from './compositions.input.ts'
import { findComposition, listDisposedFiles } from './compositions.queries.ts'
import {
  beginning,
  type CompositionAction,
  isOpenToEdit,
  isTurnOf,
  mayTake,
  retainUntil,
  type Standing,
  standingAfter,
  type Turn,
} from './compositions.rules.ts'
import { asDefinition, requireType } from './document-types.service.ts'
import {
  answerProblems,
  type DocumentDefinition,
  type RouteStep,
  textIn,
  tidyAnswers,
} from './document-types.rules.ts'
import { forgetFile, isFileNamed } from '../files/file-store.queries.ts'
import { keepFile } from './documents.queries.ts'
import { contentHashOf, readAnswers } from './composition-content.service.ts'
import { gatherComposition, type RenderForm } from './composition-print.service.ts'

/** Whose turn it is in a document, with whom its open tasks were handed to. */
async function turnOf(
  db: Reader,
  document: Pick<CompositionRow, 'id' | 'state' | 'routeStep' | 'authorId'>,
  route: readonly RouteStep[],
): Promise<Turn> {
  const { state, routeStep, authorId } = document
  return { state, routeStep, authorId, route, owners: await listOpenOfFocus(db, document.id) }
}

/**
 * Begins a document of a type, in the language of whoever is to read it. Refused with `not-found` for a
 * type, a patient or a document that is not there, `archived` for a type out of use, `patient-needed`,
 * and `not-signed-document` when what it would replace is not signed or is replaced already.
 */
export async function beginDocument(desk: Desk, wish: Begin) {
  const { timeZone } = await readClinic(desk)
  return desk.write('documents.begin', async (unit) => {
    const definition = await requireType(unit, wish.typeId)
    const { patientId, replacesId } = wish
    if (patientId !== null && (await findPatient(unit.db, patientId)) === undefined) {
      throw new ClinicError('not-found', { entity: 'patient', id: patientId })
    }
    if (patientId === null && definition.needsPatient) throw new ClinicError('patient-needed', {})
    const replaced = replacesId === null ? null : await requireReplaceable(unit, replacesId)
    const number = await nextNumber(unit, 'document', dayOf(unit.now, timeZone))
    const row = {
      ...wish,
      ...beginning,
      number,
      definition: JSON.stringify(definition),
      // A correction begins with what it corrects, as far as the fields are still the same.
      content: JSON.stringify(
        tidyAnswers(definition.fields, replaced === null ? {} : readAnswers(replaced.content)),
      ),
      authorId: unit.actorId,
      signedAt: null,
      contentHash: null,
      sha256: null,
      retainUntil: null,
    }
    const id = unit.insert('composition', row)
    keepStep(unit, { ...row, id }, 'begin', beginning, null)
    await askNext(unit, { ...row, id }, definition, timeZone)
    return { id, number }
  })
}

async function requireReplaceable(unit: Unit, id: string): Promise<CompositionRow> {
  const replaced = await findComposition(unit.db, id)
  if (replaced === undefined) throw new ClinicError('not-found', { entity: 'composition', id })
  if (replaced.state !== 'signed' && replaced.state !== 'archived') {
    throw new ClinicError('not-signed-document', {})
  }
  return replaced
}

function keepStep(
  unit: Unit,
  document: Pick<
    CompositionRow,
    'id' | 'number' | 'language' | 'patientId' | 'replacesId' | 'definition' | 'content'
  > & { state?: CompositionRow['state'] },
  action: CompositionAction,
  to: Standing,
  remark: string | null,
): void {
  unit.insert('compositionStep', {
    compositionId: document.id,
    action,
    fromState: action === 'begin' ? null : (document.state ?? null),
    toState: to.state,
    routeStep: to.routeStep,
    remark,
    contentHash: contentHashOf(document),
    at: unit.now,
    actorId: unit.actorId,
  })
}

/** Makes the task of whoever is next; who acts and goes on at once needs none for a draft of their own. */
async function askNext(
  unit: Unit,
  document: Pick<
    CompositionRow,
    'id' | 'number' | 'language' | 'patientId' | 'state' | 'routeStep' | 'authorId'
  >,
  definition: DocumentDefinition,
  timeZone: string,
): Promise<void> {
  const step = definition.route[document.routeStep]
  const isOwnDraft = document.state === 'draft' && step !== undefined && 'author' in step.by
  if (step === undefined || isOwnDraft) return
  const language: Language = isLanguage(document.language) ? document.language : 'en'
  const words = printTexts(language).documentTask
  const asked = words[document.state === 'returned' ? 'correct' : step.action]
  const name = `${textIn(definition.name, language)} ${document.number}`
  await createTask(unit, {
    patientId: document.patientId,
    focus: { kind: 'document', id: document.id },
    title: asked.replace('{{document}}', name).slice(0, 200),
    description: null,
    owner: await ownerOf(unit, step, document.authorId),
    dueOn: step.dueDays === null ? null : addDays(dayOf(unit.now, timeZone), step.dueDays),
  })
}

/** Whose turn a step is; that of someone who has left goes to the administrators, who hand it on. */
async function ownerOf(unit: Unit, { by }: RouteStep, authorId: string) {
  if ('role' in by) return { role: by.role }
  const practitionerId = 'author' in by ? authorId : by.practitionerId
  if (await isAtWork(unit.db, practitionerId)) return { practitionerId }
  return { role: 'administrator' as const }
}

/**
 * Keeps what was filled in, whole or not. Refused with `not-found`, `document-closed` once it is under
 * review, `not-your-turn`, and `version-conflict` when somebody else saved.
 */
export async function saveContent(desk: Desk, wish: SaveContent): Promise<{ version: number }> {
  return desk.write('documents.save', async (unit) => {
    const { document, definition, turn } = await requireDocument(unit.db, wish.id)
    if (!isOpenToEdit(document.state)) throw new ClinicError('document-closed', {})
    if (!isTurnOf(turn, desk.actor)) throw new ClinicError('not-your-turn', {})
    const content = JSON.stringify(tidyAnswers(definition.fields, wish.content))
    unit.patch('composition', wish.id, { content }, wish.version)
    return { version: wish.version + (content === document.content ? 0 : 1) }
  })
}

export async function requireDocument(db: Reader, id: string) {
  const document = await findComposition(db, id)
  if (document === undefined) throw new ClinicError('not-found', { entity: 'composition', id })
  const definition = asDefinition(JSON.parse(document.definition))
  return { document, definition, turn: await turnOf(db, document, definition.route) }
}

/**
 * The document with where the action leads. Refused with `not-found`, `version-conflict` when it was
 * changed meanwhile, `step-not-possible` when it has come elsewhere, and `not-your-turn`.
 */
async function requireAction(desk: Desk, db: Reader, wish: StepWish, action: CompositionAction) {
  const found = await requireDocument(db, wish.id)
  const { document, turn } = found
  if (document.version !== wish.version) {
    throw new ClinicError('version-conflict', { entity: 'composition', id: wish.id })
  }
  const to = standingAfter(turn, action, turn.route)
  if (to === null) throw new ClinicError('step-not-possible', { state: document.state })
  if (!mayTake(action, turn, desk.actor)) throw new ClinicError('not-your-turn', {})
  return { ...found, to }
}

async function takeAction(
  desk: Desk,
  wish: StepWish,
  action: 'submit' | 'approve' | 'return' | 'discard' | 'archive',
  remark: string | null,
): Promise<void> {
  const { timeZone } = await readClinic(desk)
  await desk.write(`documents.${action}`, async (unit) => {
    const { document, definition, to } = await requireAction(desk, unit.db, wish, action)
    if (action === 'submit') requireWhole(definition, document)
    const kept =
      action === 'archive' ? { retainUntil: keptUntil(unit, document, definition, timeZone) } : {}
    unit.patch('composition', wish.id, { ...to, ...kept }, wish.version)
    keepStep(unit, document, action, to, remark)
    await endTasksOf(unit, wish.id, action === 'discard' ? 'cancelled' : 'completed')
    await askNext(unit, { ...document, ...to }, definition, timeZone)
  })
}

function requireWhole(definition: DocumentDefinition, document: CompositionRow): void {
  const [problem] = answerProblems(definition.fields, readAnswers(document.content), true)
  if (problem !== undefined) throw new ClinicError('document-incomplete', { field: problem.key })
}

function keptUntil(
  unit: Unit,
  document: CompositionRow,
  definition: DocumentDefinition,
  timeZone: string,
): string | null {
  return retainUntil(definition, {
    signedOn: dayOf(document.signedAt ?? unit.now, timeZone),
    archivedOn: dayOf(unit.now, timeZone),
    answers: readAnswers(document.content),
  })
}

/** Gives a filled document on. Refused as `requireAction` says and with `document-incomplete`. */
export async function submitDocument(desk: Desk, wish: StepWish): Promise<void> {
  await takeAction(desk, wish, 'submit', null)
}

/** Approves a document under review. Refused as `requireAction` says. */
export async function approveDocument(desk: Desk, wish: StepWish): Promise<void> {
  await takeAction(desk, wish, 'approve', null)
}

/** Gives a document back to whoever filled it, with what is to be mended. Refused as `requireAction` says. */
export async function returnDocument(desk: Desk, wish: Remarked): Promise<void> {
  await takeAction(desk, wish, 'return', wish.remark)
}

/** Gives a draft up; its number stays. Refused as `requireAction` says. */
export async function discardDocument(desk: Desk, wish: Remarked): Promise<void> {
  await takeAction(desk, wish, 'discard', wish.remark)
}

/** Puts a signed document away; from here its time of keeping may run. Refused as `requireAction` says. */
export async function archiveDocument(desk: Desk, wish: StepWish): Promise<void> {
  await takeAction(desk, wish, 'archive', null)
}

/**
 * Signs an approved document. With the last signature its PDF is made and kept with it, byte for byte.
 * Refused as `requireAction` says; what somebody changed while the PDF was made is a `version-conflict`.
 */
export async function signDocument(desk: Desk, wish: StepWish, render: RenderForm): Promise<void> {
  const clinic = await readClinic(desk)
  const { timeZone } = clinic
  const { document, to } = await requireAction(desk, desk.read, wish, 'sign')
  const signedAt = desk.now()
  const isLast = to.state === 'signed'
  const signature = { signerId: desk.actor.id, signedAt }
  const bytes = isLast
    ? await render(await gatherComposition(desk.read, clinic, document, signature))
    : null
  await desk.write('documents.sign', async (unit) => {
    const now = await requireAction(desk, unit.db, wish, 'sign')
    const contentHash = contentHashOf(now.document)
    const proof = bytes === null ? {} : { signedAt, contentHash, sha256: sha256Of(bytes) }
    if (bytes !== null) {
      const file = { sha256: sha256Of(bytes), mediaType: 'application/pdf', bytes }
      await keepFile(unit.db, { ...file, storedAt: unit.now })
    }
    unit.patch('composition', wish.id, { ...to, ...proof }, wish.version)
    keepStep(unit, now.document, 'sign', to, null)
    await endTasksOf(unit, wish.id, 'completed')
    await askNext(unit, { ...now.document, ...to }, now.definition, timeZone)
  })
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Ends an archived document whose time of keeping is over: words and file are given up, number, hashes
 * and history stay. Refused as `requireAction` says and with `still-kept` before its day.
 */
export async function disposeDocument(desk: Desk, wish: Remarked): Promise<void> {
  const { timeZone } = await readClinic(desk)
  await desk.write('documents.dispose', async (unit) => {
    const { document, to } = await requireAction(desk, unit.db, wish, 'dispose')
    const until = document.retainUntil
    if (until === null || until >= dayOf(unit.now, timeZone)) {
      throw new ClinicError('still-kept', { until: until ?? '' })
    }
    unit.patch('composition', wish.id, { ...to, content: '{}' }, wish.version)
    keepStep(unit, document, 'dispose', to, wish.remark)
    const { sha256 } = document
    if (sha256 !== null && !(await isFileNamed(unit.db, sha256))) await forgetFile(unit.db, sha256)
  })
}

/** Gives up the bytes of documents that another workstation disposed of. */
export async function forgetDisposed(desk: Desk): Promise<void> {
  for (const sha256 of await listDisposedFiles(desk.read)) {
    await desk.write('documents.forget', async (unit) => {
      if (!(await isFileNamed(unit.db, sha256))) await forgetFile(unit.db, sha256)
    })
  }
}
