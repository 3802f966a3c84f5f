/** The laboratory as FHIR R4: orders, reports and their results. */
import type { DiagnosticReportRow, LabOrderRow, ObservationRow } from '../../db/tables.ts'
import type { LabOrderState } from '../labs/labs.rules.ts'
import {
  coded,
  type FhirFields,
  type FhirResource,
  filled,
  loinc,
  maybeReference,
  reference,
  resource,
  terminology,
  urn,
  worded,
} from './fhir.rules.ts'

/** Laboratory report, LOINC 11502-2; a single report of ours has no narrower word. */
const laboratoryReport = coded(loinc, '11502-2')
const ofLaboratory = coded(`${terminology}/observation-category`, 'laboratory')

export interface OrderFacts {
  order: LabOrderRow
  state: LabOrderState
  /** What was ordered, by name. */
  analytes: readonly string[]
}

export function fhirLabOrder({ order, state, analytes }: OrderFacts): FhirResource {
  const isOver = state === 'resulted' || state === 'reviewed'
  const { note, revokeReason } = order
  return resource('ServiceRequest', order.id, {
    identifier: [{ value: order.number }],
    status: state === 'revoked' ? 'revoked' : isOver ? 'completed' : 'active',
    intent: 'order',
    category: [coded('http://snomed.info/sct', '108252007')],
    priority: order.priority,
    code: worded(analytes.join(', ')),
    subject: reference(order.patientId),
    encounter: maybeReference(order.encounterId),
    authoredOn: order.orderedAt,
    requester: reference(order.requesterId),
    note: [note, revokeReason].flatMap((text) => (text === null ? [] : [{ text }])),
  })
}

export interface ResultFacts {
  observation: ObservationRow
  loinc: string | null
  issuedAt: string
  /** The laboratory's namespace for its own codes: the clinic's. */
  organizationId: string
}

export function fhirObservation(facts: ResultFacts): FhirResource {
  const { observation } = facts
  const { interpretation, note } = observation
  return resource('Observation', observation.id, {
    status: observation.status,
    category: [ofLaboratory],
    code: codeOf(facts),
    subject: reference(observation.patientId),
    effectiveDateTime: observation.effectiveAt,
    issued: facts.issuedAt,
    ...valueOf(observation),
    interpretation:
      interpretation === null
        ? []
        : [coded(`${terminology}/v3-ObservationInterpretation`, interpretation)],
    note: note === null ? [] : [{ text: note }],
    referenceRange: rangesOf(observation),
  })
}

function codeOf({ observation, loinc: code, organizationId }: ResultFacts): FhirFields {
  const ours = { system: urn(organizationId), code: observation.code, display: observation.name }
  return {
    coding: code === null ? [ours] : [{ system: loinc, code }, ours],
    text: observation.name,
  }
}

/** What was reported; a result that was cancelled says so instead. */
function valueOf(row: ObservationRow): FhirFields {
  if (row.value.trim() === '') {
    return {
      dataAbsentReason: coded(
        `${terminology}/data-absent-reason`,
        row.status === 'cancelled' ? 'not-performed' : 'unknown',
      ),
    }
  }
  return row.valueKind === 'quantity'
    ? {
        valueQuantity: filled({
          value: Number(row.value),
          comparator: row.comparator,
          unit: row.unit,
        }),
      }
    : { valueString: row.value }
}

function rangesOf(row: ObservationRow): FhirFields[] {
  const quantity = (value: string | null) =>
    value === null ? null : filled({ value: Number(value), unit: row.unit })
  const range = (type: string, low: string | null, high: string | null): FhirFields[] =>
    low === null && high === null
      ? []
      : [
          filled({
            low: quantity(low),
            high: quantity(high),
            type: coded(`${terminology}/referencerange-meaning`, type),
          }),
        ]
  return [
    ...range('normal', row.low, row.high),
    // What lies outside of it is critical: the treatment range is what HL7 calls it.
    ...range('treatment', row.criticalLow, row.criticalHigh),
    ...(row.normalText === null ? [] : [{ text: row.normalText.split('|').join(', ') }]),
  ]
}

export interface ReportFacts {
  report: DiagnosticReportRow
  observationIds: readonly string[]
  reviewers: readonly string[]
}

export function fhirReport({ report, observationIds, reviewers }: ReportFacts): FhirResource {
  return resource('DiagnosticReport', report.id, {
    basedOn: report.orderId === null ? [] : [reference(report.orderId)],
    status: report.status,
    category: [coded(`${terminology}/v2-0074`, 'LAB')],
    code: laboratoryReport,
    subject: reference(report.patientId),
    effectiveDateTime: report.effectiveAt,
    issued: report.issuedAt,
    performer: report.performer === null ? [] : [{ display: report.performer }],
    resultsInterpreter: reviewers.map(reference),
    result: observationIds.map(reference),
  })
}
