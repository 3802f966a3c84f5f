/** Counting tests from vitest's JSON report, a broken test file included. */
import { existsSync, readFileSync } from 'node:fs'

/**
 * @typedef {object} Count
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @returns {Count} */
export const nothing = () => ({ passed: 0, failed: 0, skipped: 0 })

/** @returns {Count} */
export const add = (one, other) => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + (other.skipped ?? 0),
})

/**
 * What a run of vitest came to. A file that could not even be loaded, or a run that failed
 * without a failed test (an error outside of any), counts as one failure: nothing is lost.
 * @param {string} reportFile
 * @param {number} exitCode
 * @returns {Count}
 */
export function countReport(reportFile, exitCode) {
  if (!existsSync(reportFile)) return { ...nothing(), failed: 1 }
  const report = JSON.parse(readFileSync(reportFile, 'utf8'))
  const brokenFiles = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const count = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
  if (exitCode !== 0 && count.failed === 0) count.failed = 1
  return count
}

/** The closing line: exactly `N passed, N failed`, with `, N skipped` when some were. */
export function closingLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`
  return skipped > 0 ? `${line}, ${skipped} skipped` : line
}
