/**
 * `npm run release:rehearse`: four releases, as RELEASING.md has them, against a registry on this machine; what each of them
 * publishes is installed in an empty project. It ends with the line `N passed, N failed`.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyRepository, peersIn, release, tryInstall, versionsIn, writeChangeset } from '../release/rehearsal.mjs'
import { startRegistry } from '../release/registry.mjs'

const api = '@chrome-socket/api'
const forge = '@chrome-socket/tls-forge'

/** `bumps` is the changeset, `changes` the packages of which there must be a new version: all, or these and no other. */
const releases = [
  { title: 'First release', changes: 'all' },
  { title: 'A patch of the API', bumps: { [api]: 'patch' }, changes: [api] },
  { title: 'A patch of tls-forge', bumps: { [forge]: 'patch' }, changes: [forge] },
  { title: 'A break of the API', bumps: { [api]: 'major' }, changes: 'all' },
]

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
    for (const each of releases) {
      if (each.bumps) writeChangeset(repository, each.title, each.bumps)
      const outcome = await release(repository, registry.env, each.title)
      check(
        each.title,
        outcome === undefined ? 'It could not be published.' : unexpectedVersions(outcome, each.changes),
      )
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

function unexpectedVersions({ before, after }, wanted) {
  const changed = Object.keys(after).filter((name) => before[name] !== after[name])
  const expected = wanted === 'all' ? Object.keys(after) : wanted
  if (changed.join() === expected.join()) return undefined
  return `New versions were made of ${changed.join(', ')}\ninstead of ${expected.join(', ')}.`
}

/** Each package beside the oldest API that its range of peers lets in: the lower bound has to be true. */
function lowestPeers(repository) {
  const versions = versionsIn(repository)
  return Object.entries(peersIn(repository))
    .filter(([, peers]) => peers[api] !== undefined)
    .map(([name, peers]) => [`${name}@${versions[name]}`, `${api}@${peers[api].replace(/^(\^|workspace:\^)/, '')}`])
}
