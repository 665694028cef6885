/**
 * An app's id: the first sixteen bytes of a SHA-256 hash, as letters from a to p. The hash is of the manifest's `key`, the
 * public key of the store's package, or else of the path of the app.
 * Source: Chromium components/crx_file/id_util.cc
 */
import { createHash } from 'node:crypto'

/** Computes the id. `key` is the manifest's, in base64 or as a PEM. */
export function appId(key: string | undefined, location: string): string {
  const source = key === undefined ? Buffer.from(location) : Buffer.from(keyBytes(key), 'base64')
  const digest = createHash('sha256').update(source).digest('hex').slice(0, 32)
  return digest.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))
}

/** Removes the lines of a PEM from a key, which leaves the base64. */
function keyBytes(key: string): string {
  return key.replace(/-----[^-]+-----/g, '').replace(/\s/g, '')
}
