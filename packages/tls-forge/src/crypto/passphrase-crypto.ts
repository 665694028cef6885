/**
 * Decrypts with a passphrase in JavaScript, for pages and for ciphers that a runtime lacks. It uses @noble and, for
 * Triple-DES and RC2, forge, which it loads on demand.
 */
import { Error } from '../bytes/globals.ts'
import { cbc } from '@noble/ciphers/aes.js'
import { hmac } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { PassphraseCrypto } from '@chrome-socket/x509'

const hashes = { md5, sha1, sha256, sha384, sha512 } as const

function hashOf(name: string): (typeof hashes)[keyof typeof hashes] {
  const hash = hashes[name as keyof typeof hashes]
  if (hash === undefined) throw new Error(`unsupported hash ${name}`)
  return hash
}

export const passphraseCrypto: PassphraseCrypto = {
  hash: (name, data) => hashOf(name)(data),
  hmac: (hash, key, data) => hmac(hashOf(hash), key, data),
  pbkdf2: (hash, password, salt, iterations, octets) =>
    pbkdf2Async(hashOf(hash), password, salt, { c: iterations, dkLen: octets }),
  scrypt: (password, salt, costs, octets) => scryptAsync(password, salt, { ...costs, dkLen: octets }),
  async decrypt(cipher, key, iv, data) {
    if (/^aes-\d+-cbc$/.test(cipher)) return cbc(key, iv).decrypt(data)
    return (await import('./forge-cbc.ts')).decryptCbc(cipher, key, iv, data)
  },
}
