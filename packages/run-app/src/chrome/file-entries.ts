/**
 * The entries of a folder on this machine: DirectoryEntry and FileEntry, with their readers and writers.
 * Source: https://www.w3.org/TR/2012/WD-file-system-api-20120417/ and .../WD-file-writer-api-20120417/, as Chromium
 * implements them.
 */
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { setImmediate } from 'node:timers'
import { basename, join, resolve, sep } from 'node:path'
import type { AppPage } from './app-page.ts'

type Callback = ((value?: unknown) => void) | null | undefined

/** A method of an entry, a reader or a writer. */
type Method = (...args: never[]) => unknown

/** Turns paths of one folder of the host into entries of a page. */
export class FileEntries {
  readonly #page: AppPage
  readonly #root: string
  readonly #name: string
  readonly #isWritable: boolean

  /** Makes the entries of the folder `root`. `name` is the root entry's name, by default the folder's. */
  constructor(page: AppPage, root: string, isWritable: boolean, name: string = basename(root)) {
    this.#page = page
    this.#name = name
    this.#root = resolve(root)
    this.#isWritable = isWritable
  }

  /**
   * Makes an entry. `path` is absolute; `/` is the folder itself. Rejects with the system's error if the file does not
   * exist.
   */
  async entry(path: string): Promise<object> {
    const stats = await stat(this.#hostPath(path))
    return stats.isDirectory() ? this.#directory(path) : this.#file(path)
  }

  #hostPath(path: string): string {
    const host = join(this.#root, path)
    if (host !== this.#root && !host.startsWith(this.#root + sep)) throw domError('SecurityError')
    return host
  }

  #common(path: string): Readonly<Record<string, Method>> {
    return {
      getMetadata: (done: Callback, failed: Callback) =>
        void this.#run(done, failed, async () => {
          const { mtime, size } = await stat(this.#hostPath(path))
          return { modificationTime: mtime, size }
        }),
      getParent: (done: Callback, failed: Callback) => void this.#run(done, failed, () => this.entry(join(path, '..'))),
      remove: (done: Callback, failed: Callback) =>
        void this.#run(done, failed, async () => {
          this.#checkWritable()
          await rm(this.#hostPath(path))
        }),
      toURL: () => `filesystem:${this.#page.page.url.split('/').slice(0, 3).join('/')}/external${path}`,
    }
  }

  #directory(path: string): object {
    return this.#object(path, true, {
      createReader: () => this.#reader(path),
      getFile: (name: string, options: Flags, done: Callback, failed: Callback) =>
        void this.#run(done, failed, () => this.#find(path, name, options, false)),
      getDirectory: (name: string, options: Flags, done: Callback, failed: Callback) =>
        void this.#run(done, failed, () => this.#find(path, name, options, true)),
      removeRecursively: (done: Callback, failed: Callback) =>
        void this.#run(done, failed, async () => {
          this.#checkWritable()
          await rm(this.#hostPath(path), { recursive: true })
        }),
    })
  }

  #file(path: string): object {
    return this.#object(path, false, {
      file: (done: Callback, failed: Callback) =>
        void this.#run(done, failed, async () => {
          const host = this.#hostPath(path)
          const [bytes, stats] = await Promise.all([readFile(host), stat(host)])
          return this.#page.page.makeFile(bytes, basename(path), stats.mtimeMs)
        }),
      createWriter: (done: Callback, failed: Callback) =>
        void this.#run(done, failed, async () => {
          this.#checkWritable()
          return this.#writer(path, (await stat(this.#hostPath(path))).size)
        }),
    })
  }

  /** Makes a reader. Its first call gives all entries, each later call none. */
  #reader(directory: string): object {
    let isRead = false
    return this.#expose({
      readEntries: (done: Callback, failed: Callback) =>
        void this.#run(done, failed, async () => {
          const names = isRead ? [] : await readdir(this.#hostPath(directory))
          isRead = true
          return Promise.all(names.map((name) => this.entry(join(directory, name))))
        }),
    })
  }

  #writer(path: string, size: number): object {
    const { realm } = this.#page
    const writer = realm.adopt<Record<string, unknown>>({
      position: 0,
      length: size,
      readyState: 0,
      INIT: 0,
      WRITING: 1,
      DONE: 2,
    })
    const change = (work: (file: Awaited<ReturnType<typeof open>>) => Promise<unknown>): void => {
      writer['readyState'] = 1
      const raise = (type: string): void => {
        writer['readyState'] = 2
        for (const name of [type, 'writeend']) {
          const handler = writer[`on${name}`]
          if (typeof handler === 'function') this.#page.answer(handler as never, [{ type: name, target: writer }])
        }
      }
      void (async () => {
        const file = await open(this.#hostPath(path), 'r+')
        try {
          await work(file)
          writer['length'] = (await file.stat()).size
        } finally {
          await file.close()
        }
      })().then(
        () => raise('write'),
        (error: unknown) => {
          writer['error'] = realm.adopt(asDomError(error))
          raise('error')
        },
      )
    }
    const methods: Readonly<Record<string, Method>> = {
      write: (blob: unknown) =>
        change(async (file) => {
          const bytes = await this.#page.page.readBlob(blob)
          await file.write(bytes, 0, bytes.length, writer['position'] as number)
          writer['position'] = (writer['position'] as number) + bytes.length
        }),
      truncate: (length: number) => change((file) => file.truncate(length)),
      seek: (position: number) => void (writer['position'] = position),
      abort() {},
    }
    return Object.assign(writer, this.#expose(methods))
  }

  async #find(directory: string, name: string, options: Flags, isDirectory: boolean): Promise<object> {
    const path = name.startsWith('/') ? name : join(directory, name)
    const host = this.#hostPath(path)
    const stats = await stat(host).catch(() => undefined)
    if (stats !== undefined && options?.create === true && options.exclusive === true) {
      throw domError('InvalidModificationError')
    }
    if (stats === undefined) {
      if (options?.create !== true) throw domError('NotFoundError')
      this.#checkWritable()
      if (isDirectory) await mkdir(host)
      else await (await open(host, 'a')).close()
    } else if (stats.isDirectory() !== isDirectory) throw domError('TypeMismatchError')
    return this.entry(path)
  }

  #checkWritable(): void {
    if (!this.#isWritable) throw domError('NoModificationAllowedError')
  }

  #object(path: string, isDirectory: boolean, methods: Readonly<Record<string, Method>>): object {
    const name = path === '/' ? this.#name : basename(path)
    const filesystem = { name: this.#name }
    const properties = { name, fullPath: path, isDirectory, isFile: !isDirectory, filesystem }
    return { ...properties, ...this.#expose({ ...this.#common(path), ...methods }) }
  }

  #expose(methods: Readonly<Record<string, Method>>): Record<string, unknown> {
    const { realm } = this.#page
    return Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [name, realm.exposeFunction(name, method as never)]),
    )
  }

  /** Calls `done` with the result of `work`, or `failed` with its error, in a later turn. */
  async #run(done: Callback, failed: Callback, work: () => Promise<unknown>): Promise<void> {
    let callback = done
    let value: unknown
    try {
      value = await work()
    } catch (error) {
      callback = failed
      value = asDomError(error)
    }
    setImmediate(() => {
      if (typeof callback === 'function') this.#page.answer(callback, [value])
    })
  }
}

type Flags = { readonly create?: boolean; readonly exclusive?: boolean } | null | undefined

function asDomError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  return typeof code === 'string' ? domError(code === 'ENOENT' ? 'NotFoundError' : 'InvalidStateError') : error
}

/** The codes of FileError, which old apps compare. */
const codes: Readonly<Record<string, number>> = {
  NotFoundError: 1,
  SecurityError: 2,
  NoModificationAllowedError: 6,
  InvalidStateError: 7,
  InvalidModificationError: 9,
  TypeMismatchError: 11,
}

function domError(name: string): Error {
  return Object.assign(new Error(name), { name, code: codes[name] })
}
