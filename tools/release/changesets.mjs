/**
 * Changesets, which turns what was written down of changes into versions, changelogs and published packages.
 *
 * It is fetched for a release alone, at an exact version: 3 keeps the ranges of peers right. (2.31 writes an exact version
 * into them at the first breaking change, after which every patch of the API releases every package.) It needs a newer Node
 * than the packages do, and pnpm in the PATH.
 */
import { delimiter, dirname } from 'node:path'
import { fromNpm, node } from '../processes.mjs'
import { runtime } from '../runtimes.mjs'
import { manifest } from '../workspace.mjs'

const changesets = '@changesets/cli@3.0.3'

/** Runs `changeset` with these arguments. Gives its exit code. */
export async function changeset(...args) {
  const executable = await newEnoughNode()
  const env = { PATH: `${dirname(executable)}${delimiter}${process.env.PATH}` }
  const { code } = await node(fromNpm([changesets, manifest.packageManager], 'changeset', ...args), { executable, env })
  return code
}

/** The Node that runs this, or Node 24 from npm. */
async function newEnoughNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 11) ? process.execPath : runtime('node-24')
}
