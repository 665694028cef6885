/**
 * `npm test`: checks types, lint and format, and runs all tests. It ends with the skipped tests and their needs, the failed
 * tests, and the line `N passed, N failed`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { node, step, tool, turbo } from '../processes.mjs'
import { namePattern, summarizeSkipped } from '../skipped-tests.mjs'
import { countTests, describeFailed } from '../test-report.mjs'
import { readIfThere } from '../workspace.mjs'

/** Runs the checks and the tests. It passes `args` to vitest: `npm test -- packages/api` runs the tests of one package. */
export async function run(args) {
  const checks = [
    await step('Types', turbo('build', 'types', '--continue', '--output-logs=errors-only')),
    await step('Lint', tool('oxlint', '--deny-warnings')),
    await step('Format', tool('oxfmt', '--check', '.')),
  ]
  const { code, report } = await runVitest(args)
  const { passed, failed, skipped } = countTests(report, code)
  const failedInAll = failed + checks.filter((ok) => !ok).length
  for (const line of summarizeSkipped(report, namePattern(args))) console.log(line)
  for (const line of describeFailed(report)) console.log(line)
  console.log(`${passed} passed, ${failedInAll} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return failedInAll === 0 ? 0 : 1
}

/** Runs the tests. Their temporary files go to a separate folder, which is removed afterwards even if a test fails. */
async function runVitest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-'))
  const reportFile = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  try {
    const { code } = await node(tool('vitest', 'run', ...reporters, ...args), {
      env: { TMPDIR: folder, TEMP: folder, TMP: folder },
    })
    const text = readIfThere(reportFile)
    return { code, report: text === undefined ? undefined : JSON.parse(text) }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
