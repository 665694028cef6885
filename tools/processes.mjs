/**
 * Functions that start other programs. They use no shell, because shells differ between systems: they start every program as
 * `node FILE`, and tools from npm through the npm of this Node.
 */
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { clearLine, cursorTo } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { manifest, read, root } from './workspace.mjs'

let isInterrupted = false
// Ctrl-C also reaches the running program. Its end decides what happens next.
process.on('SIGINT', () => {
  isInterrupted = true
})

/**
 * Runs `node` with these arguments in `cwd`. `env` is added to the environment of this process. With `onOutput` the output is
 * collected and `onOutput` gets each chunk; without it the program writes to our screen. Resolves to `{ code, output }`.
 */
export function node(args, { cwd = root, env = {}, onOutput, executable = process.execPath } = {}) {
  return new Promise((resolve) => {
    const child = spawn(executable, args, {
      cwd,
      stdio: onOutput ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      env: Object.assign({}, process.env, { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }, env),
    })
    let output = ''
    const collect = (bytes) => {
      output += bytes
      onOutput(String(bytes))
    }
    if (onOutput) {
      child.stdout.on('data', collect)
      child.stderr.on('data', collect)
    }
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code: code === null ? 1 : code, output }))
  })
}

/**
 * The path of the npm that runs this command, else of the npm beside this Node, else of the first npm in the PATH. A Node
 * that was installed from npm has no npm beside it.
 */
export function npmCli() {
  const running = process.env.npm_execpath
  if (running !== undefined && running.endsWith('npm-cli.js')) return running
  const folders = [dirname(process.execPath), ...(process.env.PATH || '').split(delimiter)]
  const found = folders.flatMap(npmBeside).find((file) => file.endsWith('npm-cli.js') && existsSync(file))
  if (found === undefined) throw new Error('There is no npm beside this Node, nor in the PATH')
  return found
}

/** The paths where npm may be installed if `folder` has the `node` or the `npm` command. */
function npmBeside(folder) {
  const installed = 'node_modules/npm/bin/npm-cli.js'
  if (process.platform === 'win32') return [join(folder, installed)]
  const command = join(folder, 'npm')
  return [join(folder, '../lib', installed), existsSync(command) ? realpathSync(command) : '']
}

/** The arguments that run a program from npm at an exact version: `fromNpm(['publint@0.3.25'], 'publint', '--strict')`. */
export function fromNpm(packages, ...command) {
  const wanted = packages.map((each) => `--package=${each}`)
  return [npmCli(), 'exec', '--yes', '--prefer-offline', ...wanted, '--', ...command]
}

/**
 * The arguments that run pnpm at the version in package.json. This also puts pnpm into the PATH, where turbo looks for it.
 */
export function pnpm(...args) {
  return fromNpm([manifest.packageManager], 'pnpm', ...args)
}

/** The arguments that run a tool of devDependencies. */
export function tool(name, ...args) {
  const { bin } = JSON.parse(read(`node_modules/${name}/package.json`))
  return [join(root, 'node_modules', name, typeof bin === 'string' ? bin : bin[name]), ...args]
}

export function turbo(...args) {
  return pnpm('exec', 'turbo', 'run', ...args)
}

/**
 * Runs a step of a command. One line of at most 80 columns shows its title, its duration so far and the last line of its
 * output. If the step fails, its whole output follows. Resolves to whether it succeeded.
 */
export async function step(title, args, options = {}) {
  const started = Date.now()
  const line = stepLine(title, started)
  const { code, output } = await node(args, { ...options, onOutput: line.hear })
  line.end(code === 0 ? 'ok' : 'failed')
  if (isInterrupted) process.exit(130)
  if (code !== 0) process.stderr.write(`\n${output}\n`)
  return code === 0
}

/** The line of a step. On a terminal it is drawn again every second; a log gets another line every 15 s. */
function stepLine(title, started) {
  const { stderr } = process
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`
  let last = ''
  const show = (text, end) => {
    if (stderr.isTTY) {
      cursorTo(stderr, 0)
      clearLine(stderr, 1)
    }
    stderr.write(text + end)
  }
  if (stderr.isTTY) show(`${title} …`, '')
  const redraw = () => {
    const text = `${title} … ${seconds()}${last === '' ? '' : `  ${last}`}`
    show(text.slice(0, 79), stderr.isTTY ? '' : '\n')
  }
  const timer = setInterval(redraw, stderr.isTTY ? 1000 : 15_000)
  return {
    hear(text) {
      const lines = text.split(/[\r\n]+/).map((line) => stripVTControlCharacters(line).trim())
      last = lines.findLast((line) => line !== '') ?? last
    },
    end(result) {
      clearInterval(timer)
      const text = `${title} … ${result === 'ok' ? seconds() : result}`
      show(text, '\n')
    },
  }
}
