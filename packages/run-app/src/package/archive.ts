/**
 * An app in a `.zip`, as developers uploaded it, or in a `.crx`, as the store gave it out: a header, then a zip.
 * Source: Chromium components/crx_file/crx_file.h and, for version 2, its documentation of "CRX Package Format".
 */
import { unzipSync } from 'fflate'
import { RunAppError } from '../run-app-error.ts'
import type { AppPackage } from './app-package.ts'

/** Reads the whole archive. `.crx` signatures are not checked: the store that made them is gone. */
export function openArchive(location: string, bytes: Uint8Array): AppPackage {
  const files = new Map(Object.entries(unzip(location, withoutCrxHeader(location, bytes))))
  const list = (path: string): readonly string[] => {
    const prefix = path === '.' || path === '' ? '' : `${path}/`
    const names = [...files.keys()].filter((name) => name.startsWith(prefix) && name !== prefix)
    return [...new Set(names.map((name) => name.slice(prefix.length).split('/')[0] as string))]
  }
  return { location, rootNames: list('.'), list, read: (path) => files.get(path) }
}

function unzip(location: string, bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes)
  } catch (error) {
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
