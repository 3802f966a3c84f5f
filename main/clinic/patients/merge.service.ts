/** Making one patient of two, and taking that back whole. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { MedicalCardRow, PatientRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { ClinicError } from '../shared/errors.ts'
import { findCardOf } from './medical-card.queries.ts'
import type { MergePatients, MergePreview, UndoMerge } from './merge.input.ts'
import { giveRow, lastTurn, listMergesOf, listNaming, listSelfRelated } from './merge.queries.ts'
import {
  type CardField,
  cardFields,
  type ChangedField,
  chosenValue,
  type MergeChoice,
  type MovedRow,
  type MovingReference,
  movingReferences,
  patientReferences,
  type PersonField,
  personFields,
  proposedChoice,
  type Value,
} from './merge.rules.ts'
import { readChanged, readMoved } from './merge-record.input.ts'
import { findPatient } from './patients.queries.ts'

/** One field in which the two differ, and what is proposed. */
export interface Difference<Field extends string> {
  field: Field
  survivor: Value
  merged: Value
  proposed: MergeChoice
}

/**
 * What a merge would do: the fields in which the two differ, each with a proposal, and how many rows
 * would go along. Refused with `not-found` and `merge-not-possible`.
 */
export async function previewMerge(desk: Desk, wish: MergePreview) {
  const { survivor, merged } = await requireTwo(desk.read, wish)
  const cards = {
    survivor: (await findCardOf(desk.read, survivor.id)) ?? null,
    merged: (await findCardOf(desk.read, merged.id)) ?? null,
  }
  const rows = await rowsToMove(desk.read, wish)
  const counts = movingReferences.flatMap((reference) => {
    const count = rows.filter((row) => row.reference === reference).length
    return count === 0 ? [] : [{ reference, count }]
  })
  return {
    survivor: shownPatient(survivor, cards.survivor),
    merged: shownPatient(merged, cards.merged),
    person: personFields.flatMap((field) =>
      difference(field, personValue(survivor, field), personValue(merged, field)),
    ),
    card:
      cards.survivor === null || cards.merged === null
        ? []
        : cardFields.flatMap((field) =>
            difference(field, cards.survivor?.[field] ?? null, cards.merged?.[field] ?? null),
          ),
    counts,
  }
}

function shownPatient(row: PatientRow, card: MedicalCardRow | null) {
  const { id, version, family, given, patronymic, bornOn, createdAt } = row
  return {
    id,
    version,
    family,
    given,
    patronymic,
    bornOn,
    createdAt,
    cardNumber: card?.number ?? null,
  }
}

function difference<Field extends PersonField | CardField>(
  field: Field,
  survivor: Value,
  merged: Value,
): Difference<Field>[] {
  const proposed = proposedChoice(field, survivor, merged)
  return proposed === null ? [] : [{ field, survivor, merged, proposed }]
}

/**
 * Makes one of two patients in one unit: every row that names the merged one is given to the survivor,
 * the survivor's fields become what was chosen, and the merged one is put away with a word of where
 * they went, so that their old card number and name still lead there. When both have a medical card
 * the survivor's takes over what the other one says, and a doctor has to approve it again. Refused with
 * `not-found`, `merge-not-possible` and `version-conflict`.
 */
export async function mergePatients(desk: Desk, wish: MergePatients): Promise<{ id: string }> {
  return desk.write('patients.merge', async (unit) => {
    const { survivor, merged } = await requireTwo(unit.db, wish)
    const moved = await rowsToMove(unit.db, wish)
    const changed: ChangedField[] = []
    const change = (one: ChangedField) => {
      if (one.before !== one.after) changed.push(one)
    }
    for (const one of personChanges(survivor, merged, wish)) change(one)
    for (const one of await cardChanges(unit, wish)) change(one)
    change({
      entity: 'patient',
      rowId: merged.id,
      field: 'archivedAt',
      before: merged.archivedAt,
      after: merged.archivedAt ?? unit.now,
    })
    change({
      entity: 'patient',
      rowId: merged.id,
      field: 'mergedIntoId',
      before: merged.mergedIntoId,
      after: survivor.id,
    })
    requireVersions(survivor, merged, wish)
    for (const { reference, rowId } of moved) giveRow[reference](unit, rowId, survivor.id)
    for (const { id, archivedAt } of await listSelfRelated(unit.db, survivor.id)) {
      change({
        entity: 'relatedPerson',
        rowId: id,
        field: 'archivedAt',
        before: archivedAt,
        after: unit.now,
      })
    }
    applyChanges(unit, changed, 'after')
    const id = unit.insert('patientMerge', {
      survivorId: survivor.id,
      mergedId: merged.id,
      turn: (await lastTurn(unit.db, merged.id)) + 1,
      moved: JSON.stringify(moved),
      changed: JSON.stringify(changed),
      mergedAt: unit.now,
      mergedBy: desk.actor.id,
    })
    return { id }
  })
}

