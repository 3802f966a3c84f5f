/** Papers: ordered as rows inside a unit of work, rendered after the commit, read by their hash. */
import { createHash } from 'node:crypto'
import type { Desk } from '../../db/desk.ts'
import type { DocumentReferenceRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import type { PrintedForm } from '../../pdf/printed-form.ts'
import { type Clinic, readClinic } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import { may } from '../shared/permissions.ts'
import {
  findDocument,
  findDocumentOf,
  findFile,
  keepFile,
  listDocumentsOfPatient,
  listDueDocuments,
} from './documents.queries.ts'
import { type DocumentKind, documentName, readPermission } from './documents.rules.ts'
import { gatherForm } from './printed-forms.service.ts'

const pdf = 'application/pdf'

export interface DocumentOrder {
  kind: DocumentKind
  /** The row that the paper is about. */
  subjectId: string
  patientId: string
  /** The human number printed on it; empty when it has none. */
  number: string
  language: string
}

/** Orders a paper inside an open unit; it is rendered after the commit. Returns its id. */
export function orderDocument(desk: Pick<Desk, 'wake'>, unit: Unit, order: DocumentOrder): string {
  unit.afterCommit(() => desk.wake('documents'))
  return unit.insert('documentReference', { ...order, state: 'due', sha256: null })
}

/** Has the paper of a subject made again because what it is about has grown; no paper is no harm. */
export async function reorderDocument(
  desk: Pick<Desk, 'wake'>,
  unit: Unit,
  kind: DocumentKind,
  subjectId: string,
): Promise<void> {
  const paper = await findDocumentOf(unit.db, kind, subjectId)
  if (paper === undefined) return
  unit.patch('documentReference', paper.id, { state: 'due' })
  unit.afterCommit(() => desk.wake('documents'))
}

/** So few at a time that the program can be closed, and a newly ordered paper comes next. */
const papersARun = 8

/**
 * Renders what is due, the newest first, and answers the instant at which more is due, or null.
 * A paper that cannot be rendered becomes `failed` and does not hold up the others; the bugs are
 * thrown together at the end, for the log. A paper that grew meanwhile stays due. `stop` ends it
 * between two papers.
 */
export async function renderDueDocuments(
  desk: Desk,
  render: Render,
  stop?: AbortSignal,
): Promise<string | null> {
  const due = await listDueDocuments(desk.read, papersARun + 1)
  if (due.length === 0) return null
  const clinic = await readClinic(desk)
  const bugs: unknown[] = []
  for (const paper of due.slice(0, papersARun)) {
    if (stop?.aborted === true) break
    const rendered = await tryRender(desk, clinic, paper, render)
    if ('bug' in rendered) bugs.push(rendered.bug)
    await keepOutcome(desk, clinic, paper, 'bytes' in rendered ? rendered : null)
  }
  if (bugs.length > 0) throw new AggregateError(bugs, 'documents could not be rendered')
  return due.length > papersARun ? desk.now() : null
}

type Render = (form: PrintedForm) => Promise<Uint8Array>

interface Rendered {
  form: PrintedForm
  bytes: Uint8Array
}

async function tryRender(
  desk: Desk,
  clinic: Clinic,
  paper: DocumentReferenceRow,
  render: Render,
): Promise<Rendered | { bug: unknown }> {
  try {
    const form = await gatherForm(desk.read, clinic, paper)
    return { form, bytes: await render(form) }
  } catch (bug) {
    return { bug }
  }
}

/** Stores the bytes and says that the paper is ready; without bytes it has failed. */
async function keepOutcome(
  desk: Desk,
  clinic: Clinic,
  paper: DocumentReferenceRow,
  rendered: Rendered | null,
): Promise<void> {
  await desk.write('documents.render', async (unit) => {
    if (rendered === null) {
      unit.patch('documentReference', paper.id, { state: 'failed' })
      return
    }
    // What it is about may have grown while it was rendered (an addendum): then it stays due.
    const formNow = await gatherForm(unit.db, clinic, paper)
    if (JSON.stringify(formNow) !== JSON.stringify(rendered.form)) return
    const { bytes } = rendered
    const sha256 = hashOf(bytes)
    await keepFile(unit.db, { sha256, mediaType: pdf, bytes, storedAt: unit.now })
    unit.patch('documentReference', paper.id, { state: 'ready', sha256 })
  })
}

export interface DocumentFile {
  name: string
  mediaType: string
  bytes: Uint8Array
}

/**
 * The file of a paper, checked against its hash. Refused with `not-found`, `forbidden`,
 * `document-not-ready` (not rendered yet, or its bytes are on another workstation), and
 * `file-unreadable` when the stored bytes are damaged.
 */
export async function readDocumentFile(desk: Desk, documentId: string): Promise<DocumentFile> {
  return fileOf(desk, await requireReadable(desk, documentId))
}

/** The same for the program itself, which sends what a person was allowed to send. */
export async function readFileToSend(desk: Desk, documentId: string): Promise<DocumentFile> {
  const paper = await findDocument(desk.read, documentId)
  if (paper === undefined) {
    throw new ClinicError('not-found', { entity: 'documentReference', id: documentId })
  }
  return fileOf(desk, paper)
}

async function fileOf(desk: Desk, paper: DocumentReferenceRow): Promise<DocumentFile> {
  const documentId = paper.id
  if (paper.state !== 'ready' || paper.sha256 === null) {
    throw new ClinicError('document-not-ready', { documentId })
  }
  const file = await bringFile(desk, paper.sha256)
  if (file === undefined) throw new ClinicError('document-not-ready', { documentId })
  if (hashOf(file.bytes) !== paper.sha256) {
    throw new ClinicError('file-unreadable', { reason: 'damaged' })
  }
  // A copy, because what crosses to the window takes its whole underlying buffer along.
  return {
    name: documentName(paper),
    mediaType: file.mediaType,
    bytes: Uint8Array.from(file.bytes),
  }
}

/** A file, from the hub where another workstation made it. Refused with `file-not-here-yet`. */
export async function bringFile(desk: Desk, sha256: string) {
  const here = await findFile(desk.read, sha256)
  if (here !== undefined) return here
  const fetched = await desk.fetchFile(sha256)
  if (fetched === 'not-yet') throw new ClinicError('file-not-here-yet', { sha256 })
  return fetched === 'here' ? findFile(desk.read, sha256) : undefined
}

/** A patient's papers that the caller may read, newest first. */
export async function listDocuments(desk: Desk, patientId: string) {
  const papers = await listDocumentsOfPatient(desk.read, patientId)
  return papers
    .filter((paper) => may(desk.actor.roles, readPermission(paper.kind)))
    .map((paper) => ({ ...paper, isHere: Boolean(paper.isHere), name: documentName(paper) }))
}

/** Renders a paper once more: one that failed, or whose stored bytes are gone or damaged. */
export async function renderAgain(desk: Desk, documentId: string): Promise<void> {
  const paper = await requireReadable(desk, documentId)
  if (paper.state === 'ready' && (await hasSoundFile(desk, paper))) return
  await desk.write('documents.renderAgain', async (unit) => {
    unit.patch('documentReference', documentId, { state: 'due' })
    unit.afterCommit(() => desk.wake('documents'))
  })
}

async function hasSoundFile(desk: Desk, paper: DocumentReferenceRow): Promise<boolean> {
  if (paper.sha256 === null) return false
  const file = await findFile(desk.read, paper.sha256)
  return file !== undefined && hashOf(file.bytes) === paper.sha256
}

async function requireReadable(desk: Desk, documentId: string): Promise<DocumentReferenceRow> {
  const paper = await findDocument(desk.read, documentId)
  if (paper === undefined) {
    throw new ClinicError('not-found', { entity: 'documentReference', id: documentId })
  }
  const permission = readPermission(paper.kind)
  if (!may(desk.actor.roles, permission)) throw new ClinicError('forbidden', { permission })
  return paper
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
