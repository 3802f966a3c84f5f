/** The register of documents, one document with its history, and its PDF: as a draft, or as it was signed. */
import { createHash } from 'node:crypto'
import type { Desk } from '../../db/desk.ts'
import { readClinic } from '../settings/settings.service.ts'
import { dayOf } from '../shared/days.ts'
import { ClinicError } from '../shared/errors.ts'
import { nameOrNull } from '../shared/names.ts'
import { listOpenOfFocuses } from '../tasks/tasks.queries.ts'
import { readAnswers } from './composition-content.service.ts'
import { gatherComposition, type RenderForm } from './composition-print.service.ts'
import type { RegisterWish } from './compositions.input.ts'
import {
  type CompositionRecord,
  findComposition,
  findReplacing,
  listCompositions,
  listCompositionSteps,
  listPastRetention,
  readCompositionRecord,
} from './compositions.queries.ts'
import { isOpenToEdit, isSigned, isTurnOf, mayRead, openActions } from './compositions.rules.ts'
import { requireDocument } from './compositions.service.ts'
import { asDefinition } from './document-types.service.ts'
import { bringFile, type DocumentFile } from './documents.service.ts'

/** How many rows are looked at in one go while the readable ones are picked out. */
const stretchRows = 200

/** What the register tells of documents, in their order, without those that the caller may not read. */
export async function readableDocuments(desk: Desk, records: readonly CompositionRecord[]) {
  const ids = records.map(({ id }) => id)
  const owners = Map.groupBy(await listOpenOfFocuses(desk.read, ids), (task) => task.focusId)
  return records.flatMap((record) => {
    const definition = asDefinition(JSON.parse(record.definition))
    const { id, state, routeStep, authorId } = record
    const turn = {
      state,
      routeStep,
      authorId,
      route: definition.route,
      owners: owners.get(id) ?? [],
    }
    const { isMedical } = definition
    if (!mayRead({ ...turn, isMedical }, turn.owners, desk.actor)) return []
    return [describe(record, definition, isTurnOf(turn, desk.actor))]
  })
}

function describe(
  record: CompositionRecord,
  definition: ReturnType<typeof asDefinition>,
  isMine: boolean,
) {
  const { patientFamily, patientGiven, patientPatronymic } = record
  const { authorFamily, authorGiven, authorPatronymic } = record
  return {
    id: record.id,
    version: record.version,
    typeId: record.typeId,
    number: record.number,
    name: definition.name,
    language: record.language,
    state: record.state,
    routeStep: record.routeStep,
    /** Whether it is the caller who has to do something with it. */
    isMine,
    patientId: record.patientId,
    patient: nameOrNull({
      family: patientFamily,
      given: patientGiven,
      patronymic: patientPatronymic,
    }),
    author: nameOrNull({ family: authorFamily, given: authorGiven, patronymic: authorPatronymic }),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    signedAt: record.signedAt,
    retainUntil: record.retainUntil,
  }
}

/** Documents that the caller may read, newest first; `hasMore` when the limit cut them off. */
export async function listRegister(desk: Desk, { limit, ...filter }: RegisterWish) {
  const documents: Awaited<ReturnType<typeof readableDocuments>> = []
  for (let offset = 0; ; offset += stretchRows) {
    const rows = await listCompositions(desk.read, filter, { limit: stretchRows, offset })
    for (const document of await readableDocuments(desk, rows)) {
      if (documents.length === limit) return { documents, hasMore: true }
      documents.push(document)
    }
    if (rows.length < stretchRows) return { documents, hasMore: false }
  }
}

/** A patient's documents that the caller may read, newest first. */
export async function listDocumentsOf(desk: Desk, patientId: string) {
  const filter = { state: null, typeId: null, patientId, limit: stretchRows }
  return (await listRegister(desk, filter)).documents
}

