/**
 * Decryption with the old block ciphers of PKCS#12 and of OpenSSL's keys, in CBC with the padding of PKCS#7, by forge.
 */
import { Error } from '../bytes/globals.ts'
import forge from 'node-forge'
import { toBinary, toBytes } from './forge-bytes.ts'

interface Decipher {
  update(input: forge.util.ByteStringBuffer): unknown
  finish(): boolean
  readonly output: forge.util.ByteStringBuffer
}

function started(name: string, key: string, iv: string): Decipher {
  if (name === 'des-ede3-cbc') {
    const running = forge.cipher.createDecipher('3DES-CBC', key)
    running.start({ iv })
    return running
  }
  if (name !== 'rc2-40-cbc') throw new Error(`unsupported cipher ${name}`)
  const running = forge.rc2.createDecryptionCipher(key, 40)
  running.start(iv)
  return running
}

/** Decrypts `data`. `cipher` is Node's name. Throws if the padding is wrong. */
export function decryptCbc(cipher: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const running = started(cipher, toBinary(key), toBinary(iv))
  running.update(forge.util.createBuffer(toBinary(data)))
  if (!running.finish()) throw new Error('the padding is wrong')
  return toBytes(running.output.getBytes())
}
