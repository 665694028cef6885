/**
 * The cryptography that a passphrase takes, and the runtime's own. Key derivation is asynchronous, so that 600,000 iterations
 * do not stop the event loop.
 */
import { concatenate } from '../bytes.ts'
import { Promise } from '../globals.ts'
import type { HostCrypto } from './host-crypto.ts'

/** The names of hashes and ciphers are Node's. For one that is not there an Error says `unsupported`. */
export interface PassphraseCrypto {
  hash(name: string, data: Uint8Array): Uint8Array
  hmac(hash: string, key: Uint8Array, data: Uint8Array): Uint8Array
  /** RFC 8018, section 5.2. */
  pbkdf2(hash: string, password: Uint8Array, salt: Uint8Array, iterations: number, octets: number): Promise<Uint8Array>
  /** RFC 7914. */
  scrypt(password: Uint8Array, salt: Uint8Array, costs: ScryptCosts, octets: number): Promise<Uint8Array>
  /** CBC with the padding of PKCS#7. Throws or rejects where that is wrong. */
  decrypt(cipher: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | Promise<Uint8Array>
}

/** RFC 7914, section 2; `maxmem` is in bytes. */
export interface ScryptCosts {
  readonly N: number
  readonly r: number
  readonly p: number
  readonly maxmem: number
}

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
