/**
 * Installs programs from npm that only few commands need. Each gets its own folder below node_modules/.cache, at exact
 * versions, when a command first needs it. So the demo and the tests start without them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { npmCli, step } from './processes.mjs'
import { root } from './workspace.mjs'

/**
 * Installs the `dependencies` and `overrides` of `manifest` in the folder `name`. Returns the path of the `node_modules` that
 * holds them.
 */
export async function installApart(name, manifest) {
  const folder = join(root, 'node_modules/.cache', name)
  const text = `${JSON.stringify({ private: true, ...manifest }, null, 2)}\n`
  const done = join(folder, 'installed.json')
  if (!existsSync(done) || readFileSync(done, 'utf8') !== text) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), text)
    // Some programs need a newer Node than this one, and their commands run them in it.
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
