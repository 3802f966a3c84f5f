/** Types of documents: what an administrator sets down, and the samples that a clinic can begin with. */
import * as z from 'zod'
import samples from '../../../resources/document-types.json' with { type: 'json' }
import type { Desk } from '../../db/desk.ts'
import type { DocumentTypeRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { ClinicError } from '../shared/errors.ts'
import {
  type AddDocumentType,
  type ArchiveDocumentType,
  definitionShape,
  type UpdateDocumentType,
} from './document-types.input.ts'
import { findDocumentTypeRow, listDocumentTypeRows } from './document-types.queries.ts'
import { completeLanguages, type DocumentDefinition } from './document-types.rules.ts'

/** A type as its row keeps it, read back. */
export function readDefinition(
  row: Pick<
    DocumentTypeRow,
    | 'name'
    | 'fields'
    | 'form'
    | 'route'
    | 'retentionYears'
    | 'retentionFrom'
    | 'isMedical'
    | 'needsPatient'
  >,
): DocumentDefinition {
  return asDefinition({
    name: JSON.parse(row.name),
    fields: JSON.parse(row.fields),
    form: JSON.parse(row.form),
    route: JSON.parse(row.route),
    retention: { years: row.retentionYears, from: row.retentionFrom },
    isMedical: row.isMedical === 1,
    needsPatient: row.needsPatient === 1,
  })
}

/** A definition as a document keeps it, or as a file has it. */
export function asDefinition(read: unknown): DocumentDefinition {
  return definitionShape.parse(read)
}

function rowOf(definition: DocumentDefinition) {
  const { name, fields, form, route, retention, isMedical, needsPatient } = definition
  return {
    name: JSON.stringify(name),
    fields: JSON.stringify(fields),
    form: JSON.stringify(form),
    route: JSON.stringify(route),
    retentionYears: retention.years,
    retentionFrom: retention.from,
    isMedical: isMedical ? (1 as const) : (0 as const),
    needsPatient: needsPatient ? (1 as const) : (0 as const),
  }
}

/** All types, those in the archive too, each with the languages in which it is whole. */
export async function listDocumentTypes(desk: Desk) {
  const rows = await listDocumentTypeRows(desk.read)
  return rows.map((row) => {
    const definition = readDefinition(row)
    const { id, version, archivedAt } = row
    return { id, version, archivedAt, definition, languages: completeLanguages(definition) }
  })
}

/** Adds a type. */
export async function addDocumentType(desk: Desk, wish: AddDocumentType): Promise<{ id: string }> {
  return desk.write('documentTypes.add', async (unit) => ({
    id: insertType(unit, wish.definition),
  }))
}

function insertType(unit: Unit, definition: DocumentDefinition): string {
  return unit.insert('documentType', { ...rowOf(definition), archivedAt: null })
}

/**
 * Changes a type; documents that were begun keep what they were begun with. Refused with `not-found`
 * and `version-conflict`.
 */
export async function updateDocumentType(desk: Desk, wish: UpdateDocumentType): Promise<void> {
  await desk.write('documentTypes.update', async (unit) => {
    unit.patch('documentType', wish.id, rowOf(wish.definition), wish.version)
  })
}

/** Takes a type out of use, or back into it. Refused with `not-found` and `version-conflict`. */
export async function archiveDocumentType(desk: Desk, wish: ArchiveDocumentType): Promise<void> {
  await desk.write('documentTypes.archive', async (unit) => {
    const archivedAt = wish.archived ? unit.now : null
    unit.patch('documentType', wish.id, { archivedAt }, wish.version)
  })
}

const samplesShape = z.array(definitionShape)

/** The sample types, in four languages. */
export function sampleTypes(): DocumentDefinition[] {
  return samplesShape.parse(samples)
}

/** Adds the sample types that are not there yet, by their names. Answers how many were added. */
export async function addSampleTypes(desk: Desk): Promise<{ added: number }> {
  return desk.write('documentTypes.addSamples', async (unit) => {
    const rows = await listDocumentTypeRows(unit.db)
    const known = new Set(rows.map(({ name }) => name))
    const missing = sampleTypes().filter(({ name }) => !known.has(JSON.stringify(name)))
    for (const definition of missing) insertType(unit, definition)
    return { added: missing.length }
  })
}

/** A type in use. Refused with `not-found` and `archived`. */
export async function requireType(unit: Unit, id: string): Promise<DocumentDefinition> {
  const row = await findDocumentTypeRow(unit.db, id)
  if (row === undefined) throw new ClinicError('not-found', { entity: 'documentType', id })
  if (row.archivedAt !== null) throw new ClinicError('archived', { entity: 'documentType', id })
  return readDefinition(row)
}
