/** The second signature of a visit: a supervisor signs as well, or returns it with a remark. */
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { EncounterRow } from '../../db/tables.ts'
import { reorderDocument } from '../documents/documents.service.ts'
import { ClinicError } from '../shared/errors.ts'
import {
  findLastAddendumAt,
  findSupervisor,
  listCosignatures,
  listOwnUncosigned,
  listToCosign,
} from './cosignature.queries.ts'
import { cosignState } from './cosignature.rules.ts'
import { isSignatureSound } from './signature.service.ts'
import type { DecideCosign } from './visits.input.ts'
import { findEncounter } from './visits.queries.ts'

/** Who has to sign a doctor's visit as well, at the moment of signing; null for nobody. */
export async function cosignerOf(db: Reader, practitionerId: string): Promise<string | null> {
  const supervisor = await findSupervisor(db, practitionerId)
  return supervisor === undefined || supervisor.archivedAt !== null ? null : supervisor.id
}

/** How a visit stands with its second signature. */
export async function readCosigning(db: Reader, { id, cosignerId }: EncounterRow) {
  const decisions = await listCosignatures(db, id)
  const lastAddendumAt = await findLastAddendumAt(db, id)
  return {
    cosignerId,
    state: cosignState({ cosignerId, decisions, lastAddendumAt }),
    decisions: decisions.map(({ family, given, patronymic, ...decision }) => ({
      ...decision,
      by: { family, given, patronymic },
    })),
  }
}

/**
 * Signs a visit as well, or returns it with a remark; both stand in its record for good. Refused with
 * `not-found`, `not-the-author` for anyone but the one who was asked, `not-awaiting` when nothing waits,
 * and `signature-broken` when the record is not what was signed.
 */
export async function decideCosign(desk: Desk, wish: DecideCosign): Promise<void> {
  const { encounterId, decision, remark } = wish
  await desk.write('visits.cosign', async (unit) => {
    const encounter = await findEncounter(unit.db, encounterId)
    if (encounter === undefined) {
      throw new ClinicError('not-found', { entity: 'encounter', id: encounterId })
    }
    if (encounter.cosignerId !== desk.actor.id) throw new ClinicError('not-the-author', {})
    const { state, decisions } = await readCosigning(unit.db, encounter)
    if (state !== 'awaiting') throw new ClinicError('not-awaiting', {})
    if (!(await isSignatureSound(unit.db, encounter))) throw new ClinicError('signature-broken', {})
    unit.insert('encounterCosignature', {
      encounterId,
      decision,
      remark,
      turn: decisions.length + 1,
      contentHash: encounter.contentHash ?? '',
      decidedAt: unit.now,
      decidedBy: desk.actor.id,
    })
    await reorderDocument(desk, unit, 'visit-summary', encounterId)
  })
}

/** What waits for the one who asks: visits to sign as well, and own ones that came back. */
export async function readCosignList(desk: Desk) {
  const own = await listOwnUncosigned(desk.read, desk.actor.id)
  const toSign = await listToCosign(desk.read, desk.actor.id)
  const all = await Promise.all([...toSign, ...own].map((row) => withState(desk.read, row)))
  const awaited = all.filter(
    ({ state, cosignerId }) =>
      (cosignerId === desk.actor.id && state === 'awaiting') ||
      (cosignerId !== desk.actor.id && state === 'returned'),
  )
  return awaited
}

type Row = Awaited<ReturnType<typeof listToCosign>>[number]

async function withState(db: Reader, row: Row) {
  const decisions = await listCosignatures(db, row.id)
  const { id, appointmentId, patientId, signedAt, cosignerId } = row
  return {
    id,
    appointmentId,
    patientId,
    signedAt,
    cosignerId,
    remark: decisions.at(-1)?.remark ?? null,
    state: cosignState({
      cosignerId,
      decisions,
      lastAddendumAt: await findLastAddendumAt(db, row.id),
    }),
    patient: {
      family: row.patientFamily,
      given: row.patientGiven,
      patronymic: row.patientPatronymic,
    },
    practitioner: { family: row.family, given: row.given, patronymic: row.patronymic },
  }
}
