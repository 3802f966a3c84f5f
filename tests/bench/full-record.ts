/** A patient with 300 signed visits and 2,000 laboratory results, for the figure of the patient's paint. */
import { v7 } from 'uuid'
import type { RawDatabase } from '../../main/db/open.ts'

export const recordVisits = 300
export const recordResults = 2000

/** Results on one report, as a panel brings them. */
const resultsAReport = 10

const dayMs = 24 * 60 * 60 * 1000

const visitMs = 20 * 60 * 1000

/** Written past the services: what is measured is the page, not how its rows came to be. Answers the patient's id. */
export function fillRecord(raw: RawDatabase, now: string): string {
  const { patientId, practitionerId, serviceId, timeZone, currency } = groundOf(raw)
  const at = (daysAgo: number) => new Date(Date.parse(now) - daysAgo * dayMs).toISOString()
  const insert = (table: string, row: Record<string, string | number | null>) => {
    const whole = { id: v7(), version: 1, created_at: now, updated_at: now, ...row }
    const columns = Object.keys(whole)
    raw
      .prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      )
      .run(Object.values(whole))
    return whole.id
  }
  raw.transaction(() => {
    for (let visit = 0; visit < recordVisits; visit += 1) {
      const startsAt = at(10 + visit * 12)
      const appointmentId = insert('appointment', {
        patient_id: patientId,
        practitioner_id: practitionerId,
        service_id: serviceId,
        day: startsAt.slice(0, 10),
        starts_at: startsAt,
        ends_at: new Date(Date.parse(startsAt) + visitMs).toISOString(),
        time_zone: timeZone,
        status: 'done',
        status_at: startsAt,
        price_minor: 1000,
        currency,
      })
      insert('encounter', {
        appointment_id: appointmentId,
        patient_id: patientId,
        practitioner_id: practitionerId,
        started_at: startsAt,
        complaint: 'Headache in the evening. '.repeat(12),
        findings: 'Pressure raised on both arms, heart sounds clear. '.repeat(16),
        diagnosis: 'Essential hypertension',
        diagnosis_code: 'I10',
        plan: 'Less salt, walking, the same tablets. '.repeat(8),
        signed_at: startsAt,
        signed_by: practitionerId,
        content_hash: 'hash',
      })
    }
    for (let report = 0; report < recordResults / resultsAReport; report += 1) {
      const issuedAt = at(5 + report * 18)
      const reportId = insert('diagnostic_report', {
        patient_id: patientId,
        status: 'final',
        effective_at: issuedAt,
        issued_at: issuedAt,
        performer: 'LAB',
      })
      for (let position = 1; position <= resultsAReport; position += 1) {
        insert('observation', {
          report_id: reportId,
          patient_id: patientId,
          position,
          code: `A${position}`,
          name: `Analyte ${position}`,
          value_kind: 'quantity',
          value: String(position),
          unit: 'mmol/L',
          status: 'final',
          interpretation: 'N',
          effective_at: issuedAt,
        })
      }
    }
  })()
  return patientId
}

interface Ground {
  patientId: string
  practitionerId: string
  serviceId: string
  timeZone: string
  currency: string
}

function groundOf(raw: RawDatabase): Ground {
  const found = raw
    .prepare<[], Ground>(
      `SELECT (SELECT id FROM patient WHERE archived_at IS NULL LIMIT 1) AS patientId,
        (SELECT id FROM practitioner WHERE roles LIKE '%"doctor"%' LIMIT 1) AS practitionerId,
        (SELECT id FROM healthcare_service LIMIT 1) AS serviceId,
        (SELECT time_zone FROM organization) AS timeZone,
        (SELECT currency FROM organization) AS currency`,
    )
    .get()
  if (found === undefined) throw new Error('the demo clinic is empty')
  return found
}
