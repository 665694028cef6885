/** The published types pass the strictest compiler options in an app that has only JavaScript's own types. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const packages = readdirSync(join(root, 'packages'))

/** The `types` files of all entries in a package's `exports`. */
function typesOf(name: string): readonly string[] {
  const folder = join(root, 'packages', name)
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string }>
  }
  return Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [join(folder, entry.types)]))
}

const resolutions = [
  ['--module', 'nodenext'],
  ['--module', 'esnext', '--moduleResolution', 'bundler'],
]

// `npm test` builds them first.
const isBuilt = packages.flatMap(typesOf).every((file) => existsSync(file))

test.skipIf(!isBuilt).for(packages)('%s (skipped without a build)', (name) => {
  for (const resolution of resolutions) {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const strictest = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--lib', 'es2022']
    const args = [tsc, ...strictest, ...resolution, ...typesOf(name)]
    const { stdout, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 })
  }
})
