/** What is in a visit: written as facts when it is signed, read for its page and for the patient. */
import * as z from 'zod'
import type { Desk } from '../../db/desk.ts'
import type { Reader } from '../../db/kysely.ts'
import type { EncounterRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { ageYears, dayOf } from '../shared/days.ts'
import { readClinic } from '../settings/settings.service.ts'
import { ClinicError } from '../shared/errors.ts'
import {
  arePressuresSwapped,
  interpret,
  isVitalSign,
  measuredVitals,
  normalRange,
  readVitalSign,
  typedVitalSigns,
  type TypedVitals,
  type VitalSign,
} from '../vitals/vital-signs.rules.ts'
import {
  findCondition,
  listChronic,
  listConditionsOf,
  listVitalsOf,
  listVitalsOfPatient,
} from './content.queries.ts'
import { type Diagnosis, singleDiagnosis } from './diagnoses.rules.ts'
import type { EndCondition } from './visits.input.ts'
import { findVisitPatient } from './visits.queries.ts'
import { rankedDiagnoses, type VisitContent, type VisitSection } from './visits.rules.ts'

/** Refuses vital signs that a slip of the hand left: `vital-sign-impossible`, `vital-sign-unreadable`. */
export function requirePossibleVitals(vitals: TypedVitals): void {
  for (const sign of typedVitalSigns) {
    const read = readVitalSign(sign, vitals[sign] ?? '')
    if (read.is === 'not-a-number') throw new ClinicError('vital-sign-unreadable', { sign })
    if (read.is === 'impossible') {
      throw new ClinicError('vital-sign-impossible', { sign, low: read.low, high: read.high })
    }
  }
  if (arePressuresSwapped(vitals)) throw new ClinicError('pressures-swapped', {})
}

/** Writes diagnoses and vital signs of a visit that is being signed; from then on they never change. */
export function writeSignedFacts(
  unit: Unit,
  { id: encounterId, patientId }: Pick<EncounterRow, 'id' | 'patientId'>,
  content: VisitContent,
): void {
  const common = { encounterId, patientId, recordedBy: unit.actorId }
  for (const { isChronic, ...diagnosis } of rankedDiagnoses(content.diagnoses)) {
    unit.insert('condition', {
      ...common,
      ...diagnosis,
      isChronic: isChronic ? 1 : 0,
      recordedAt: unit.now,
    })
  }
  for (const measured of measuredVitals(content.vitals)) {
    unit.insert('vitalSign', { ...common, ...measured, effectiveAt: unit.now })
  }
}

const sectionsColumn = z.array(z.object({ title: z.string(), text: z.string() }))

export function sectionsOf({ sections }: Pick<EncounterRow, 'sections'>): VisitSection[] {
  return sectionsColumn.parse(JSON.parse(sections))
}

type Written = Pick<
  EncounterRow,
  | 'id'
  | 'reason'
  | 'complaint'
  | 'history'
  | 'findings'
  | 'plan'
  | 'sections'
  | 'templateId'
  | 'diagnosis'
  | 'diagnosisCode'
>

/** What stands in signed visits, by their ids; a visit of before has its one diagnosis. */
export async function readContents(
  db: Reader,
  visits: readonly Written[],
): Promise<Map<string, VisitContent>> {
  const ids = visits.map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const conditions = Map.groupBy(await listConditionsOf(db, ids), (one) => one.encounterId)
  const vitals = Map.groupBy(await listVitalsOf(db, ids), (one) => one.encounterId)
  return new Map(
    visits.map((visit) => {
      const { id, reason, complaint, history, findings, plan, templateId } = visit
      const content: VisitContent = {
        reason,
        complaint,
        history,
        findings,
        plan,
        templateId,
        sections: sectionsOf(visit),
        diagnoses: diagnosesOf(visit, conditions.get(id)),
        vitals: Object.fromEntries(
          (vitals.get(id) ?? [])
            .filter(({ code }) => code !== 'bmi')
            .map(({ code, value }) => [code, String(value)]),
        ),
      }
      return [id, content]
    }),
  )
}

type Condition = Awaited<ReturnType<typeof listConditionsOf>>[number]

export function diagnosesOf(
  { diagnosis, diagnosisCode }: Pick<Written, 'diagnosis' | 'diagnosisCode'>,
  conditions: readonly Condition[] | undefined,
): Diagnosis[] {
  if (conditions === undefined) return singleDiagnosis(diagnosis, diagnosisCode)
  return conditions.map(({ text, code, verification, isChronic }) => ({
    text,
    code,
    verification,
    isChronic: isChronic === 1,
  }))
}

/** A patient's chronic diagnoses that nobody ended, each once, as the latest visit wrote it. */
export async function readChronic(desk: Desk, patientId: string) {
  const standing = await listChronic(desk.read, patientId)
  const latest = new Map(standing.toReversed().map((one) => [sameCondition(one), one]))
  return [...latest.values()].toReversed()
}

/** Visits that follow each other name the same illness again: by its code, or else by its words. */
function sameCondition({ code, text }: { code: string | null; text: string }): string {
  return code ?? text.trim().toLowerCase()
}

/**
 * Notes that a chronic diagnosis is over, with a reason, wherever it was noted; what the visits say
 * stays. Refused with `not-found`, and with `already-ended` where it is over or was never chronic.
 */
export async function endCondition(desk: Desk, { conditionId, reason }: EndCondition) {
  await desk.write('visits.endCondition', async (unit) => {
    const condition = await findCondition(unit.db, conditionId)
    if (condition === undefined) {
      throw new ClinicError('not-found', { entity: 'condition', id: conditionId })
    }
    const standing = await listChronic(unit.db, condition.patientId)
    const meant = standing.filter((one) => sameCondition(one) === sameCondition(condition))
    if (!meant.some(({ id }) => id === conditionId)) throw new ClinicError('already-ended', {})
    for (const { id, encounterId } of meant) {
      unit.insert('conditionEnd', {
        conditionId: id,
        encounterId,
        reason,
        endedAt: unit.now,
        endedBy: desk.actor.id,
      })
    }
  })
}

/**
 * How each vital sign of a patient went: its values from the first on, what is normal at the age now,
 * and how the last one stands to it.
 */
export async function readVitals(desk: Desk, patientId: string) {
  const { timeZone } = await readClinic(desk)
  const { bornOn } = await findVisitPatient(desk.read, patientId)
  const age = bornOn === null ? null : ageYears(bornOn, dayOf(desk.now(), timeZone))
  const latestFirst = await listVitalsOfPatient(desk.read, patientId)
  const ofSign = Map.groupBy(latestFirst, ({ code }) => code)
  return [...ofSign].flatMap(([code, values]) => {
    const [last] = values
    if (!isVitalSign(code) || last === undefined) return []
    return [{ ...trendOf(code, age, last.value), unit: last.unit, points: pointsOf(values) }]
  })
}

function trendOf(code: VitalSign, age: number | null, last: number) {
  return { code, normal: normalRange(code, age), interpretation: interpret(code, last, age) }
}

function pointsOf(latestFirst: readonly { effectiveAt: string; value: number }[]) {
  return latestFirst.map(({ effectiveAt, value }) => ({ at: effectiveAt, value })).toReversed()
}
