/** The closing line of `npm test`: what counts, and that nothing that broke is lost. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { add, closingLine, countReport, nothing } from '../../scripts/checks/count.mjs'

interface ReportedFile {
  status: string
  assertionResults: { status: string }[]
}

function reportWith(passed: number, failed: number, skipped: number, files: ReportedFile[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-count-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'report.json')
  const report = {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
    testResults: files,
  }
  writeFileSync(file, JSON.stringify(report))
  return file
}

const fine: ReportedFile = { status: 'passed', assertionResults: [{ status: 'passed' }] }

describe('counting a run', () => {
  it('adds up what vitest reports', () => {
    const report = reportWith(5, 1, 2, [
      fine,
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
    ])
    expect(countReport(report, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 })
  })

  it('counts a test file that could not be loaded as a failure', () => {
    const report = reportWith(5, 0, 0, [fine, { status: 'failed', assertionResults: [] }])
    expect(countReport(report, 1).failed).toBe(1)
  })

  it('counts a failure outside of any test', () => {
    expect(countReport(reportWith(5, 0, 0, [fine]), 1).failed).toBe(1)
  })

  it('counts a run that left no report as a failure', () => {
    expect(countReport('/nowhere/report.json', 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})

describe('the closing line', () => {
  it('says nothing of skipped tests when there are none', () => {
    const sum = add({ passed: 3, failed: 0, skipped: 0 }, { passed: 2, failed: 1, skipped: 0 })
    expect(closingLine(sum)).toBe('5 passed, 1 failed')
  })

  it('names skipped tests', () => {
    expect(closingLine({ ...nothing(), passed: 1, skipped: 2 })).toBe(
      '1 passed, 0 failed, 2 skipped',
    )
  })
})
