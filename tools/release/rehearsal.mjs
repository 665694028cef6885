/** The rehearsal's copy of the repository, and the empty projects that install the published packages. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { node, npmCli, step } from '../processes.mjs'
import { publishedPackages, root } from '../workspace.mjs'

/** Copies the files, committed or not, and sets `repository` if it is missing. */
export function copyRepository(folder) {
  const { stdout } = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard')
  for (const name of stdout.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    cpSync(join(root, name), join(folder, name), { force: true, errorOnExist: false })
  }
  edit(join(folder, 'package.json'), (manifest) => {
    manifest.repository ??= { type: 'git', url: 'git+https://example.org/rehearsal/chrome-socket.git' }
  })
  git(folder, 'init', '--quiet', '--initial-branch=main')
  commit(folder, 'Rehearsal')
}

/** The packages that the changesets name. */
export function namedInChangesets(folder) {
  const files = readdirSync(join(folder, '.changeset')).filter((name) => name.endsWith('.md') && name !== 'README.md')
  const lines = files.flatMap((name) => readFileSync(join(folder, '.changeset', name), 'utf8').split('\n'))
  return [...new Set(lines.flatMap((line) => /^['"](.+)['"]: (?:major|minor|patch)$/.exec(line)?.[1] ?? []))]
}

/** Writes a changeset: `{ '@chrome-socket/api': 'patch' }`. */
export function writeChangeset(folder, name, bumps) {
  const lines = Object.entries(bumps).map(([each, bump]) => `'${each}': ${bump}`)
  writeFileSync(join(folder, '.changeset', `${name}.md`), ['---', ...lines, '---', '', `${name}.`, ''].join('\n'))
}

/** Makes a release as RELEASING.md describes it. Resolves to the versions before and after it, or undefined if it failed. */
export async function release(folder, env, title) {
  const before = versionsIn(folder)
  if (!(await step(`${title}: versions`, ['tools/dev.mjs', 'release:version'], { cwd: folder, env }))) return undefined
  commit(folder, title)
  if (!(await step(`${title}: publishing`, ['tools/dev.mjs', 'release'], { cwd: folder, env }))) return undefined
  return { before, after: versionsIn(folder) }
}

export function versionsIn(folder) {
  return Object.fromEntries(publishedPackages(folder).map(({ manifest }) => [manifest.name, manifest.version]))
}

/** The peer ranges of the packages: `{ package: { peer: range } }`. */
export function peersIn(folder) {
  return Object.fromEntries(
    publishedPackages(folder).map(({ manifest }) => [manifest.name, manifest.peerDependencies ?? {}]),
  )
}

/**
 * Installs `wanted` (`name@version`) in an empty project, where a peer out of range is an error. Then it imports every entry
 * of these packages that Node can load. Resolves to the output of the step that failed, or undefined.
 */
export async function tryInstall(folder, env, wanted) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const options = { cwd: folder, env, onOutput: () => {} }
  const install = [npmCli(), 'install', '--strict-peer-deps', '--no-audit', '--no-fund', '--prefer-online', ...wanted]
  const installed = await node(install, options)
  if (installed.code !== 0) return installed.output
  const listed = await node([npmCli(), 'ls', '--all'], options)
  if (listed.code !== 0) return listed.output
  const names = wanted.map((each) => each.replace(/(?!^)@.*$/, ''))
  const imported = await node(['--input-type=module', '--eval', importsOf(folder, names)], options)
  return imported.code === 0 ? undefined : imported.output
}

/** The code that imports every entry of the packages, except the entries that only Bun or a test runner can load. */
function importsOf(folder, names) {
  const specifiers = names.flatMap((name) => {
    const { exports } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'))
    return Object.keys(exports)
      .filter((entry) => !entry.endsWith('.json') && !name.endsWith('bun') && !/vitest/.test(entry))
      .map((entry) => name + entry.slice(1))
  })
  return `${specifiers.map((each) => `import ${JSON.stringify(each)}`).join('\n')}\nprocess.exit(0)`
}

function commit(folder, message) {
  git(folder, 'add', '--all')
  git(folder, '-c', 'user.name=Rehearsal', '-c', 'user.email=rehearsal@example.org', 'commit', '--quiet', '-m', message)
}

function git(cwd, ...args) {
  const result = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`)
  return result
}

function edit(file, change) {
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  change(manifest)
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
}
