/** The runtimes that are there: those that the command line names, else this Node, and what is on the PATH. */
import { execFileSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { existsSync, realpathSync } from 'node:fs'
import { findOracle } from '@chrome-socket/conformance/oracle'

export interface Runtime {
  readonly kind: 'node' | 'bun' | 'chromium'
  /** With its major version: `node24`. */
  readonly name: string
  /** `v24.1.0` */
  readonly version: string
  /** Of Chromium: that of the Node that drives it. */
  readonly path: string
}

/** Chromium, if it is installed. */
export function findChromium(): Runtime | undefined {
  const oracle = findOracle()
  if ('missing' in oracle) return undefined
  const version = execFileSync(oracle.chromium, ['--version'], { encoding: 'utf8' }).match(/\d[\d.]*/)?.[0] ?? ''
  return { kind: 'chromium', name: 'chromium', version, path: process.execPath }
}

/** Throws when `path` is no Node and no Bun. */
export function runtimeAt(path: string): Runtime {
  const source = 'console.log((process.versions.bun ? "bun v" + process.versions.bun : "node " + process.version))'
  const [kind, version = ''] = execFileSync(path, ['-e', source], { encoding: 'utf8' }).trim().split(' ')
  if (kind !== 'node' && kind !== 'bun') throw new Error(`${path} is neither Node nor Bun`)
  const name = kind === 'node' ? `node${version.slice(1).split('.')[0]}` : 'bun'
  return { kind, name, version, path }
}

/** One of each name: the first. */
export function findRuntimes(named: readonly string[]): Runtime[] {
  const paths = named.length > 0 ? named : [process.execPath, ...onPath('node', 'node20', 'node22', 'node24', 'bun')]
  const byName = new Map<string, Runtime>()
  for (const path of new Set(paths.map((each) => realpathSync(each)))) {
    const runtime = runtimeAt(path)
    if (!byName.has(runtime.name)) byName.set(runtime.name, runtime)
  }
  return [...byName.values()]
}

function onPath(...names: readonly string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).filter((path) => existsSync(path))
}
