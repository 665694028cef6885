/** What `tools/dev.mjs` can do: a table of commands, and how one of them is started. */
import { pnpm, step } from './processes.mjs'
import { read, readIfThere } from './workspace.mjs'

/**
 * `module` exports `run(args)`, which gives the exit code; `argument` is passed to it before them.
 * A command that `passesHelp` has a program behind it that answers `--help` itself.
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
      'npm test -- -t "echo"         the tests with this in their name',
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
    details: ['npm run build -- @chrome-socket/api     one package and what it needs'],
    module: './commands/build.mjs',
  },
  bench: {
    summary: 'Compares chrome.socket with the raw sockets of the runtimes',
    usage: 'npm run bench [-- --quick]',
    module: './commands/bench.mjs',
    passesHelp: true,
  },
  pack: {
    summary: 'Builds and checks the packages, and leaves their tarballs in dist',
    usage: 'npm run pack',
    module: './commands/pack.mjs',
  },
  reference: {
    summary: 'Builds the API reference from the doc comments, in docs/reference',
    usage: 'npm run reference',
    module: './commands/reference.mjs',
  },
  jsr: {
    summary: 'Checks that the packages can be published on JSR, without doing so',
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
    summary: 'Records anew what Chromium does; see CONTRIBUTING.md',
    usage: 'npm run conformance:record [-- [--missing] TOPIC …]',
    module: './commands/conformance.mjs',
    argument: 'record',
  },
  'conformance:fuzz': {
    summary: 'Plays random programs in Chromium and here, and compares',
    usage: 'npm run conformance:fuzz [-- --runs N --seed S --subject FILE --runtime PATH]',
    module: './commands/conformance.mjs',
    argument: 'fuzz',
  },
  changeset: {
    summary: 'Writes down what users will notice of a change',
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
    summary: 'Builds, checks and publishes what is not published yet; see RELEASING.md',
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

/** Starts the command that `args` begins with. Gives the exit code. */
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
  return ['Commands:', ...lines, '', '`npm run NAME -- --help` tells more about one of them.'].join('\n')
}

function helpFor({ summary, usage, details = [] }) {
  return [`${summary}.`, '', 'Usage:', `  ${usage}`, ...details.map((line) => `  ${line}`)].join('\n')
}

/** pnpm leaves a copy of the lockfile that it installed. */
async function install() {
  if (read('pnpm-lock.yaml') === readIfThere('node_modules/.pnpm/lock.yaml')) return true
  return step('Installing the dependencies', pnpm('install', '--frozen-lockfile', '--prefer-offline'))
}
