/** A patient's results under the days on which they were taken, those of one report together. */
import type { PatientResult } from './types.ts'

export interface ReportOfDay {
  reportId: string
  results: PatientResult[]
}

export interface ResultDay {
  day: string
  reports: ReportOfDay[]
}

/** In the order in which they come: the latest day first. `dayOf` is the clinic's day of an instant. */
export function resultsByDay(
  results: readonly PatientResult[],
  dayOf: (instant: string) => string,
): ResultDay[] {
  const days = new Map<string, Map<string, PatientResult[]>>()
  for (const result of results) {
    const day = dayOf(result.effectiveAt)
    const reports = days.get(day) ?? new Map<string, PatientResult[]>()
    days.set(day, reports)
    const ofReport = reports.get(result.reportId) ?? []
    reports.set(result.reportId, ofReport)
    ofReport.push(result)
  }
  return [...days].map(([day, reports]) => ({
    day,
    reports: [...reports].map(([reportId, ofReport]) => ({ reportId, results: ofReport })),
  }))
}

/** What was measured under a name or a code that holds the words. */
export function resultsNamed(results: readonly PatientResult[], words: string): PatientResult[] {
  const sought = words.trim().toLowerCase()
  return results.filter(
    ({ name, code }) => name.toLowerCase().includes(sought) || code.toLowerCase().includes(sought),
  )
}
