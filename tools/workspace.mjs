/** The repository as data: its root, its package.json, and the packages that are published. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** `path` may be relative to the root. */
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

/** `{ folder, path, manifest }` of each package that is published, in the order of their folders' names. */
export function publishedPackages(from = root) {
  return readdirSync(join(from, 'packages'))
    .map((folder) => ({ folder, path: join(from, 'packages', folder) }))
    .filter(({ path }) => readIfThere(join(path, 'package.json')) !== undefined)
    .map((each) => Object.assign(each, { manifest: JSON.parse(read(join(each.path, 'package.json'))) }))
    .filter((each) => !each.manifest.private)
}
