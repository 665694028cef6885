/**
 * `npm run release:rehearse`: plays the pending release and three more of RELEASING.md against a registry on this machine, and
 * installs the published packages of each in an empty project. It ends with the line `N passed, N failed`.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  copyRepository,
  namedInChangesets,
  peersIn,
  release,
  tryInstall,
  versionsIn,
  writeChangeset,
} from '../release/rehearsal.mjs'
import { startRegistry } from '../release/registry.mjs'

const api = '@chrome-socket/api'
const forge = '@chrome-socket/tls-forge'

/** The releases after the pending one. `changes` are the packages that must get a new version; no other may get one. */
const releases = [
  { title: 'A patch of the API', bumps: { [api]: 'patch' }, changes: [api] },
  { title: 'A patch of tls-forge', bumps: { [forge]: 'patch' }, changes: [forge] },
  { title: 'A break of the API', bumps: (versions) => ({ [api]: breakOf(versions[api]) }), changes: 'all' },
]

/** Before 1.0 a minor version is the one that may break (semver.org, 4). */
const breakOf = (version) => (version.startsWith('0.') ? 'minor' : 'major')

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-rehearsal-'))
  const results = []
  const check = (title, problem) => {
    results.push(problem === undefined)
    console.log(`${problem === undefined ? 'ok' : 'FAILED'}  ${title}${problem === undefined ? '' : `\n${problem}`}`)
  }
  const registry = await startRegistry(folder)
  try {
    const repository = join(folder, 'repository')
    mkdirSync(repository)
    copyRepository(repository)
    const pending = namedInChangesets(repository)
    const first = { title: 'The pending release', pending }
    for (const each of pending.length > 0 ? [first, ...releases] : releases) {
      if (each.bumps) writeChangeset(repository, each.title, bumpsOf(each, versionsIn(repository)))
      const outcome = await release(repository, registry.env, each.title)
      check(each.title, outcome === undefined ? 'It could not be published.' : unexpectedVersions(outcome, each))
      if (outcome === undefined) break
      const project = join(folder, 'project')
      check('  all of it is installed', await tryInstall(project, registry.env, allOf(outcome.after)))
      for (const pair of lowestPeers(repository)) {
        check(`  ${pair.join(' beside ')}`, await tryInstall(project, registry.env, pair))
      }
    }
  } finally {
    await registry.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const failed = results.filter((ok) => !ok).length
  console.log(`${results.length - failed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

function allOf(versions) {
  return Object.entries(versions).map(([name, version]) => `${name}@${version}`)
}

function bumpsOf({ bumps }, versions) {
  return typeof bumps === 'function' ? bumps(versions) : bumps
}

/** The pending release may also raise packages whose ranges exclude a new version. */
function unexpectedVersions({ before, after }, { changes, pending }) {
  const changed = Object.keys(after).filter((name) => before[name] !== after[name])
  if (pending) {
    const missed = pending.filter((name) => !changed.includes(name))
    return missed.length === 0 ? undefined : `No new version was made of ${missed.join(', ')}.`
  }
  const expected = changes === 'all' ? Object.keys(after) : changes
  if (changed.join() === expected.join()) return undefined
  return `New versions were made of ${changed.join(', ')}\ninstead of ${expected.join(', ')}.`
}

/** Pairs of each package and the oldest API in its peer range. They must work together, else the lower bound is false. */
function lowestPeers(repository) {
  const versions = versionsIn(repository)
  return Object.entries(peersIn(repository))
    .filter(([, peers]) => peers[api] !== undefined)
    .map(([name, peers]) => [`${name}@${versions[name]}`, `${api}@${peers[api].replace(/^(\^|workspace:\^)/, '')}`])
}
