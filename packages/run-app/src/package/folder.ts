/** An unpacked app in a folder. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { AppPackage } from './app-package.ts'

/**
 * Opens a folder. A file is read only when it is needed. As in Chromium, a link out of the folder is not followed. A
 * pipe and a device are not files.
 */
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
