/**
 * The store keeps an app's data from one start to the next: named JSON values, in a folder or in memory.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunAppError } from '../run-app-error.ts'

export interface Store {
  /** Reads the value that was written under `name`, or undefined. */
  read(name: string): unknown
  /**
   * Writes a value. The promise is fulfilled when the value is stored. If several values are written under a name while
   * a write is in progress, only the last is stored.
   */
  write(name: string, value: unknown): Promise<void>
  /** Waits until no write is in progress. A failed write does not reject it. */
  flushed(): Promise<void>
  /** The path of a folder for files, which may not exist yet. `discard` removes the folder of a store in memory. */
  folderOf(name: string): string
  /** Removes the temporary folder of a store in memory. Called when the app has ended. */
  discard(): void
}

export function memoryStore(): Store {
  const texts = new Map<string, string>()
  let folder: string | undefined
  return {
    folderOf(name) {
      folder ??= mkdtempSync(join(tmpdir(), 'run-app-'))
      return join(folder, name)
    },
    discard() {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
      folder = undefined
    },
    read: (name) => (texts.has(name) ? JSON.parse(texts.get(name) as string) : undefined) as unknown,
    async write(name, value) {
      texts.set(name, JSON.stringify(value))
    },
    async flushed() {},
  }
}

/**
 * A store in `folder`, where the value `name` is in `<name>.json`. A write makes a new file, which then replaces the old
 * file: after a crash or a power cut, one of the two is there, and it is complete.
 */
export function folderStore(folder: string): Store {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new RunAppError(`Cannot make the folder for what the app stores: ${(error as Error).message}`)
  }
  const writers = new Map<string, Writer>()
  return {
    folderOf: (name) => join(folder, name),
    discard() {},
    read(name) {
      const file = join(folder, `${name}.json`)
      const text = textOf(file)
      if (text === undefined) return undefined
      try {
        return JSON.parse(text) as unknown
      } catch {
        throw new RunAppError(`${file} is damaged. Mend it, or remove it to start anew.`)
      }
    },
    write(name, value) {
      const writer = writers.get(name) ?? new Writer(join(folder, `${name}.json`))
      writers.set(name, writer)
      return writer.write(JSON.stringify(value))
    },
    async flushed() {
      // `write` has reported each failure to its caller.
      await Promise.allSettled([...writers.values()].map((writer) => writer.last))
    },
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new RunAppError(`Cannot read the data of the app: ${(error as Error).message}`)
  }
}

/** Writes one file, one value after the other. */
class Writer {
  last: Promise<void> = Promise.resolve()
  readonly #file: string
  #waiting: string | undefined

  constructor(file: string) {
    this.#file = file
  }

  write(text: string): Promise<void> {
    this.#waiting = text
    this.last = this.last.then(
      () => this.#writeLatest(),
      () => this.#writeLatest(),
    )
    return this.last
  }

  async #writeLatest(): Promise<void> {
    const text = this.#waiting
    if (text === undefined) return
    this.#waiting = undefined
    const beside = `${this.#file}.new`
    await writeFile(beside, text, { flush: true })
    await rename(beside, this.#file)
  }
}
