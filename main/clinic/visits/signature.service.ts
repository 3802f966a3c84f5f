/** The signature of a visit: a hash over everything in it, and whether it still agrees. */
import { createHash } from 'node:crypto'
import type { Reader } from '../../db/kysely.ts'
import type { EncounterRow } from '../../db/tables.ts'
import { listMergedInto } from '../patients/merge.queries.ts'
import * as z from 'zod'
import {
  listConditionsOf,
  listCoveredLabItems,
  listCoveredMedicines,
  listCoveredReferrals,
  listVitalsOf,
} from './content.queries.ts'
import { sectionsOf } from './content.service.ts'
import { canonicalTexts, canonicalVisit, type WholeVisit } from './visits.rules.ts'

type Signed = EncounterRow & { signedAt: string; signedBy: string }

type Orders = Pick<WholeVisit, 'prescriptions' | 'referrals' | 'labOrders'>

/** What was ordered in a visit, as its signature covers it, in the order of the ids. */
export async function readOrders(db: Reader, encounterId: string): Promise<Orders> {
  const medicines = Map.groupBy(await listCoveredMedicines(db, encounterId), ({ id }) => id)
  const items = Map.groupBy(await listCoveredLabItems(db, encounterId), ({ id }) => id)
  return {
    prescriptions: [...medicines].map(([id, lines]) => ({
      id,
      validTo: lines[0]?.validTo ?? '',
      overrideReason: lines[0]?.overrideReason ?? null,
      medicines: lines.map(({ medicine, dosage, quantity, takenUntil }) => ({
        medicine,
        dosage,
        quantity,
        takenUntil,
      })),
    })),
    referrals: await listCoveredReferrals(db, encounterId),
    labOrders: [...items].map(([id, lines]) => ({
      id,
      note: lines[0]?.note ?? null,
      definitionIds: lines.map(({ definitionId }) => definitionId),
    })),
  }
}

/** The ids of what was ordered. */
export function coveredIds({ prescriptions, referrals, labOrders }: Orders): string[] {
  return [...prescriptions, ...referrals, ...labOrders].map(({ id }) => id)
}

/** SHA-256 over the one text of the whole visit, as hexadecimal digits. */
export async function hashOfVisit(db: Reader, encounter: Signed, orders: Orders): Promise<string> {
  if (encounter.contentFormat === 1) return sha256(canonicalTexts(encounter))
  const diagnoses = await listConditionsOf(db, [encounter.id])
  const vitals = await listVitalsOf(db, [encounter.id])
  const whole: WholeVisit = {
    encounter: { ...encounter, sections: sectionsOf(encounter) },
    diagnoses: diagnoses.map(({ rank, code, text, verification, isChronic }) => ({
      rank,
      code,
      text,
      verification,
      isChronic: isChronic === 1,
    })),
    vitals: vitals.map(({ code, value, unit }) => ({ code, value, unit })),
    ...orders,
  }
  return sha256(canonicalVisit(whole))
}

const idsColumn = z.array(z.string())

/**
 * Whether what lies in the record is what was signed. Orders that came after the signature are none of
 * its; a visit that was given to the patient by a merge is tried under those who were merged as well.
 */
export async function isSignatureSound(db: Reader, encounter: EncounterRow): Promise<boolean> {
  const { signedAt, signedBy, contentHash } = encounter
  if (signedAt === null || signedBy === null) return false
  const covered = new Set(idsColumn.parse(JSON.parse(encounter.covered)))
  const all = await readOrders(db, encounter.id)
  const orders: Orders = {
    prescriptions: all.prescriptions.filter(({ id }) => covered.has(id)),
    referrals: all.referrals.filter(({ id }) => covered.has(id)),
    labOrders: all.labOrders.filter(({ id }) => covered.has(id)),
  }
  const merged = await listMergedInto(db, encounter.patientId)
  for (const patientId of [encounter.patientId, ...merged.map(({ id }) => id)]) {
    const hash = await hashOfVisit(db, { ...encounter, patientId, signedAt, signedBy }, orders)
    if (hash === contentHash) return true
  }
  return false
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
