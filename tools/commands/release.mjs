/** `npm run changeset`, `npm run release:version` and `npm run release`: the three steps of RELEASING.md. */
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

/** The lockfile names the packages' ranges, too. */
async function version() {
  const code = await changeset('version')
  if (code !== 0) return code
  return (await step('Updating the lockfile', pnpm('install', '--lockfile-only'))) ? 0 : 1
}

/** Nothing is published whose page on npm would not lead back to its source. */
async function publish(args) {
  if (repositoryAddress(manifest) === undefined) {
    console.error('The repository\'s address is not known. Set "repository" in package.json:\n')
    console.error('  "repository": { "type": "git", "url": "git+https://HOST/OWNER/NAME.git" }')
    return 1
  }
  if (!(await pack(join(root, 'dist')))) return 1
  return changeset('publish', ...args)
}
