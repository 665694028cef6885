/**
 * An app in a `.zip`, as developers uploaded it, or in a `.crx`, as the store gave it out: a header, then a zip.
 * Source: Chromium components/crx_file/crx_file.h and, for version 2, its documentation of "CRX Package Format".
 */
import { unzipSync } from 'fflate'
import type { UnzipFileInfo } from 'fflate'
import { RunAppError } from '../run-app-error.ts'
import type { AppPackage } from './app-package.ts'

/** No app has a file as large as that. A few kilobytes of a zip may say that they are a thousand times as many. */
const mostBytes = 256 * 1024 * 1024

/** A file is unpacked when it is read. `.crx` signatures are not checked: the store that made them is gone. */
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

/** "Cr24", the version, then the lengths of what precedes the zip: key and signature in version 2, a header in version 3. */
function withoutCrxHeader(location: string, bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < 16 || view.getUint32(0) !== 0x43723234) return bytes
  const version = view.getUint32(4, true)
  if (version === 2) return bytes.subarray(16 + view.getUint32(8, true) + view.getUint32(12, true))
  if (version === 3) return bytes.subarray(12 + view.getUint32(8, true))
  throw new RunAppError(`${location} is a .crx of version ${version}; versions 2 and 3 are known`)
}
