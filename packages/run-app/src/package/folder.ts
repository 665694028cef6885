/** An app that lies unpacked in a folder. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { AppPackage } from './app-package.ts'

/** Files are read when they are asked for. Links out of the folder are not followed, as in Chromium; a pipe or a device is no file. */
export function openFolder(folder: string): AppPackage {
  const root = realpathSync(folder)
  const list = (path: string): readonly string[] => {
    try {
      return readdirSync(join(root, path))
    } catch {
      return []
    }
  }
  return {
    location: root,
    folder: root,
    rootNames: list('.'),
    list,
    read(path) {
      try {
        const file = realpathSync(join(root, path))
        return file.startsWith(root + sep) && statSync(file).isFile() ? readFileSync(file) : undefined
      } catch {
        return undefined
      }
    },
  }
}
