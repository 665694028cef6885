/** Opens the package that the user names: a folder, a `.zip` or a `.crx`. */
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { RunAppError } from '../run-app-error.ts'
import { openArchive } from './archive.ts'
import type { AppPackage } from './app-package.ts'
import { openFolder } from './folder.ts'

/** Opens the package at `path`. Throws a RunAppError if there is none. */
export function openPackage(path: string): AppPackage {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) throw new RunAppError(`There is no ${path}`)
  if (stats.isDirectory()) return openFolder(path)
  if (!stats.isFile()) throw new RunAppError(`${path} is neither a folder nor a file`)
  return openArchive(resolve(path), readFileSync(path))
}
