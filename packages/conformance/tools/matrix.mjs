/**
 * `npm run conformance:matrix [-- SUITE …]`: the same suites on backend-node, and the questions to run-app, in every runtime
 * that the packages support. The runtimes come from npm (`tools/runtimes.mjs`).
 *
 * Plain JavaScript, since it has to run in the host's Node before anything else does.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { runtime } from '../../../tools/runtimes.mjs'
import { countTests, describeFailed } from '../../../tools/test-report.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')

/** The options with which each runtime runs a script. */
const otherRuntimes = [
  { name: 'Node 22', runtime: 'node-22', options: [] },
  { name: 'Node 24', runtime: 'node-24', options: [] },
  { name: 'Node 26', runtime: 'node-26', options: [] },
  { name: 'Bun', runtime: 'bun', options: ['--bun'] },
  { name: 'Deno', runtime: 'deno', options: ['run', '-A'] },
]

const tlsSuites = ['packages/tls-forge/test/contract.test.ts', 'packages/backend-node/test/contract-tls.test.ts']
const defaultSuites = [
  'packages/backend-node/test/scenarios.test.ts',
  'packages/backend-node/test/contract.test.ts',
  ...tlsSuites,
  'packages/backend-node/test/certificates.test.ts',
  'packages/tls-forge/test/certificates.test.ts',
  'packages/tls-forge/test/scenarios.test.ts',
  'packages/conformance/test/hostile-values.test.ts',
  'packages/run-app/test/chromium.test.ts',
]

/**
 * The servers of the TLS suites run in the runtime, too. Deno's node:tls is rustls: it reports certificate faults in other
 * words, has another backpressure, and does not always show a server the end of a connection. The scenarios, whose servers
 * run in the host's Node, show the effect on an app. Use tls-forge on Deno.
 */
const isLeftOut = (name, suite) => name === 'Deno' && tlsSuites.includes(suite)

/** Runs a command without a shell. Resolves with its exit code. */
async function run(command, args, options) {
  const [code] = await once(spawn(command, args, { cwd: root, stdio: 'inherit', ...options }), 'close')
  return code
}

/** Starts a program of dist/bin that prints where its servers are. They run in the host's Node for all runtimes, so that what differs is the runtime's. */
async function startServers(program) {
  const servers = spawn(process.execPath, [join(root, 'packages/conformance/dist/bin', program)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: servers.stdout }), 'line')
  return { line, stop: () => servers.stdin.end() }
}

async function test(binary, options, suites, environment) {
  const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-matrix-'))
  const report = join(folder, 'report.json')
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const started = Date.now()
  const args = [
    ...options,
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...suites,
  ]
  const exitCode = await run(binary, args, { env: { ...process.env, ...environment } })
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined
  rmSync(folder, { recursive: true })
  const seconds = Math.round((Date.now() - started) / 1000)
  return { counts: { ...countTests(result, exitCode), seconds }, failures: describeFailed(result) }
}

const suites = process.argv.length > 2 ? process.argv.slice(2) : defaultSuites
const peers = await startServers('peers.js')
const certificates = await startServers('certificate-servers.js')
const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-matrix-'))
const casesFile = join(folder, 'certificate-cases.json')
writeFileSync(casesFile, certificates.line)
const environment = {
  CHROME_SOCKET_CONFORMANCE_PEERS: peers.line,
  CHROME_SOCKET_CERTIFICATE_CASES: casesFile,
}
const results = new Map()
results.set(`Node ${process.versions.node} (host)`, await test(process.execPath, [], suites, environment))
for (const { name, runtime: key, options } of otherRuntimes) {
  console.log(`\n${name}`)
  const kept = suites.filter((suite) => !isLeftOut(name, suite))
  results.set(name, await test(await runtime(key), options, kept, environment))
}
peers.stop()
certificates.stop()
rmSync(folder, { recursive: true })
console.table(Object.fromEntries([...results].map(([name, { counts }]) => [name, counts])))
for (const [name, { failures }] of results) for (const line of failures) console.log(`${name}: ${line}`)
process.exitCode = [...results.values()].every(({ counts }) => counts.failed === 0) ? 0 : 1
