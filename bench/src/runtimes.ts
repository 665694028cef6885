/** The runtimes that are there. */
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
  const version =
    execFileSync(oracle.chromium, ['--version'], { encoding: 'utf8', stdio: 'pipe' }).match(/\d[\d.]*/)?.[0] ?? ''
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

/** Those at `paths`; without any the newest Node of this one and those on the PATH, and Bun. */
export function findRuntimes(paths: readonly string[]): Runtime[] {
  if (paths.length > 0) return paths.map(runtimeAt)
  const nodes = [process.execPath, ...onPath('node', 'node20', 'node22', 'node24')].map(runtimeAt)
  const newest = nodes.reduce((best, each) => (majorOf(each) > majorOf(best) ? each : best))
  return [newest, ...onPath('bun').slice(0, 1).map(runtimeAt)]
}

function majorOf({ version }: Runtime): number {
  return Number(/\d+/.exec(version)?.[0])
}

function onPath(...names: readonly string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name))).filter((path) => existsSync(path))
  return [...new Set(paths.map((path) => realpathSync(path)))]
}
