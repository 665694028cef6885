/**
 * The cryptography for keys that a passphrase protects, and its implementation by the runtime. Key derivation is asynchronous, so
 * that 600,000 iterations do not stop the event loop.
 */
import { concatenate } from '../bytes.ts'
import { Promise } from '../globals.ts'
import type { HostCrypto } from './host-crypto.ts'

/**
 * The operations that passphrases need. Hashes and ciphers have Node's names. An unknown name leads to an Error that
 * says `unsupported`.
 */
export interface PassphraseCrypto {
  /** Returns the hash of `data`. */
  hash(name: string, data: Uint8Array): Uint8Array
  /** Returns the HMAC of `data` (RFC 2104). */
  hmac(hash: string, key: Uint8Array, data: Uint8Array): Uint8Array
  /** Derives a key by PBKDF2 (RFC 8018, section 5.2). */
  pbkdf2(hash: string, password: Uint8Array, salt: Uint8Array, iterations: number, octets: number): Promise<Uint8Array>
  /** Derives a key by scrypt (RFC 7914). */
  scrypt(password: Uint8Array, salt: Uint8Array, costs: ScryptCosts, octets: number): Promise<Uint8Array>
  /** Decrypts CBC with the padding of PKCS#7. Throws or rejects for a wrong padding. */
  decrypt(cipher: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** The costs of scrypt (RFC 7914, section 2). */
export interface ScryptCosts {
  /** The cost of CPU and memory, a power of 2. */
  readonly N: number
  /** The block size. */
  readonly r: number
  /** The parallelization. */
  readonly p: number
  /** The most memory that the derivation may take, in bytes. */
  readonly maxmem: number
}

/** Makes the operations from the runtime's own cryptography. */
export function ofHost(host: HostCrypto): PassphraseCrypto {
  return {
    hash: (name, data) => host.hash?.(name, data, 'buffer') ?? host.createHash(name).update(data).digest(),
    hmac: (hash, key, data) => host.createHmac(hash, key).update(data).digest(),
    pbkdf2: (hash, password, salt, iterations, octets) =>
      new Promise((resolve, reject) => {
        host.pbkdf2(password, salt, iterations, octets, hash, (error, key) => (error ? reject(error) : resolve(key)))
      }),
    scrypt: (password, salt, costs, octets) =>
      new Promise((resolve, reject) => {
        host.scrypt(password, salt, octets, costs, (error, key) => (error ? reject(error) : resolve(key)))
      }),
    decrypt(cipher, key, iv, data) {
      const running = host.createDecipheriv(cipher, key, iv)
      return concatenate(running.update(data), running.final())
    },
  }
}
