/**
 * What `npm run demo`, `npm test`, `npm run build`, `npm run pack` and `npm run bench` run in a fresh clone, where
 * there is nothing but Node and npm: pnpm comes through npm at the version that package.json pins, and what is up to
 * date is not done again.
 *
 * Plain JavaScript without dependencies, and old syntax, since it must get as far as telling an old Node so.
 * No command goes through a shell, which would differ between systems: everything is started as `node <file>`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { packageManager, engines } = JSON.parse(read('package.json'))

/** `path` may be relative to the root. */
function read(path) {
  return readFileSync(resolve(root, path), 'utf8')
}

function readIfThere(path) {
  try {
    return read(path)
  } catch {
    return undefined
  }
}

function remove(path) {
  rmSync(join(root, path), { recursive: true, force: true })
}

function isNodeNewEnough() {
  const [wantedMajor, wantedMinor] = engines.node.replace('>=', '').split('.').map(Number)
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

/** Runs `node` with these arguments; gives its exit code, and what it has printed unless it printed that on our screen. */
function node(args, { quiet }) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      env: Object.assign({}, process.env, { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }),
    })
    let output = ''
    if (quiet) {
      child.stdout.on('data', (bytes) => (output += bytes))
      child.stderr.on('data', (bytes) => (output += bytes))
    }
    child.on('error', (error) => done({ code: 1, output: error.message }))
    child.on('close', (code) => done({ code: code === null ? 1 : code, output }))
  })
}

/** pnpm, through the npm that belongs to this Node. It also puts itself into the PATH, where turbo looks for it. */
function pnpm(...args) {
  return [npmCli(), 'exec', '--yes', '--prefer-offline', '--', packageManager, ...args]
}

function npmCli() {
  const running = process.env.npm_execpath
  if (running !== undefined && running.endsWith('npm-cli.js')) return running
  const beside = process.platform === 'win32' ? '.' : '../lib'
  return join(dirname(process.execPath), beside, 'node_modules/npm/bin/npm-cli.js')
}

/** A tool of devDependencies, by the file that its package names. */
function tool(name, ...args) {
  const { bin } = JSON.parse(read(`node_modules/${name}/package.json`))
  return [join(root, 'node_modules', name, typeof bin === 'string' ? bin : bin[name]), ...args]
}

function turbo(...args) {
  return pnpm('exec', 'turbo', 'run', ...args)
}

/** A step that is only heard of when it takes time, or fails. */
async function step(what, args) {
  process.stderr.write(`${what} … `)
  const started = Date.now()
  const { code, output } = await node(args, { quiet: true })
  if (interrupted) process.exit(130)
  process.stderr.write(code === 0 ? `${((Date.now() - started) / 1000).toFixed(1)} s\n` : `failed\n\n${output}\n`)
  return code === 0
}

/** pnpm leaves a copy of the lockfile that it installed. */
async function install() {
  if (read('pnpm-lock.yaml') === readIfThere('node_modules/.pnpm/lock.yaml')) return true
  return step(
    `Installing the dependencies (${packageManager})`,
    pnpm('install', '--frozen-lockfile', '--prefer-offline'),
  )
}

async function demo(args) {
  if (!(await step('Building', turbo('build', '--filter=demo...')))) return 1
  process.stderr.write('\n')
  return (await node(['apps/demo/dist/main.js', ...args], { quiet: false })).code
}

/** `args` are the bench's: `npm run bench -- --quick`. */
async function bench(args) {
  if (!(await step('Building', turbo('build', '--filter=bench...')))) return 1
  return (await node(['bench/dist/main.js', ...args], { quiet: false })).code
}

async function build() {
  return (await step('Building', turbo('build'))) ? 0 : 1
}

/**
 * Leaves the packages in `dist`, as they would be published. They are built from nothing: what an earlier build or version has
 * left would be packed, or installed, as well.
 */
async function pack() {
  for (const name of readdirSync(join(root, 'packages'))) remove(`packages/${name}/dist`)
  remove('dist')
  if (!(await step('Building', turbo('build', '--force')))) return 1
  const destination = ['--pack-destination', join(root, 'dist')]
  return (await step('Packing', pnpm('--filter', './packages/*', 'exec', 'pnpm', 'pack', ...destination))) ? 0 : 1
}

/** `args` are vitest's: `npm test -- packages/api` runs the tests of one package. */
async function test(args) {
  const checks = [
    await step('Types', turbo('build', 'types', '--continue', '--output-logs=errors-only')),
    await step('Lint', tool('oxlint', '--deny-warnings')),
    await step('Format', tool('oxfmt', '--check', '.')),
  ]
  const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-'))
  const reportFile = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const { code } = await node(tool('vitest', 'run', ...reporters, ...args), { quiet: false })
  const report = readIfThere(reportFile)
  rmSync(folder, { recursive: true })

  const { passed, failed, skipped } = countTests(report, code)
  const failedInAll = failed + checks.filter((ok) => !ok).length
  console.log(`${passed} passed, ${failedInAll} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return failedInAll === 0 ? 0 : 1
}

/** From vitest's report. A file that could not be run at all is a failure too, as is a run that failed in any other way. */
function countTests(report, exitCode) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(report)
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed'),
  ).length
  const failed = numFailedTests + brokenFiles
  return {
    passed: numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  }
}

async function main([command, ...args]) {
  if (!isNodeNewEnough()) {
    console.error(
      `This needs Node ${engines.node}; here is ${process.versions.node}. See https://nodejs.org/en/download`,
    )
    return 1
  }
  const task = { demo, test, build, pack, bench }[command]
  if (!(await install())) return 1
  return task(args)
}

// Ctrl-C reaches the command that runs as well: how that one ends is the answer.
let interrupted = false
process.on('SIGINT', () => {
  interrupted = true
})
main(process.argv.slice(2)).then((code) => process.exit(code))
