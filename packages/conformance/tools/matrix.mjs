/**
 * `pnpm conformance:matrix [vitest's arguments]`: the same suites on backend-node in every runtime that it supports.
 * The runtimes come from npm, at pinned versions, into a folder of their own, so that nobody else has to install them.
 *
 * Plain JavaScript, since it has to run in the host's Node before anything else does.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const cache = join(root, 'node_modules/.cache/conformance-runtimes')

/** What npm calls this machine; each runtime has its own spelling. */
const platform = `${process.platform}-${process.arch}`
const bunPlatform = platform.replace('arm64', 'aarch64')
const denoPlatform = process.platform === 'linux' ? `${platform}-glibc` : platform

/** Each runtime's package for this machine has the binary in it, and needs no install script. */
const runtimes = [
  { name: 'Node 22', directory: 'node-22', package: `node-${platform}@22.23.3`, binary: 'bin/node', options: [] },
  { name: 'Node 24', directory: 'node-24', package: `node-${platform}@24.21.0`, binary: 'bin/node', options: [] },
  { name: 'Bun', directory: 'bun', package: `@oven/bun-${bunPlatform}@1.4.5`, binary: 'bin/bun', options: ['--bun'] },
  { name: 'Deno', directory: 'deno', package: `@deno/${denoPlatform}@2.9.6`, binary: 'deno', options: ['run', '-A'] },
]

const tlsSuites = ['packages/tls-forge/test/contract.test.ts', 'packages/backend-node/test/contract-tls.test.ts']
const defaultSuites = [
  'packages/backend-node/test/scenarios.test.ts',
  'packages/backend-node/test/contract.test.ts',
  ...tlsSuites,
]

/**
 * The servers of the TLS suites run in the runtime, too. Deno's node:tls is rustls: it reports certificate faults in other
 * words, has another backpressure, and does not always show a server the end of a connection. The scenarios, whose servers
 * run in the host's Node, show the effect on an app. Use tls-forge on Deno.
 */
const isLeftOut = (name, suite) => name === 'Deno' && tlsSuites.includes(suite)

/** Runs a command without a shell; its exit code. */
async function run(command, args, options) {
  const [code] = await once(spawn(command, args, { cwd: root, stdio: 'inherit', ...options }), 'close')
  return code
}

function npmCli() {
  const running = process.env.npm_execpath
  if (running !== undefined && running.endsWith('npm-cli.js')) return running
  const beside = process.platform === 'win32' ? '.' : '../lib'
  return join(dirname(process.execPath), beside, 'node_modules/npm/bin/npm-cli.js')
}

async function install() {
  const wanted = Object.fromEntries(runtimes.map((each) => [each.directory, `npm:${each.package}`]))
  const manifest = JSON.stringify({ private: true, dependencies: wanted })
  const file = join(cache, 'package.json')
  if (existsSync(join(cache, 'installed')) && existsSync(file) && readFileSync(file, 'utf8') === manifest) return
  mkdirSync(cache, { recursive: true })
  writeFileSync(file, manifest)
  const code = await run(process.execPath, [npmCli(), 'install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: cache,
  })
  if (code !== 0) throw new Error('The runtimes could not be installed')
  writeFileSync(join(cache, 'installed'), '')
}

/** The peers run in the host's Node for all: what differs is then the runtime's. */
async function startPeers() {
  const peers = spawn(process.execPath, [join(root, 'packages/conformance/dist/bin/peers.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: peers.stdout }), 'line')
  return { line, stop: () => peers.stdin.end() }
}

async function test(binary, options, suites, peers) {
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
  await run(binary, args, { env: { ...process.env, CHROME_SOCKET_CONFORMANCE_PEERS: peers } })
  const {
    numPassedTests = 0,
    numFailedTests = 1,
    numPendingTests = 0,
  } = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
  rmSync(folder, { recursive: true })
  const seconds = Math.round((Date.now() - started) / 1000)
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests, seconds }
}

const suites = process.argv.length > 2 ? process.argv.slice(2) : defaultSuites
await install()
const peers = await startPeers()
const table = { [`Node ${process.versions.node} (host)`]: await test(process.execPath, [], suites, peers.line) }
for (const { name, directory, binary, options } of runtimes) {
  console.log(`\n${name}`)
  table[name] = await test(
    join(cache, 'node_modules', directory, binary),
    options,
    suites.filter((suite) => !isLeftOut(name, suite)),
    peers.line,
  )
}
peers.stop()
console.table(table)
const failed = Object.values(table).reduce((sum, each) => sum + each.failed, 0)
process.exitCode = failed === 0 ? 0 : 1