/**
 * Takes a merge back: the rows that went along go back, the fields hold again what they held, and the
 * merged patient is there again. What somebody changed since stays as they left it, and what came to
 * the survivor since stays with the survivor; how much of each is answered. Refused with `merge-undo`
 * when there is nothing to undo, or when the survivor went into a third patient meanwhile: then that
 * merge is to be undone first. Two desks apart may each have put one of two away for the other; there
 * either merge can be undone, and who it brings back is the one who stays.
 */
export async function undoMerge(
  desk: Desk,
  { mergedId }: UndoMerge,
): Promise<{ movedBack: number; leftAsChanged: number }> {
  return desk.write('patients.undoMerge', async (unit) => {
    const merges = await listMergesOf(unit.db, mergedId)
    if (merges.length === 0) throw new ClinicError('merge-undo', { reason: 'not-merged' })
    const told = { movedBack: 0, leftAsChanged: 0 }
    for (const merge of merges) {
      const chain = await chainFrom(unit.db, merge.survivorId)
      if (chain.length > 1 && !chain.includes(mergedId)) {
        throw new ClinicError('merge-undo', { reason: 'merged-on' })
      }
      for (const { reference, rowId } of readMoved(merge.moved)) {
        const still = await isNaming(unit.db, reference, rowId, merge.survivorId)
        if (still) giveRow[reference](unit, rowId, merge.mergedId)
        if (still) told.movedBack += 1
        else told.leftAsChanged += 1
      }
      const changed = readChanged(merge.changed)
      const untouched: ChangedField[] = []
      for (const one of changed) {
        if ((await valueNow(unit.db, one)) === one.after) untouched.push(one)
      }
      told.leftAsChanged += changed.length - untouched.length
      applyChanges(unit, untouched, 'before')
      unit.insert('patientMergeUndo', {
        mergeId: merge.id,
        undoneAt: unit.now,
        undoneBy: desk.actor.id,
      })
    }
    return told
  })
}

/** This patient and whom they turned out to be, step by step; a ring is gone through once. */
async function chainFrom(db: Reader, id: string): Promise<string[]> {
  const chain: string[] = []
  for (let next: string | null = id; next !== null && !chain.includes(next);) {
    chain.push(next)
    next = (await findPatient(db, next))?.mergedIntoId ?? null
  }
  return chain
}

async function requireTwo(db: Reader, { survivorId, mergedId }: MergePreview) {
  if (survivorId === mergedId) throw new ClinicError('merge-not-possible', { reason: 'same' })
  const survivor = await requireOne(db, survivorId)
  const merged = await requireOne(db, mergedId)
  // Again into the same one is how rows that came late, from a desk that had not heard of it, go along.
  const isElsewhere = merged.mergedIntoId !== null && merged.mergedIntoId !== survivorId
  if (survivor.mergedIntoId !== null || isElsewhere) {
    throw new ClinicError('merge-not-possible', { reason: 'already-merged' })
  }
  if (survivor.archivedAt !== null) {
    throw new ClinicError('archived', { entity: 'patient', id: survivorId })
  }
  return { survivor, merged }
}

async function requireOne(db: Reader, id: string): Promise<PatientRow> {
  const row = await findPatient(db, id)
  if (row === undefined) throw new ClinicError('not-found', { entity: 'patient', id })
  return row
}

function requireVersions(survivor: PatientRow, merged: PatientRow, wish: MergePatients): void {
  for (const [row, version] of [
    [survivor, wish.survivorVersion],
    [merged, wish.mergedVersion],
  ] as const) {
    if (row.version !== version) {
      throw new ClinicError('version-conflict', { entity: 'patient', id: row.id })
    }
  }
}

