/** `npm run changeset`, `npm run release:version` and `npm run release`: run the three steps of RELEASING.md. */
import { join } from 'node:path'
import { pnpm, step } from '../processes.mjs'
import { repositoryAddress } from '../published-manifest.cjs'
import { changeset } from '../release/changesets.mjs'
import { manifest, root } from '../workspace.mjs'
import { pack } from './pack.mjs'

const steps = { changeset: add, version, publish }

export function run(name, args) {
  return steps[name](args)
}

function add(args) {
  return changeset('add', ...args)
}

/** Applies the changesets. It also updates the lockfile, because the lockfile has the ranges of the packages. */
async function version() {
  const code = await changeset('version')
  if (code !== 0) return code
  return (await step('Updating the lockfile', pnpm('install', '--lockfile-only'))) ? 0 : 1
}

/**
 * Packs, checks and publishes. It fails without the repository's address, because a page on npm needs a link to its source.
 */
async function publish(args) {
  if (repositoryAddress(manifest) === undefined) {
    console.error('The address of the repository is missing. Set "repository" in package.json:\n')
    console.error('  "repository": { "type": "git", "url": "git+https://HOST/OWNER/NAME.git" }')
    return 1
  }
  if (!(await pack(join(root, 'dist')))) return 1
  return changeset('publish', ...args)
}
