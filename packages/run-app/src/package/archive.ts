/**
 * An app in a `.zip`, as developers uploaded it, or in a `.crx`, as the store delivered it. A `.crx` is a header, then
 * a zip.
 * Source: Chromium components/crx_file/crx_file.h and, for version 2, its documentation of "CRX Package Format".
 */
import { unzipSync } from 'fflate'
import type { UnzipFileInfo } from 'fflate'
import { RunAppError } from '../run-app-error.ts'
import type { AppPackage } from './app-package.ts'

/** The limit on the size of a file. No app has a larger file, but a small zip can unpack to a thousand times its size. */
const mostBytes = 256 * 1024 * 1024

/**
 * Opens an archive. A file is unpacked only when it is read. The signature of a `.crx` is not checked, because the
 * store that signed it is gone. Throws a RunAppError for an archive that is damaged, or that has a path outside the
 * package.
 */
export function openArchive(location: string, bytes: Uint8Array): AppPackage {
  const zip = withoutCrxHeader(location, bytes)
  const names = new Set<string>()
  unzip(location, zip, ({ name }) => {
    names.add(name)
    return false
  })
  const stray = [...names].find((name) => name.startsWith('/') || name.split(/[/\\]/).includes('..'))
  if (stray !== undefined) throw new RunAppError(`${location} has a file ${stray}, which is outside of the package`)
  const list = (path: string): readonly string[] => {
    const prefix = path === '.' || path === '' ? '' : `${path}/`
    const inside = [...names].filter((name) => name.startsWith(prefix) && name !== prefix)
    return [...new Set(inside.map((name) => name.slice(prefix.length).split('/')[0] as string))]
  }
  const read = (path: string): Uint8Array | undefined => {
    if (!names.has(path)) return undefined
    return unzip(location, zip, ({ name, originalSize }) => {
      if (name !== path) return false
      if (originalSize <= mostBytes) return true
      throw new RunAppError(`${location}: ${name} would be ${originalSize} bytes; more than ${mostBytes} are refused`)
    })[path]
  }
  return { location, rootNames: list('.'), list, read }
}

function unzip(
  location: string,
  zip: Uint8Array,
  filter: (file: UnzipFileInfo) => boolean,
): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(zip, { filter })
  } catch (error) {
    if (error instanceof RunAppError) throw error
    throw new RunAppError(`${location} is neither a .zip nor a .crx: ${(error as Error).message}`)
  }
}

/**
 * Removes the header of a `.crx`: "Cr24", the version, then the length of each part before the zip. Version 2 has a key
 * and a signature, version 3 one header.
 */
function withoutCrxHeader(location: string, bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < 16 || view.getUint32(0) !== 0x43723234) return bytes
  const version = view.getUint32(4, true)
  if (version === 2) return bytes.subarray(16 + view.getUint32(8, true) + view.getUint32(12, true))
  if (version === 3) return bytes.subarray(12 + view.getUint32(8, true))
  throw new RunAppError(`${location} is a .crx of version ${version}; versions 2 and 3 are known`)
}
