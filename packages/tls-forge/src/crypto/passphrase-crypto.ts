/**
 * Decryption by a passphrase in JavaScript, for a page, and for the ciphers that a runtime has no longer: @noble's hashes and
 * key derivations, and forge's ciphers, since nobody else has Triple-DES and RC2. It is loaded when a key needs it.
 */
import forge from 'node-forge'
import { hmac } from '@noble/hashes/hmac.js'
import { md5, sha1 } from '@noble/hashes/legacy.js'
import { pbkdf2Async } from '@noble/hashes/pbkdf2.js'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import type { PassphraseCrypto } from '@chrome-socket/x509'
import { toBinary, toBytes } from './forge-bytes.ts'

const hashes = { md5, sha1, sha256, sha384, sha512 } as const

function hashOf(name: string): (typeof hashes)[keyof typeof hashes] {
  const hash = hashes[name as keyof typeof hashes]
  if (hash === undefined) throw new Error(`unsupported hash ${name}`)
  return hash
}

interface Decipher {
  update(input: forge.util.ByteStringBuffer): unknown
  finish(): boolean
  readonly output: forge.util.ByteStringBuffer
}

/** Started: CBC with the padding of PKCS#7. */
function decipherOf(name: string, keyBytes: Uint8Array, ivBytes: Uint8Array): Decipher {
  const [key, iv] = [toBinary(keyBytes), toBinary(ivBytes)]
  if (name === 'rc2-40-cbc') {
    const running = forge.rc2.createDecryptionCipher(key, 40)
    running.start(iv)
    return running
  }
  if (name !== 'des-ede3-cbc' && !/^aes-\d+-cbc$/.test(name)) throw new Error(`unsupported cipher ${name}`)
  const running = forge.cipher.createDecipher(name === 'des-ede3-cbc' ? '3DES-CBC' : 'AES-CBC', key)
  running.start({ iv })
  return running
}

export const passphraseCrypto: PassphraseCrypto = {
  hash: (name, data) => hashOf(name)(data),
  hmac: (hash, key, data) => hmac(hashOf(hash), key, data),
  pbkdf2: (hash, password, salt, iterations, octets) =>
    pbkdf2Async(hashOf(hash), password, salt, { c: iterations, dkLen: octets }),
  scrypt: (password, salt, costs, octets) => scryptAsync(password, salt, { ...costs, dkLen: octets }),
  decrypt(cipher, key, iv, data) {
    const running = decipherOf(cipher, key, iv)
    running.update(forge.util.createBuffer(toBinary(data)))
    if (!running.finish()) throw new Error('the padding is wrong')
    return toBytes(running.output.getBytes())
  },
}
