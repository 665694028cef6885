/**
 * Programs from npm that only few commands need: each is installed when it is first needed, at exact versions, in a folder of
 * its own below node_modules/.cache, so that nobody who just runs the demo or the tests has to wait for it.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npmCli, step } from './processes.mjs'
import { root } from './workspace.mjs'

/** `manifest` has `dependencies`, and `overrides` if need be. Gives the path of the `node_modules` that holds them. */
export async function installApart(name, manifest) {
  const folder = join(root, 'node_modules/.cache', name)
  const text = `${JSON.stringify({ private: true, ...manifest }, null, 2)}\n`
  const done = join(folder, 'installed.json')
  if (!existsSync(done) || readFileSync(done, 'utf8') !== text) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), text)
    // Some need a newer Node than this one, and are run in it.
    const args = [
      npmCli(),
      'install',
      '--ignore-scripts',
      '--no-package-lock',
      '--no-engine-strict',
      '--no-audit',
      '--no-fund',
    ]
    if (!(await step(`Installing ${name}`, args, { cwd: folder }))) throw new Error(`${name} could not be installed`)
    writeFileSync(done, text)
  }
  return join(folder, 'node_modules')
}
