/** What the hub refused, as a person decides on it: told by unit of work, dismissed or written anew. */
import { ClinicError } from '../clinic/shared/errors.ts'
import type { HumanName } from '../clinic/shared/names.ts'
import type { Desk } from '../db/desk.ts'
import type { RawDatabase } from '../db/open.ts'
import type { SharedTable } from '../db/tables.ts'
import type { Unit } from '../db/write.ts'
import { factsOf, isEntity, mayWrite } from './entities.ts'
import type { Row } from './merge.rules.ts'
import { readFields } from './outbox.ts'
import type { Fields } from './wire.ts'

export interface RefusedUnit {
  unitId: string
  command: string
  refusedAt: string
  actorId: string
  actor: HumanName | null
  patient: { id: string; name: HumanName } | null
  operations: {
    deviceSeq: number
    entity: string
    rowId: string
    kind: string
    code: string
    data: Fields
    /** What was written; nothing of what only doctors read, and no secrets. */
    changes: Fields
  }[]
}

/** Whoever sits at the desk may decide on it, and need not be who may read it. */
const withheldEntities = new Set([
  'encounter',
  'encounterAddendum',
  'encounterDraft',
  'condition',
  'conditionEnd',
  'vitalSign',
  'encounterCosignature',
  'medicalCertificate',
  'serviceRequest',
  'allergyIntolerance',
  'prescription',
  'medicationRequest',
  'medicationStop',
  'medicalCard',
  'credential',
  'setting',
  'message',
  'composition',
  'compositionStep',
  'attachment',
  'task',
  'taskStep',
])

interface RefusalRecord {
  device_seq: number
  unit_id: string
  actor_id: string
  command: string
  entity: string
  row_id: string
  kind: string
  changes: string
  code: string
  data: string
  refused_at: string
}

/** Units that wait for a decision, newest first. */
export function listRefusals(raw: RawDatabase): RefusedUnit[] {
  const records = raw
    .prepare<[], RefusalRecord>(
      'SELECT * FROM sync_refusal WHERE dismissed_at IS NULL ORDER BY device_seq DESC',
    )
    .all()
  return [...Map.groupBy(records, (record) => record.unit_id).values()].flatMap((newestFirst) => {
    const unit = newestFirst.toReversed()
    const [first] = unit
    return first === undefined ? [] : [tellUnit(raw, first, unit)]
  })
}

function tellUnit(raw: RawDatabase, first: RefusalRecord, unit: RefusalRecord[]): RefusedUnit {
  const patientId = unit.map((record) => patientOf(raw, record)).find((id) => id !== null) ?? null
  const patient = patientId === null ? null : nameOf(raw, 'patient', patientId)
  return {
    unitId: first.unit_id,
    command: first.command,
    refusedAt: first.refused_at,
    actorId: first.actor_id,
    actor: nameOf(raw, 'practitioner', first.actor_id),
    patient: patientId === null || patient === null ? null : { id: patientId, name: patient },
    operations: unit.map((record) => ({
      deviceSeq: record.device_seq,
      entity: record.entity,
      rowId: record.row_id,
      kind: record.kind,
      code: record.code,
      data: readFields(record.data),
      changes: withheldEntities.has(record.entity) ? {} : readFields(record.changes),
    })),
  }
}

function patientOf(raw: RawDatabase, { entity, row_id: rowId, changes }: RefusalRecord) {
  if (entity === 'patient') return rowId
  const { patientId, appointmentId } = readFields(changes)
  if (typeof patientId === 'string') return patientId
  const about = entity === 'appointment' ? rowId : appointmentId
  const found = raw.prepare('SELECT patient_id FROM appointment WHERE id = ?').pluck().get(about)
  return typeof found === 'string' ? found : null
}

function nameOf(raw: RawDatabase, table: 'patient' | 'practitioner', id: string): HumanName | null {
  const found = raw
    .prepare<[string], HumanName>(`SELECT family, given, patronymic FROM ${table} WHERE id = ?`)
    .get(id)
  return found ?? null
}

/** Nothing more is to be done about the unit. */
export function dismissRefusal(raw: RawDatabase, unitId: string, now: string): void {
  raw
    .prepare('UPDATE sync_refusal SET dismissed_at = ? WHERE unit_id = ? AND dismissed_at IS NULL')
    .run(now, unitId)
}

/**
 * A merge of patients that another desk had done the same way, before this one's came to the hub, is no
 * question: nothing more is to be done about its unit, whatever stretches of the stream tell of it.
 */
export function dismissMergesDoneTwice(raw: RawDatabase, now: string): void {
  raw
    .prepare(
      `UPDATE sync_refusal SET dismissed_at = ? WHERE dismissed_at IS NULL AND unit_id IN (
        SELECT refused.unit_id FROM sync_refusal refused
        JOIN patient_merge done ON done.merged_id = json_extract(refused.changes, '$.mergedId')
          AND done.turn = json_extract(refused.changes, '$.turn')
          AND done.survivor_id = json_extract(refused.changes, '$.survivorId')
        WHERE refused.entity = 'patientMerge' AND refused.code = 'duplicate'
      )`,
    )
    .run(now)
}

/**
 * Writes a refused unit anew, as the desk's own person. Refused with `not-found` when nothing of it
 * waits, with `forbidden` when they may not write what it wrote.
 */
export async function retryRefusal(raw: RawDatabase, desk: Desk, unitId: string): Promise<void> {
  const records = raw
    .prepare<[string], RefusalRecord>(
      'SELECT * FROM sync_refusal WHERE unit_id = ? AND dismissed_at IS NULL ORDER BY device_seq',
    )
    .all(unitId)
  const [first] = records
  if (first === undefined) throw new ClinicError('not-found', { entity: 'syncRefusal', id: unitId })
  await desk.write(first.command, async (unit) => {
    for (const record of records) writeAnew(unit, desk, record)
    await unit.db
      .updateTable('syncRefusal')
      .set({ dismissedAt: unit.now })
      .where('unitId', '=', unitId)
      .where('dismissedAt', 'is', null)
      .execute()
  })
}

function writeAnew(unit: Unit, desk: Desk, record: RefusalRecord): void {
  const { entity, row_id: rowId, kind } = record
  if (!isEntity(entity)) return
  const { permissions } = factsOf(entity)
  if (!mayWrite(desk.actor.roles, permissions)) {
    throw new ClinicError('forbidden', { permission: permissions.at(-1) ?? '' })
  }
  const {
    version: _version,
    createdAt: _made,
    updatedAt: _changed,
    ...fields
  } = readFields(record.changes)
  if (kind === 'patch') patchAnew(unit, entity, rowId, fields)
  else insertAnew(unit, entity, { ...fields, id: rowId })
}

/** The fields were a unit's once already, of this same table. */
function insertAnew(unit: Unit, entity: SharedTable, row: Row): void {
  unit.insert(entity, row as never)
}

function patchAnew(unit: Unit, entity: SharedTable, rowId: string, fields: Row): void {
  unit.patch(entity, rowId, fields as never)
}
