/** The list of skipped tests, from reports as vitest's JSON reporter writes them. */
import { describe, expect, it } from 'vitest'
import { namePattern, summarizeSkipped } from '../skipped-tests.mjs'

/** A report of tests, each with its file, its full name and its status. */
function reportOf(...tests) {
  const testResults = tests.map(([name, fullName, status]) => ({ name, assertionResults: [{ fullName, status }] }))
  return { testResults }
}

const bunFile = '/repo/packages/backend-bun/test/udp.test.ts'
const bunStub = [bunFile, 'UDP in Bun runs in Bun, see in-bun.test.ts', 'skipped']

describe('The pattern of -t', () => {
  it.each([
    [['-t', 'refused']],
    [['packages/api', '-t', 'refused', '--reporter=dot']],
    [['--testNamePattern', 'refused']],
    [['--testNamePattern=refused']],
    [['--test-name-pattern=refused']],
  ])('is read from %j', (args) => {
    expect(namePattern(args)).toEqual(/refused/)
  })

  it('is undefined without -t', () => {
    expect(namePattern(['packages/api', '--bail', '1'])).toBeUndefined()
  })
})

describe('The list of skipped tests', () => {
  it('is empty when no test was skipped', () => {
    expect(summarizeSkipped(reportOf(['a.test.ts', 'works', 'passed']))).toEqual([])
  })

  it('names the program that a test needs', () => {
    const report = reportOf(['tls.test.ts', 'openssl resumes', 'skipped'], bunStub)
    expect(summarizeSkipped(report)).toEqual([
      'Skipped tests',
      '     1  need the openssl command',
      '     1  need Bun: BUN=$(node tools/runtime-path.mjs bun) npm test',
    ])
  })

  it('names the newest Node where an older one is too old, and the data of x509-limbo', () => {
    const report = reportOf(
      ['context.test.ts', 'the context is kept (skipped before Node 26)', 'skipped'],
      ['limbo.test.ts', "x509-limbo: Chromium's profile", 'skipped'],
    )
    expect(summarizeSkipped(report)).toEqual([
      'Skipped tests',
      '     1  need a newer Node: 26 runs all',
      "     1  need x509-limbo's test data",
    ])
  })

  it('keeps apart the tests that -t does not select', () => {
    const report = reportOf(
      ['tls.test.ts', 'openssl resumes', 'skipped'],
      ['tls.test.ts', 'TLS is refused by openssl', 'skipped'],
      ['queue.test.ts', 'Queue takes an entry', 'skipped'],
      ['tcp.test.ts', 'connect is refused', 'passed'],
    )
    expect(summarizeSkipped(report, /refused/)).toEqual([
      'Skipped tests',
      '     2  not selected by -t',
      '     1  need the openssl command',
    ])
  })

  it('does not ask for Bun when the tests were run in Bun', () => {
    const runInBun = ['in-bun.test.ts', 'outside Bun every other test of this package, in Bun', 'passed']
    expect(summarizeSkipped(reportOf(bunStub, runInBun))).toEqual([
      'Skipped tests',
      '     1  stand for tests that were run in Bun',
    ])
  })
})
