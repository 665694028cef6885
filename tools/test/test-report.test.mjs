/** The counts and the failed tests of a run, from reports as vitest's JSON reporter writes them. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { countTests, describeFailed } from '../test-report.mjs'

const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
// The real path, as the report has it.
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'chrome-socket-report-')))
// The folder has no node_modules to import vitest's functions from.
writeFileSync(join(folder, 'vitest.config.js'), 'export default { test: { globals: true } }')
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs vitest on one file. Resolves with its exit code and its report. */
function runVitest(name, source) {
  writeFileSync(join(folder, name), source)
  const output = join(folder, `${name}.json`)
  const args = [vitest, 'run', '--root', folder, '--reporter=json', `--outputFile.json=${output}`, name]
  let exitCode = 0
  try {
    execFileSync(process.execPath, args, { stdio: 'ignore' })
  } catch ({ status }) {
    exitCode = status
  }
  return { exitCode, report: JSON.parse(readFileSync(output, 'utf8')) }
}

describe('A report of vitest', () => {
  it('names the failed tests with the assertion', () => {
    const source = `it('holds', () => expect(1).toBe(1))
      it('does not hold', () => expect(1).toBe(2))
      it.skip('waits', () => {})`
    const { exitCode, report } = runVitest('one.test.js', source)
    expect(countTests(report, exitCode)).toEqual({ passed: 1, failed: 1, skipped: 1 })
    expect(describeFailed(report).slice(0, 2)).toEqual([
      `FAILED ${join(folder, 'one.test.js')}: does not hold`,
      expect.stringContaining('expected 1 to be 2'),
    ])
  })

  it('counts a file that cannot run as a failure', () => {
    const { exitCode, report } = runVitest('broken.test.js', `throw new Error('there is no test here')`)
    expect(countTests(report, exitCode)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(describeFailed(report).join('\n')).toMatch(/broken\.test\.js: the file cannot run\n.*there is no test here/)
  })

  it('counts an error outside the tests as a failure', () => {
    const source = `it('holds', () => void Promise.reject(new Error('nobody waits for this')))`
    const { exitCode, report } = runVitest('outside.test.js', source)
    expect(countTests(report, exitCode)).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })

  it('shows the start and the end of a long message', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`)
    const failed = { status: 'failed', fullName: 'long', failureMessages: [lines.join('\n')] }
    const shown = describeFailed({ testResults: [{ name: 'a.test.js', status: 'failed', assertionResults: [failed] }] })
    expect(shown.slice(11, 16)).toEqual(
      ['line 10', 'line 11', '(48 more lines)', 'line 60', 'line 61'].map((line) => `    ${line}`),
    )
    expect(shown.at(-1)).toBe('    line 99')
  })

  it('counts a run without a report as a failure', () => {
    expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(describeFailed(undefined)).toEqual([])
  })
})