/** Archived documents whose time of keeping is over. */
export async function listToDispose(desk: Desk) {
  const { timeZone } = await readClinic(desk)
  const rows = await listPastRetention(desk.read, dayOf(desk.now(), timeZone))
  return rows.map((row) => describe(row, asDefinition(JSON.parse(row.definition)), false))
}

/** A document with its fields, its history and what the caller may do. Refused with `not-found` and `forbidden`. */
export async function readDocument(desk: Desk, id: string) {
  const record = await requireRecord(desk, id)
  const { definition, turn } = await requireDocument(desk.read, id)
  const steps = await listCompositionSteps(desk.read, id)
  const replaced =
    record.replacesId === null ? undefined : await findComposition(desk.read, record.replacesId)
  const replacing = await findReplacing(desk.read, id)
  const isMine = isTurnOf(turn, desk.actor)
  return {
    ...describe(record, definition, isMine),
    definition,
    content: readAnswers(record.content),
    mayEdit: isOpenToEdit(record.state) && isMine,
    actions: openActions(turn, desk.actor),
    contentHash: record.contentHash,
    sha256: record.sha256,
    replaces: replaced === undefined ? null : { id: replaced.id, number: replaced.number },
    replacedBy: replacing === undefined ? null : { id: replacing.id, number: replacing.number },
    steps: steps.map(({ family, given, patronymic, ...step }) => ({
      ...step,
      actor: nameOrNull({ family, given, patronymic }),
    })),
  }
}

/** Refused with `not-found`, and `forbidden` for whom the document is not there. */
export async function requireReadableDocument(desk: Desk, id: string): Promise<void> {
  await requireRecord(desk, id)
}

async function requireRecord(desk: Desk, id: string): Promise<CompositionRecord> {
  const record = await readCompositionRecord(desk.read, id)
  if (record === undefined) throw new ClinicError('not-found', { entity: 'composition', id })
  if ((await readableDocuments(desk, [record])).length === 0) {
    throw new ClinicError('forbidden', { permission: 'documents.read' })
  }
  return record
}

/**
 * The PDF of a document: the signed bytes, checked against their hash and never made again; before that
 * how it would look, made anew each time. Refused with `not-found`, `forbidden`, `document-disposed`,
 * `file-not-here-yet`, and `file-unreadable` when signed bytes are damaged or gone.
 */
export async function readDocumentPdf(
  desk: Desk,
  id: string,
  render: RenderForm,
): Promise<DocumentFile> {
  const record = await requireRecord(desk, id)
  if (isSigned(record.state)) return signedPdf(desk, record)
  const { document } = await requireDocument(desk.read, id)
  const form = await gatherComposition(desk.read, await readClinic(desk), document, null)
  return { name: pdfName(record), mediaType: pdf, bytes: await render(form) }
}

/** The signed PDF alone; refused as {@link readDocumentPdf} is, and with `document-not-ready` before the signature. */
export async function readSignedPdf(desk: Desk, id: string): Promise<DocumentFile> {
  const record = await requireRecord(desk, id)
  if (!isSigned(record.state)) throw new ClinicError('document-not-ready', { documentId: id })
  return signedPdf(desk, record)
}

const pdf = 'application/pdf'

const pdfName = ({ number }: CompositionRecord) =>
  `${number.replaceAll(/[^\p{L}\p{N}.-]/gu, '_')}.pdf`

async function signedPdf(desk: Desk, record: CompositionRecord): Promise<DocumentFile> {
  if (record.state === 'disposed') throw new ClinicError('document-disposed', {})
  const file = record.sha256 === null ? undefined : await bringFile(desk, record.sha256)
  if (file === undefined) throw new ClinicError('file-unreadable', { reason: 'missing' })
  if (createHash('sha256').update(file.bytes).digest('hex') !== record.sha256) {
    throw new ClinicError('file-unreadable', { reason: 'damaged' })
  }
  return { name: pdfName(record), mediaType: pdf, bytes: Uint8Array.from(file.bytes) }
}