/** What would go along: of what each may have one of, only what the survivor lacks. */
async function rowsToMove(db: Reader, { survivorId, mergedId }: MergePreview): Promise<MovedRow[]> {
  const moved: MovedRow[] = []
  for (const reference of movingReferences) {
    const isOneEach = patientReferences[reference] === 'one-each'
    if (isOneEach && (await listNaming(db, reference, survivorId)).length > 0) continue
    for (const rowId of await listNaming(db, reference, mergedId)) moved.push({ reference, rowId })
  }
  return moved
}

async function isNaming(
  db: Reader,
  reference: MovingReference,
  rowId: string,
  patientId: string,
): Promise<boolean> {
  return (await listNaming(db, reference, patientId)).includes(rowId)
}

/** A person's field as one value; a document is its kind and its number. */
function personValue(row: PatientRow, field: PersonField): Value {
  if (field !== 'document') return row[field]
  const { documentKind, documentNumber } = row
  return documentNumber === null ? null : JSON.stringify([documentKind, documentNumber])
}

function personChanges(
  survivor: PatientRow,
  merged: PatientRow,
  { person }: MergePatients,
): ChangedField[] {
  return personFields.flatMap((field): ChangedField[] => {
    const [before, other] = [personValue(survivor, field), personValue(merged, field)]
    const choice = person[field] ?? proposedChoice(field, before, other)
    if (choice === null || choice === 'survivor') return []
    const changed = { entity: 'patient', rowId: survivor.id } as const
    if (field === 'document') {
      return (['documentKind', 'documentNumber'] as const).map((column) => ({
        ...changed,
        field: column,
        before: survivor[column],
        after: merged[column],
      }))
    }
    return [{ ...changed, field, before, after: chosenValue(field, before, other, choice) }]
  })
}

/** A card that says more than the doctor approved goes back to those who decide. */
async function cardChanges(unit: Unit, wish: MergePatients): Promise<ChangedField[]> {
  const kept = await findCardOf(unit.db, wish.survivorId)
  const other = await findCardOf(unit.db, wish.mergedId)
  if (kept === undefined || other === undefined) return []
  const changed = { entity: 'medicalCard', rowId: kept.id } as const
  const texts = cardFields.flatMap((field): ChangedField[] => {
    const choice = wish.card[field] ?? proposedChoice(field, kept[field], other[field])
    if (choice === null || choice === 'survivor') return []
    const after = chosenValue(field, kept[field], other[field], choice)
    return after === kept[field] ? [] : [{ ...changed, field, before: kept[field], after }]
  })
  if (texts.length === 0 || kept.status !== 'approved') return texts
  return [
    ...texts,
    { ...changed, field: 'status', before: kept.status, after: 'submitted' },
    { ...changed, field: 'submittedAt', before: kept.submittedAt, after: unit.now },
    { ...changed, field: 'submittedBy', before: kept.submittedBy, after: unit.actorId },
  ]
}

/** Sets the fields of each row at once, so that each is one change of one row. */
function applyChanges(
  unit: Unit,
  changed: readonly ChangedField[],
  side: 'before' | 'after',
): void {
  for (const [entity, rowId] of rowsOf(changed)) {
    const fields = Object.fromEntries(
      changed
        .filter((one) => one.entity === entity && one.rowId === rowId)
        .map((one) => [one.field, one[side]]),
    )
    if (entity === 'patient') unit.patch('patient', rowId, fields)
    else if (entity === 'medicalCard') unit.patch('medicalCard', rowId, fields)
    else unit.patch('relatedPerson', rowId, fields)
  }
}

function rowsOf(changed: readonly ChangedField[]): [ChangedField['entity'], string][] {
  const rows = new Map<string, [ChangedField['entity'], string]>()
  for (const { entity, rowId } of changed) rows.set(`${entity}/${rowId}`, [entity, rowId])
  return [...rows.values()]
}

async function valueNow(db: Reader, { entity, rowId, field }: ChangedField): Promise<unknown> {
  const row = await db.selectFrom(entity).selectAll().where('id', '=', rowId).executeTakeFirst()
  return new Map<string, unknown>(Object.entries(row ?? {})).get(field)
}
