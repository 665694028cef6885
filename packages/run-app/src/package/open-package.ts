/** Opens what the user points at: a folder, a `.zip` or a `.crx`. */
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { RunAppError } from '../run-app-error.ts'
import { openArchive } from './archive.ts'
import type { AppPackage } from './app-package.ts'
import { openFolder } from './folder.ts'

/** Throws a RunAppError for a path at which there is nothing to open. */
export function openPackage(path: string): AppPackage {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) throw new RunAppError(`There is no ${path}`)
  if (stats.isDirectory()) return openFolder(path)
  if (!stats.isFile()) throw new RunAppError(`${path} is neither a folder nor a file`)
  return openArchive(resolve(path), readFileSync(path))
}
