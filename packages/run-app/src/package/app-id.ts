/**
 * An app's id: sixteen bytes of a SHA-256, as letters from a to p. It is made from the manifest's `key`, the public key of the
 * store's package, or else from the path of the folder.
 * Source: Chromium components/crx_file/id_util.cc
 */
import { createHash } from 'node:crypto'

/** `key` is the manifest's, in base64. */
export function appId(key: string | undefined, location: string): string {
  const source = key === undefined ? Buffer.from(location) : Buffer.from(keyBytes(key), 'base64')
  const digest = createHash('sha256').update(source).digest('hex').slice(0, 32)
  return digest.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))
}

/** A key may stand there as a PEM. */
function keyBytes(key: string): string {
  return key.replace(/-----[^-]+-----/g, '').replace(/\s/g, '')
}
