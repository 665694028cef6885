/**
 * `npm run pack`: writes the packages to `dist` as they would be published, and checks them from a user's point of view: with
 * publint, with are-the-types-wrong, and for files that no entry reaches.
 */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fromNpm, pnpm, step, turbo } from '../processes.mjs'
import { problemsIn } from '../package-problems.mjs'
import { publishedPackages, root } from '../workspace.mjs'

const publint = 'publint@0.3.25'
const attw = '@arethetypeswrong/cli@0.18.5'

export async function run() {
  return (await pack(join(root, 'dist'))) ? 0 : 1
}

/** Builds the packages again and packs them. It deletes the old build first, because files left over would be packed, too. */
export async function pack(destination) {
  const packages = publishedPackages()
  for (const { path } of packages) rmSync(join(path, 'dist'), { recursive: true, force: true })
  rmSync(destination, { recursive: true, force: true })
  mkdirSync(destination)
  if (!(await step('Building', turbo('build', '--force')))) return false
  for (const each of packages) {
    const options = { cwd: each.path }
    if (!(await step(`Packing ${each.folder}`, pnpm('pack', '--pack-destination', destination), options))) return false
  }
  return check(readdirSync(destination).map((name) => join(destination, name)))
}

/** Checks all tarballs, even if the first has problems. */
async function check(tarballs) {
  const results = []
  for (const tarball of tarballs) {
    const name = tarball.replace(/^.*[\\/]chrome-socket-?|\.tgz$/g, '')
    results.push(
      await step(`publint ${name}`, fromNpm([publint], 'publint', '--strict', tarball)),
      // The packages are ESM, and `require` loads ESM in every supported Node.
      await step(`types of ${name}`, fromNpm([attw], 'attw', '--profile', 'esm-only', '--no-emoji', tarball)),
    )
    const problems = problemsIn(tarball)
    for (const problem of problems) console.error(`${name}: ${problem}`)
    results.push(problems.length === 0)
  }
  return results.every(Boolean)
}
