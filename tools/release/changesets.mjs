/**
 * Runs Changesets, which turns the files in .changeset into versions, changelogs and published packages.
 *
 * Only a release installs it, at an exact version. Version 3 writes correct peer ranges. Version 2.31 writes an exact version
 * at the first breaking change, and then every patch of the API releases every package. Version 3 needs a newer Node than the
 * packages, and pnpm in the PATH.
 */
import { delimiter, dirname } from 'node:path'
import { fromNpm, node } from '../processes.mjs'
import { runtime } from '../runtimes.mjs'
import { manifest } from '../workspace.mjs'

const changesets = '@changesets/cli@3.0.3'

/** Runs `changeset` with these arguments. Resolves to its exit code. */
export async function changeset(...args) {
  const executable = await newEnoughNode()
  const env = { PATH: `${dirname(executable)}${delimiter}${process.env.PATH}` }
  const { code } = await node(fromNpm([changesets, manifest.packageManager], 'changeset', ...args), { executable, env })
  return code
}

/** The path of this Node if it is new enough, or else of Node 24 from npm. */
async function newEnoughNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 11) ? process.execPath : runtime('node-24')
}
