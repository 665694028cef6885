/** Explains the skipped tests: it finds the reason in the title of a test, and names the program that the test needs. */

/** The reasons. The first whose pattern matches the file and full title of a test counts. */
const reasons = [
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
  { pattern: /limbo/, says: "need x509-limbo's test data" },
  { pattern: /unreachable/, says: 'need Linux, and the right to make a network namespace' },
]

/** The lines to print for a vitest report, or no lines if no test was skipped. */
export function summarizeSkipped(report) {
  if (report === undefined) return []
  const counts = new Map()
  const unexplained = []
  for (const { name, assertionResults } of report.testResults) {
    for (const { status, fullName } of assertionResults) {
      if (status !== 'pending' && status !== 'skipped') continue
      const reason = reasons.find(({ pattern }) => pattern.test(`${name.replaceAll('\\', '/')} ${fullName}`))
      if (reason === undefined) unexplained.push(fullName)
      else counts.set(reason.says, (counts.get(reason.says) || 0) + 1)
    }
  }
  const rows = [...counts].sort(([, a], [, b]) => b - a).map(([says, count]) => `${row(count)}  ${says}`)
  const others = unexplained.length === 0 ? [] : [`${row(unexplained.length)}  others, such as '${unexplained[0]}'`]
  const lines = [...rows, ...others].map((line) => line.slice(0, 80))
  return lines.length === 0 ? [] : ['Skipped tests', ...lines]
}

function row(count) {
  return String(count).padStart(6)
}
