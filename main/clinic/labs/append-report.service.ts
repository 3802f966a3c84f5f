/** The one way in which results come into a record, whoever brings them: by hand, from a file, over the line. */
import type { ObservationRow } from '../../db/tables.ts'
import type { Unit } from '../../db/write.ts'
import { dayOf } from '../shared/days.ts'
import { findDefinitions, listRangesOf } from './labs-catalog.queries.ts'
import { listKnownAt, listKnownOfOrder } from './lab-results.queries.ts'
import { type ReportStatus, sameUnit, saysTheSame } from './labs.rules.ts'
import {
  flagOf,
  graver,
  type Interpretation,
  type Limits,
  type Measured,
  noLimits,
  rangeFor,
} from './reference-ranges.rules.ts'

export interface NewResult extends Measured {
  /** Null for what the catalogue does not know. */
  definitionId: string | null
  code: string
  name: string
  unit: string | null
  /** What the laboratory says to be normal; null leaves it to the catalogue. */
  labLimits: Limits | null
  labFlag: Interpretation | null
  status: ObservationRow['status']
  effectiveAt: string
  note: string | null
}

export interface NewReport {
  patient: { id: string; sex: string; bornOn: string | null }
  orderId: string | null
  matchId: string | null
  status: ReportStatus
  effectiveAt: string
  performer: string | null
  enteredBy: string | null
  results: readonly NewResult[]
  timeZone: string
  /** A status that says more than the last report of the order did is told, even with nothing else new. */
  saysMore: boolean
}

/**
 * Appends a report with what is new in it, and answers its id; null when it says nothing that is not
 * known. A result that differs from what is known of the same analyte corrects it.
 */
export async function appendReport(unit: Unit, report: NewReport): Promise<string | null> {
  const known = await knownResults(unit, report)
  const limits = await limitsFor(unit, report)
  const fresh = report.results.flatMap((result) => {
    const judged = judge(result, limits(result))
    const before = known.find(({ code, definitionId }) =>
      result.definitionId === null ? code === result.code : definitionId === result.definitionId,
    )
    if (before !== undefined && saysTheSame(before, judged)) return []
    return [{ ...judged, replacesId: before?.id ?? null }]
  })
  if (fresh.length === 0 && !report.saysMore) return null
  const corrects = fresh.some(({ replacesId }) => {
    const before = known.find(({ id }) => id === replacesId)
    return before !== undefined && before.status !== 'preliminary'
  })
  const { patient, orderId, matchId, status, effectiveAt, performer, enteredBy } = report
  const reportId = unit.insert('diagnosticReport', {
    patientId: patient.id,
    orderId,
    matchId,
    status: corrects && status === 'final' ? 'corrected' : status,
    effectiveAt,
    issuedAt: unit.now,
    performer,
    enteredBy,
  })
  for (const [at, result] of fresh.entries()) {
    unit.insert('observation', { reportId, patientId: patient.id, position: at + 1, ...result })
  }
  return reportId
}

async function knownResults(unit: Unit, { orderId, patient, results }: NewReport) {
  if (orderId !== null) return listKnownOfOrder(unit.db, orderId)
  const instants = [...new Set(results.map(({ effectiveAt }) => effectiveAt))]
  return instants.length === 0 ? [] : listKnownAt(unit.db, patient.id, instants)
}

/** The catalogue's limits for a result: of the patient's sex and age when it was taken, in the same unit. */
async function limitsFor(
  unit: Unit,
  { patient, results, timeZone }: NewReport,
): Promise<(result: NewResult) => Limits> {
  const ids = results.flatMap(({ definitionId }) => (definitionId === null ? [] : [definitionId]))
  const definitions = await findDefinitions(unit.db, ids)
  const ranges = await listRangesOf(unit.db, ids)
  return ({ definitionId, unit: resultUnit, effectiveAt }) => {
    const definition = definitions.find(({ id }) => id === definitionId)
    if (definition === undefined || !sameUnit(definition.unit, resultUnit)) return noLimits
    const onDay = dayOf(effectiveAt, timeZone)
    const own = ranges.filter((range) => range.definitionId === definitionId)
    return rangeFor(own, { sex: patient.sex, bornOn: patient.bornOn, onDay }) ?? noLimits
  }
}

/**
 * A result with its limits and flag. The laboratory's own limits go before the catalogue's, because
 * they are of its method; critical limits are the clinic's; and of two flags the graver counts.
 */
function judge(result: NewResult, catalogue: Limits) {
  const { labLimits, labFlag, ...told } = result
  const { low, high, normalText } = labLimits ?? catalogue
  const { criticalLow, criticalHigh } = catalogue
  const limits = { low, high, criticalLow, criticalHigh, normalText }
  const interpretation = told.status === 'cancelled' ? null : graver(labFlag, flagOf(told, limits))
  return { ...told, ...limits, interpretation }
}
