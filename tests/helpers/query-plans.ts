/** Listens to what is asked of a database, and finds the questions that read a large table whole. */
import { expect } from 'vitest'
import type { TestClinic } from './clinic.ts'

/** Tables of tens of rows, which are read whole on purpose. */
const small = new Set([
  'organization',
  'practitioner',
  'healthcare_service',
  'service_category',
  'service',
  'device',
  // Who offers what, under the name that the search for free times gives it.
  'offer',
  'observation_definition',
  'observation_panel',
  'observation_panel_member',
  'reference_range',
  'code_system',
  // Hold what is open alone.
  'unsettled_invoice',
  'unreviewed_report',
  'open_referral',
  'waiting',
  'unmatched_lab_report',
  'waiting_specimen',
])

/** What a full-text index says of a search in it. */
const inIndex = / VIRTUAL TABLE INDEX \d+:[LM]\d/

/** Indexes that hold only what waits to be done. */
const waiting = / USING INDEX (document_reference_due|rebook_task_open)$/

export interface AskedQueries {
  /** Forgets what was asked so far. */
  forget(): void
  /** Fails when a question since then reads a large table from end to end, or none was asked. */
  expectNoScans(): void
  /** The steps of every question since then that read a large table from end to end. */
  scans(): string[]
  /** The steps of a plan that read a large table from end to end. */
  scansOf(sql: string): string[]
}

/** Begins to listen; questions that were prepared before are not heard, so begin with the clinic. */
export function listenToQueries(clinic: Pick<TestClinic, 'raw'>): AskedQueries {
  const asked = new Set<string>()
  const prepare = clinic.raw.prepare.bind(clinic.raw)
  Object.assign(clinic.raw, {
    prepare(sql: string) {
      asked.add(sql)
      return prepare(sql)
    },
  })

  function scansOf(sql: string): string[] {
    const places = sql.match(/\?/g)?.length ?? 0
    return prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(Array(places).fill(null))
      .map((row) => row.detail)
      .filter((detail) => /^SCAN (?!CONSTANT)/.test(detail))
      .filter((detail) => !waiting.test(detail) && !inIndex.test(detail))
      .filter((detail) => !small.has(detail.split(' ')[1] ?? ''))
  }

  const reads = () => [...asked].filter((sql) => /^select/i.test(sql))

  return {
    forget: () => asked.clear(),
    scansOf,
    scans: () => reads().flatMap(scansOf),
    expectNoScans() {
      expect(reads().length).toBeGreaterThan(0)
      expect(reads().flatMap((sql) => scansOf(sql).map((scan) => `${scan} in ${sql}`))).toEqual([])
    },
  }
}
