/**
 * The PRF of TLS 1.2, and the secrets made by it (RFC 5246, sections 5, 6.3, 7.4.9 and 8.1; RFC 7627, section 4).
 */
import type { CryptoProvider, HashName } from '../crypto/provider.ts'
import { ascii, concatenate } from '../bytes/bytes.ts'

export function prf(
  provider: CryptoProvider,
  hash: HashName,
  secret: Uint8Array,
  label: string,
  seed: Uint8Array,
  length: number,
): Uint8Array {
  const labelAndSeed = concatenate(ascii(label), seed)
  const blocks: Uint8Array[] = []
  let a: Uint8Array = labelAndSeed
  for (let made = 0; made < length;) {
    a = provider.hmac(hash, secret, a)
    const block = provider.hmac(hash, secret, concatenate(a, labelAndSeed))
    blocks.push(block)
    made += block.length
  }
  return concatenate(...blocks).subarray(0, length)
}

export const masterSecretLength = 48

/** The length of a Finished message, in bytes. */
export const verifyDataLength = 12

export interface KeyBlock {
  readonly clientMac: Uint8Array
  readonly serverMac: Uint8Array
  readonly clientKey: Uint8Array
  readonly serverKey: Uint8Array
  readonly clientIv: Uint8Array
  readonly serverIv: Uint8Array
}

/** Splits the key block of the PRF into keys of these lengths, in the order of RFC 5246, section 6.3. */
export function cutKeyBlock(block: Uint8Array, macLength: number, keyLength: number, ivLength: number): KeyBlock {
  let at = 0
  const take = (length: number): Uint8Array => block.slice(at, (at += length))
  return {
    clientMac: take(macLength),
    serverMac: take(macLength),
    clientKey: take(keyLength),
    serverKey: take(keyLength),
    clientIv: take(ivLength),
    serverIv: take(ivLength),
  }
}
