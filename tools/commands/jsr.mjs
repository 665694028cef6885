/**
 * `npm run jsr`: checks that the packages could be published on JSR, by `deno publish --dry-run`, and publishes nothing.
 *
 * JSR takes sources and a file of its own in the place of package.json. That file is made from package.json, here, so that a
 * package is described in one place.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { step } from '../processes.mjs'
import { runtime } from '../runtimes.mjs'
import { publishedPackages, root } from '../workspace.mjs'

/** What cannot be on JSR, and why. */
const leftOut = {
  'chrome-socket': 'it chooses by export conditions, which JSR has not, and its name has no scope',
  '@chrome-socket/conformance': 'it reads its recordings from its own folder, and has parts for Vitest',
  '@chrome-socket/run-app': 'it is a command, and reads files beside it',
}

/** JSR refuses modules that declare globals. Old code that wants them is served by npm's packages. */
const isGlobal = (entry) => entry.startsWith('./global')

export async function run() {
  // Not below node_modules, where Deno looks for no configuration.
  const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-jsr-'))
  const packages = publishedPackages().filter(({ manifest }) => leftOut[manifest.name] === undefined)
  for (const each of packages) copyPackage(each, join(folder, each.folder))
  const compilerOptions = { lib: ['deno.window', 'deno.unstable'] }
  const workspace = packages.map((each) => `./${each.folder}`)
  writeFileSync(join(folder, 'deno.json'), JSON.stringify({ workspace, compilerOptions, nodeModulesDir: 'none' }))
  const deno = await runtime('deno')
  const args = ['publish', '--dry-run', '--allow-dirty', '--quiet']
  // Deno is no Node program: it is started as it is.
  const ok = await step('Asking Deno', args, { cwd: folder, executable: deno })
  rmSync(folder, { recursive: true })
  for (const [name, reason] of Object.entries(leftOut)) console.log(`${name} is left out: ${reason}.`)
  return ok ? 0 : 1
}

function copyPackage({ path, manifest }, destination) {
  mkdirSync(destination, { recursive: true })
  cpSync(join(path, 'src'), join(destination, 'src'), { recursive: true })
  for (const name of readdirSync(join(destination, 'src'), { recursive: true })) {
    const file = join(destination, 'src', name)
    if (name.endsWith('.ts')) writeFileSync(file, forDeno(readFileSync(file, 'utf8'), manifest.devDependencies))
  }
  cpSync(join(path, 'README.md'), join(destination, 'README.md'))
  cpSync(join(root, 'LICENSE'), join(destination, 'LICENSE'))
  writeFileSync(join(destination, 'deno.json'), JSON.stringify(describe(manifest), null, 2))
}

/** Deno knows Node's types by itself, and is told where those of a package are that has none of its own. */
function forDeno(source, { '@types/node-forge': version } = {}) {
  const types = `// @ts-types="npm:@types/node-forge@${version}"`
  return source
    .replaceAll(/^\/\/\/ <reference types="node".*\n/gm, '')
    .replaceAll(/^(?=import .* from 'node-forge)/gm, `${types}\n`)
}

/** A version of its own, since 0.0.0, that of a package before its first release, is none for JSR. */
function describe({ name, version, license, exports, dependencies = {} }) {
  const entries = Object.entries(exports).flatMap(([entry, target]) => {
    const source = target['@chrome-socket/source']
    return source === undefined || isGlobal(entry) ? [] : [[entry, source]]
  })
  const imports = Object.entries(dependencies)
    .filter(([dependency]) => !dependency.startsWith('@chrome-socket/'))
    .flatMap(([dependency, range]) => [
      [dependency, `npm:${dependency}@${range}`],
      [`${dependency}/`, `npm:/${dependency}@${range}/`],
    ])
  return {
    name,
    version: version === '0.0.0' ? '0.1.0' : version,
    license,
    exports: Object.fromEntries(entries),
    imports: Object.fromEntries(imports),
  }
}
