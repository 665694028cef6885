/** Explains the skipped tests: it finds the reason in the title of a test, and names the program that the test needs. */

/** The reasons. The first whose pattern matches the file and full title of a test counts. */
const reasons = [
  { pattern: /skipped before Node/, says: 'need a newer Node: 26 runs all' },
  { pattern: /limbo/, says: "need x509-limbo's test data" },
  { pattern: /\bBun\b|backend-bun/, says: 'need Bun: BUN=$(node tools/runtime-path.mjs bun) npm test' },
  { pattern: /\bJest\b/, says: 'need Jest: npm run test:jest' },
  { pattern: /\bDeno\b/, says: 'need Deno: TEST_DENO=$(node tools/runtime-path.mjs deno) npm test' },
  { pattern: /without a build/i, says: 'need a build: npm run build' },
  { pattern: /\bchromium\b/i, says: 'need Chromium, or its path in CHROMIUM' },
  { pattern: /openssl/i, says: 'need the openssl command' },
  { pattern: /gnutls|certtool/i, says: "need GnuTLS's commands (Debian: gnutls-bin)" },
  { pattern: /\bnss\b|certutil/i, says: "need NSS's commands (Debian: libnss3-tools)" },
  { pattern: /\bss command\b/i, says: 'need the ss command (Debian: iproute2)' },
  { pattern: /interop/, says: 'need other TLS implementations: see tls-forge/INTEROPERATION.md' },
  { pattern: /\bcontract\b/, says: 'test parts that the backend, by design, does not have' },
  { pattern: /unreachable/, says: 'need Linux, and the right to make a network namespace' },
]

/** The title of the test that runs every other test of backend-bun in Bun (packages/backend-bun/test/in-bun.test.ts). */
const runInBun = /\bevery other test of this package, in Bun\b/
/** The title of the skipped test that stands for such tests in another runtime. */
const seeRunInBun = /\bruns in Bun, see in-bun\.test\.ts\b/

/** Returns the pattern of `-t` in the arguments of vitest, by which it selects tests. Without `-t` it is undefined. */
export function namePattern(args) {
  const option = /^(?:-t|--(?:testNamePattern|test-name-pattern))(?:=(.*))?$/
  const at = args.findIndex((each) => option.test(each))
  const text = at < 0 ? undefined : (option.exec(args[at])[1] ?? args[at + 1])
  return text === undefined ? undefined : new RegExp(text)
}

/**
 * Returns the lines to print for a vitest report, or no lines if no test was skipped. `pattern` is that of `-t`: vitest reports
 * the tests that it does not select as skipped, too.
 */
export function summarizeSkipped(report, pattern) {
  if (report === undefined) return []
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ status, fullName }) => ({
      status,
      file: name.replaceAll('\\', '/'),
      name: fullName.trim(),
    })),
  )
  const hasRunInBun = tests.some(({ status, name }) => status === 'passed' && runInBun.test(name))
  const counts = new Map()
  const unexplained = []
  for (const { status, file, name } of tests) {
    if (status !== 'pending' && status !== 'skipped') continue
    const reason =
      pattern?.test(name) === false
        ? 'not selected by -t'
        : hasRunInBun && seeRunInBun.test(name)
          ? 'stand for tests that were run in Bun'
          : reasons.find((each) => each.pattern.test(`${file} ${name}`))?.says
    if (reason === undefined) unexplained.push(name)
    else counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  const rows = [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${row(count)}  ${reason}`)
  const others = unexplained.length === 0 ? [] : [`${row(unexplained.length)}  others, such as '${unexplained[0]}'`]
  const lines = [...rows, ...others].map((line) => line.slice(0, 80))
  return lines.length === 0 ? [] : ['Skipped tests', ...lines]
}

function row(count) {
  return String(count).padStart(6)
}
