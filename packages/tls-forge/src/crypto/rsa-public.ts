/**
 * The public operation of RSA with BigInt (RFC 8017, sections 4, 5.1.1 and 5.2.2), and encryption by RSAES-PKCS1-v1_5
 * (section 7.2.1). The time of BigInt depends on the numbers, so an encrypted secret should be used only once, as a
 * premaster secret is.
 */
import { Error, Uint8Array } from '../bytes/globals.ts'
import { toHex } from '../bytes/bytes.ts'
import { publicKeyOf, rsaPublicNumbers } from './spki.ts'

const toBigInt = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes) || '0'}`)

/**
 * Computes RSAEP, which is also RSAVP1: `input` to the power of the public exponent. `key` is an RSAPublicKey. The
 * result has the length of the modulus. Returns undefined if `input` has another length or is not below the modulus.
 */
export function rsaPublicOperation(
  key: Uint8Array,
  input: Uint8Array,
): { readonly output: Uint8Array; readonly modulusBits: number } | undefined {
  const numbers = rsaPublicNumbers(key)
  const length = numbers.modulus.length
  const modulus = toBigInt(numbers.modulus)
  let base = toBigInt(input)
  if (input.length !== length || base >= modulus) return undefined
  let power = 1n
  for (let exponent = toBigInt(numbers.exponent); exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) power = (power * base) % modulus
    base = (base * base) % modulus
  }
  const hex = power.toString(16).padStart(length * 2, '0')
  const output = Uint8Array.from({ length }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))
  return { output, modulusBits: modulus.toString(2).length }
}

/** Encrypts `message`. Throws if the key is not an RSA key, or is too short for `message`. */
export function encryptPkcs1(
  spki: Uint8Array,
  message: Uint8Array,
  randomBytes: (length: number) => Uint8Array,
): Uint8Array {
  const key = publicKeyOf(spki)
  if (key?.kind !== 'rsa') throw new Error('not an RSA key')
  const padded = new Uint8Array(rsaPublicNumbers(key.key).modulus.length)
  const start = padded.length - message.length
  if (start < 11) throw new Error('the key is too short')
  padded[1] = 2
  padded.set(nonZero(start - 3, randomBytes), 2)
  padded.set(message, start)
  const encrypted = rsaPublicOperation(key.key, padded)
  if (encrypted === undefined) throw new Error('not below the modulus')
  return encrypted.output
}

function nonZero(length: number, randomBytes: (length: number) => Uint8Array): Uint8Array {
  const bytes = randomBytes(length)
  for (let index = 0; index < length; index += 1) while (bytes[index] === 0) bytes[index] = randomBytes(1)[0] ?? 0
  return bytes
}
