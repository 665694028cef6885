/** Finds the runtimes, Chromium and the client in C. */
import { execFileSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { existsSync, realpathSync } from 'node:fs'
import { findOracle } from '@chrome-socket/conformance/oracle'

export interface Runtime {
  readonly kind: 'node' | 'bun' | 'deno' | 'chromium' | 'c'
  /** The name with the major version, such as `node24`. */
  readonly name: string
  /** The full version, such as `v24.1.0`. */
  readonly version: string
  /** The path of the runtime. Chromium has the path of the Node that drives it. */
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

/** The client in C, which shows the limit of the machine. */
export function clientInC(path: string): Runtime {
  return { kind: 'c', name: 'machine', version: '', path }
}

/** Finds the kind and the version of the runtime at `path`. Throws if it is none of Node, Bun and Deno. */
export function runtimeAt(path: string): Runtime {
  const printed = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim()
  const [, node, major] = /^(v(\d+)\.\S+)$/.exec(printed) ?? []
  if (node !== undefined) return { kind: 'node', name: `node${major}`, version: node, path }
  const deno = /^deno (\S+)/.exec(printed)?.[1]
  if (deno !== undefined) return { kind: 'deno', name: 'deno', version: `v${deno}`, path }
  const bun = /^\d\S+$/.exec(printed)?.[0]
  if (bun !== undefined) return { kind: 'bun', name: 'bun', version: `v${bun}`, path }
  throw new Error(`${path} is not a Node, a Bun or a Deno`)
}

/** The runtimes at `paths`. Without paths, the newest Node (this one or one on the PATH) and the Bun on the PATH. */
export function findRuntimes(paths: readonly string[]): Runtime[] {
  if (paths.length > 0) return paths.map(runtimeAt)
  const nodes = [process.execPath, ...onPath('node', 'node20', 'node22', 'node24', 'node26')].map(runtimeAt)
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
