/**
 * `npm run jsr`: checks with `deno publish --dry-run` that the packages could be published on JSR, and publishes nothing.
 *
 * JSR takes sources, and deno.json instead of package.json. This command makes deno.json from package.json, so that only
 * package.json describes a package.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { step } from '../processes.mjs'
import { runtime } from '../runtimes.mjs'
import { publishedPackages, root } from '../workspace.mjs'

/** The packages that cannot be on JSR, with the reason. */
const leftOut = {
  'chrome-socket': 'it needs export conditions, which JSR does not have, and its name has no scope',
  '@chrome-socket/conformance': 'it reads its recordings from its own folder, and has parts for Vitest',
  '@chrome-socket/run-app': 'it is a command, and reads files beside it',
}

/** Whether an entry declares globals. JSR refuses such modules; old code gets them from npm. */
const isGlobal = (entry) => entry.startsWith('./global')

export async function run() {
  // Deno finds no configuration below node_modules, so the folder is elsewhere.
  const folder = mkdtempSync(join(tmpdir(), 'chrome-socket-jsr-'))
  const packages = publishedPackages().filter(({ manifest }) => leftOut[manifest.name] === undefined)
  for (const each of packages) copyPackage(each, join(folder, each.folder))
  const compilerOptions = { lib: ['deno.window', 'deno.unstable'] }
  const workspace = packages.map((each) => `./${each.folder}`)
  writeFileSync(join(folder, 'deno.json'), JSON.stringify({ workspace, compilerOptions, nodeModulesDir: 'none' }))
  const deno = await runtime('deno')
  const args = ['publish', '--dry-run', '--allow-dirty', '--quiet']
  // Deno is not a Node program, so it is the executable itself.
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

/** Removes references to Node's types, which Deno knows, and adds the address of node-forge's types, which it cannot find. */
function forDeno(source, { '@types/node-forge': version } = {}) {
  const types = `// @ts-types="npm:@types/node-forge@${version}"`
  return source
    .replaceAll(/^\/\/\/ <reference types="node".*\n/gm, '')
    .replaceAll(/^(?=import .* from 'node-forge)/gm, `${types}\n`)
}

/** Makes deno.json of a package.json. JSR refuses 0.0.0, the version before the first release, so it becomes 0.1.0. */
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
