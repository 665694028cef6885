/**
 * A packaged app's files, wherever they are: in a folder, a `.zip`, or a `.crx`.
 */
export interface AppPackage {
  /** Where it is on this machine: an app without a `key` in its manifest gets its id from it, as in Chromium. */
  readonly location: string
  /** The folder that it lies in, unpacked. Undefined for an archive. */
  readonly folder?: string
  /** The bytes of the file at `path`, which has no leading slash; undefined where there is none. */
  read(path: string): Uint8Array | undefined
  /** The names in the package's root. */
  readonly rootNames: readonly string[]
  /** The names in the folder at `path`, without a trailing slash; none where there is no such folder. */
  list(path: string): readonly string[]
}

/** The text of a file, or undefined. A byte order mark is no part of it. */
export function readText(files: AppPackage, path: string): string | undefined {
  const bytes = files.read(path)
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
}

/**
 * The path in the package that a reference in it means: `/a/./b.js?x#y` is `a/b.js`. Undefined for one that leaves the package.
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
