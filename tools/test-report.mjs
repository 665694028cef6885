/**
 * Reads a report of vitest's JSON reporter: it counts the tests, and names those that failed, with the reason
 * (https://vitest.dev/guide/reporters.html#json-reporter).
 */

/** The lines of a failure's message that are shown: the assertion is at the start, and the cause in another run's output at the end. */
const [shownAtStart, shownAtEnd] = [12, 40]

/**
 * Counts the tests of a report. A file that cannot run counts as a failure, and so does any other failure of the run.
 * `report` is undefined if vitest ended without one.
 */
export function countTests(report, exitCode) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report
  const failed = numFailedTests + testResults.filter(isBroken).length
  return {
    passed: numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  }
}

/**
 * Returns the lines that name each failed test and its first words. They are printed last, because a long log is read, and
 * often kept, from its end.
 */
export function describeFailed(report) {
  if (report === undefined) return []
  return report.testResults.flatMap((file) => {
    if (isBroken(file)) return describe(file.name, 'the file cannot run', [file.message])
    return file.assertionResults
      .filter(({ status }) => status === 'failed')
      .flatMap(({ fullName, failureMessages }) => describe(file.name, fullName.trim(), failureMessages))
  })
}

function isBroken({ status, assertionResults }) {
  return status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed')
}

function describe(file, test, messages) {
  const lines = messages.join('\n').split('\n')
  const left = lines.length - shownAtStart - shownAtEnd
  if (left > 0) lines.splice(shownAtStart, left, `(${left} more lines)`)
  return [`FAILED ${file}: ${test}`, ...lines.map((line) => `    ${line}`)]
}
