/**
 * Checks RSA signatures with BigInt: RSASSA-PKCS1-v1_5 and RSASSA-PSS (RFC 8017, sections 8.1.2 and 8.2.2). Its time
 * depends on the values, which are public.
 */
import { Uint8Array } from '../bytes/globals.ts'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { concatenate, equalBytes } from '../bytes/bytes.ts'
import { rsaPublicOperation } from './rsa-public.ts'

const hashes = { sha256, sha384, sha512 } as const
export type RsaHash = 'sha256' | 'sha384' | 'sha512'

/** DigestInfo up to the digest (RFC 8017, section 9.2, note 1): the last byte of the OID and the digest's length. */
const digestInfo = (oid: number, length: number): Uint8Array =>
  // prettier-ignore
  Uint8Array.of(0x30, 17 + length, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, oid, 0x05, 0x00, 0x04, length)

const digestInfos: Readonly<Record<RsaHash, Uint8Array>> = {
  sha256: digestInfo(1, 32),
  sha384: digestInfo(2, 48),
  sha512: digestInfo(3, 64),
}

export function verifyPkcs1(hash: RsaHash, key: Uint8Array, signature: Uint8Array, data: Uint8Array): boolean {
  const encoded = rsaPublicOperation(key, signature)
  if (encoded === undefined) return false
  const tail = concatenate(digestInfos[hash], hashes[hash](data))
  const padding = encoded.output.length - tail.length - 3
  if (padding < 8) return false
  const expected = concatenate(Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), tail)
  return equalBytes(encoded.output, expected)
}

export function verifyPss(hash: RsaHash, key: Uint8Array, signature: Uint8Array, data: Uint8Array): boolean {
  const encoded = rsaPublicOperation(key, signature)
  if (encoded === undefined) return false
  // EMSA-PSS-VERIFY (RFC 8017, section 9.1.2). emBits is one less than the modulus has.
  const bits = encoded.modulusBits - 1
  const emLength = Math.ceil(bits / 8)
  const leading = encoded.output.length - emLength
  const message = encoded.output.subarray(leading)
  if (leading === 1 && encoded.output[0] !== 0) return false
  const digest = hashes[hash](data)
  const saltLength = digest.length
  const maskedLength = emLength - digest.length - 1
  if (maskedLength < saltLength + 1 || message[emLength - 1] !== 0xbc) return false
  const inner = message.subarray(maskedLength, emLength - 1)
  const block = message.slice(0, maskedLength)
  const unusedBits = emLength * 8 - bits
  const firstMask = 0xff >> unusedBits
  if ((block[0] ?? 0) & ~firstMask) return false
  const mask = mgf1(hash, inner, maskedLength)
  for (let index = 0; index < maskedLength; index += 1) block[index] = (block[index] ?? 0) ^ (mask[index] ?? 0)
  block[0] = (block[0] ?? 0) & firstMask
  const saltStart = maskedLength - saltLength
  for (let index = 0; index < saltStart - 1; index += 1) if (block[index] !== 0) return false
  if (block[saltStart - 1] !== 1) return false
  return equalBytes(hashes[hash](concatenate(new Uint8Array(8), digest, block.subarray(saltStart))), inner)
}

function mgf1(hash: RsaHash, seed: Uint8Array, length: number): Uint8Array {
  const parts: Uint8Array[] = []
  for (let counter = 0, made = 0; made < length; counter += 1) {
    const part = hashes[hash](concatenate(seed, Uint8Array.of(0, 0, 0, counter)))
    parts.push(part)
    made += part.length
  }
  return concatenate(...parts).subarray(0, length)
}
