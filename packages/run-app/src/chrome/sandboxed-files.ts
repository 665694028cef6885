/**
 * `webkitRequestFileSystem`: private files of an app. In Chromium no other program sees them. Here they are in a folder
 * of the app's store.
 * Source: https://www.w3.org/TR/2012/WD-file-system-api-20120417/
 */
import { mkdirSync } from 'node:fs'
import { setImmediate } from 'node:timers'
import type { AppPage } from './app-page.ts'
import type { App } from './app.ts'
import { FileEntries } from './file-entries.ts'

type Callback = (value: unknown) => unknown

/** Defines `webkitRequestFileSystem` and its constants in a page. */
export function installSandboxedFiles(app: App, page: AppPage): void {
  const { realm } = page
  const request = async (type: unknown, _size: unknown, done: unknown, failed: unknown): Promise<void> => {
    const folder = app.store.folderOf(type === 1 ? 'persistent-files' : 'temporary-files')
    let callback = done
    let value: unknown
    try {
      mkdirSync(folder, { recursive: true })
      const root = await new FileEntries(page, folder, true, '').entry('/')
      value = { name: `${app.origin}:${type === 1 ? 'Persistent' : 'Temporary'}`, root }
    } catch (error) {
      callback = failed
      value = error
    }
    setImmediate(() => {
      if (typeof callback === 'function') page.answer(callback as Callback, [value])
    })
  }
  const exposed = realm.exposeFunction('webkitRequestFileSystem', (...args) => {
    void request(args[0], args[1], args[2], args[3])
  })
  const globals = { webkitRequestFileSystem: exposed }
  for (const [name, value] of Object.entries({ ...globals, TEMPORARY: 0, PERSISTENT: 1 })) {
    Object.defineProperty(realm.global, name, { value, writable: true, configurable: true })
  }
}
