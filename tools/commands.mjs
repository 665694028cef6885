/** The table of the commands of `tools/dev.mjs`, and the function that starts a command. */
import { pnpm, step } from './processes.mjs'
import { read, readIfThere } from './workspace.mjs'

/**
 * The commands by name. `module` exports `run(args)`, which returns the exit code. `run` gets `argument` before `args`.
 * `passesHelp` means that the command passes `--help` to its program, which has its own help.
 */
const commands = {
  demo: {
    summary: 'Plays the API against real servers on this machine, call by call',
    usage: 'npm run demo [-- COMMAND …]',
    module: './commands/demo.mjs',
    passesHelp: true,
  },
  app: {
    summary: 'Runs an old Chrome App',
    usage: 'npm run app -- FOLDER_OR_ARCHIVE [OPTION …]',
    module: './commands/app.mjs',
    passesHelp: true,
  },
  test: {
    summary: 'Checks types, lint and format, and runs all tests',
    usage: 'npm test [-- FOLDER_OR_OPTION …]',
    details: [
      'npm test -- packages/api      the tests of one package',
      'npm test -- -t "echo"         the tests with this word in their name',
      "All other options are vitest's.",
    ],
    module: './commands/test.mjs',
  },
  'test:typescript': {
    summary: "Checks our types beside others', in every supported version of TypeScript",
    usage: 'npm run test:typescript',
    module: './commands/typescript.mjs',
  },
  'test:jest': {
    summary: 'Runs the Jest example in Jest',
    usage: 'npm run test:jest',
    module: './commands/jest.mjs',
  },
  build: {
    summary: 'Builds dist of every package',
    usage: 'npm run build [-- PACKAGE …]',
    details: ['npm run build -- @chrome-socket/api     one package and its dependencies'],
    module: './commands/build.mjs',
  },
  bench: {
    summary: 'Compares chrome.socket with the raw sockets of the runtimes',
    usage: 'npm run bench [-- --quick]',
    module: './commands/bench.mjs',
    passesHelp: true,
  },
  pack: {
    summary: 'Builds and checks the packages, and writes their tarballs to dist',
    usage: 'npm run pack',
    module: './commands/pack.mjs',
  },
  reference: {
    summary: 'Builds the API reference from the doc comments, in docs/reference',
    usage: 'npm run reference',
    module: './commands/reference.mjs',
  },
  jsr: {
    summary: 'Checks that the packages could be published on JSR, and publishes nothing',
    usage: 'npm run jsr',
    module: './commands/jsr.mjs',
  },
  'conformance:matrix': {
    summary: 'Runs the conformance suites in every supported runtime',
    usage: 'npm run conformance:matrix [-- SUITE …]',
    module: './commands/conformance.mjs',
    argument: 'matrix',
  },
  'conformance:record': {
    summary: 'Records the behaviour of Chromium again; see CONTRIBUTING.md',
    usage: 'npm run conformance:record [-- [--missing] TOPIC …]',
    module: './commands/conformance.mjs',
    argument: 'record',
  },
  'conformance:fuzz': {
    summary: 'Plays random programs in Chromium and here, and compares the results',
    usage: 'npm run conformance:fuzz [-- --runs N --seed S --subject FILE --runtime PATH]',
    module: './commands/conformance.mjs',
    argument: 'fuzz',
  },
  changeset: {
    summary: 'Writes a changeset, which describes a change for users',
    usage: 'npm run changeset',
    module: './commands/release.mjs',
    argument: 'changeset',
  },
  'release:version': {
    summary: 'Turns the changesets into versions and changelogs',
    usage: 'npm run release:version',
    module: './commands/release.mjs',
    argument: 'version',
  },
  release: {
    summary: 'Builds, checks and publishes the versions that are not published yet; see RELEASING.md',
    usage: 'npm run release',
    module: './commands/release.mjs',
    argument: 'publish',
  },
  'release:rehearse': {
    summary: 'Plays four releases against a registry on this machine',
    usage: 'npm run release:rehearse',
    module: './commands/rehearse.mjs',
  },
}

/** Starts the command `name` with the arguments after it. Returns the exit code. */
export async function runCommand([name, ...args]) {
  const command = commands[name]
  if (command === undefined) {
    const isHelp = name === undefined || name === '--help' || name === 'help'
    if (!isHelp) console.error(`There is no command '${name}'.\n`)
    console.log(listOfCommands())
    return isHelp ? 0 : 2
  }
  if (!command.passesHelp && args.some((arg) => arg === '--help' || arg === '-h')) {
    console.log(helpFor(command))
    return 0
  }
  if (!(await install())) return 1
  const { run } = await import(command.module)
  return run(...(command.argument === undefined ? [args] : [command.argument, args]))
}

function listOfCommands() {
  const lines = Object.values(commands).map(({ usage, summary }) => `  ${usage}\n      ${summary}`)
  return ['Commands:', ...lines, '', '`npm run NAME -- --help` shows the help of a command.'].join('\n')
}

function helpFor({ summary, usage, details = [] }) {
  return [`${summary}.`, '', 'Usage:', `  ${usage}`, ...details.map((line) => `  ${line}`)].join('\n')
}

/** Installs the dependencies unless the lockfile equals the copy that pnpm keeps of the installed one. */
async function install() {
  if (read('pnpm-lock.yaml') === readIfThere('node_modules/.pnpm/lock.yaml')) return true
  return step('Installing the dependencies', pnpm('install', '--frozen-lockfile', '--prefer-offline'))
}
