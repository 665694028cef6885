/** The repository as data: its root, its package.json, and the published packages. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Reads a file. A relative path starts at the root. */
export function read(path) {
  return readFileSync(resolve(root, path), 'utf8')
}

export function readIfThere(path) {
  try {
    return read(path)
  } catch {
    return undefined
  }
}

export const manifest = JSON.parse(read('package.json'))

/** The published packages as `{ folder, path, manifest }`, in the order of their folders' names. */
export function publishedPackages(from = root) {
  return readdirSync(join(from, 'packages'))
    .map((folder) => ({ folder, path: join(from, 'packages', folder) }))
    .filter(({ path }) => readIfThere(join(path, 'package.json')) !== undefined)
    .map((each) => Object.assign(each, { manifest: JSON.parse(read(join(each.path, 'package.json'))) }))
    .filter((each) => !each.manifest.private)
}
