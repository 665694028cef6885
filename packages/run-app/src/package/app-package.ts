/**
 * A packaged app, in a folder, a `.zip` or a `.crx`.
 */
import { RunAppError } from '../run-app-error.ts'

/** The files of a packaged app. */
export interface AppPackage {
  /** The path of the package on this machine. As in Chromium, an app without a `key` in its manifest gets its id from it. */
  readonly location: string
  /** The folder of the unpacked app. Undefined for an archive. */
  readonly folder?: string
  /** Reads the bytes of the file at `path`, which has no leading slash. Returns undefined if there is no such file. */
  read(path: string): Uint8Array | undefined
  /** The names in the package's root. */
  readonly rootNames: readonly string[]
  /** Lists the names in the folder at `path`, without a trailing slash. The list is empty if there is no such folder. */
  list(path: string): readonly string[]
}

/** Makes the error for an app whose package is faulty. */
export function refusal(files: AppPackage, problem: string): RunAppError {
  return new RunAppError(`${files.location}: ${problem}`)
}

/** Reads the text of a file, without a byte order mark. Returns undefined if there is no such file. */
export function readText(files: AppPackage, path: string): string | undefined {
  const bytes = files.read(path)
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
}

/**
 * Resolves a reference to a path in the package: `/a/./b.js?x#y` gives `a/b.js`. Returns undefined for a URL of another
 * origin and for a malformed URL.
 */
export function packagePath(reference: string, base = ''): string | undefined {
  let url: URL
  try {
    url = new URL(reference, `https://app.invalid/${base}`)
  } catch {
    return undefined
  }
  if (url.origin !== 'https://app.invalid') return undefined
  try {
    return decodeURIComponent(url.pathname.slice(1))
  } catch {
    return undefined
  }
}
