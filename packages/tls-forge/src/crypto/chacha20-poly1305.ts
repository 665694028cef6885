/**
 * ChaCha20-Poly1305 (RFC 8439, section 2.8) as an `Aead`: @noble's cipher, and a faster authenticator than its own.
 */
import { DataView, Error, Uint8Array } from '../bytes/globals.ts'
import { chacha20 } from '@noble/ciphers/chacha.js'
import { equalBytes } from '../bytes/bytes.ts'
import { Poly1305 } from './poly1305.ts'
import { tagLength, type Aead } from './provider.ts'

export function chacha20Poly1305(key: Uint8Array): Aead {
  // The cipher and the authenticator are fastest on aligned bytes. The longest record fits.
  const scratch = new Uint8Array(16_640)
  return {
    seal(nonce, additional, content, last, out) {
      const length = out.length - tagLength
      const work = length <= scratch.length ? scratch.subarray(0, length) : new Uint8Array(length)
      work.set(content)
      if (last !== undefined) work[content.length] = last
      chacha20(key, nonce, work, work, 1)
      out.set(work)
      out.set(tagOf(key, nonce, additional, work), length)
    },
    open(nonce, additional, sealed) {
      const end = sealed.length - tagLength
      if (end < 0) throw new Error('too short to be authentic')
      const work = sealed.slice(0, end)
      if (!equalBytes(tagOf(key, nonce, additional, work), sealed.subarray(end))) throw new Error('not authentic')
      chacha20(key, nonce, work, work, 1)
      return work
    },
  }
}

function tagOf(key: Uint8Array, nonce: Uint8Array, additional: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  const authenticator = new Poly1305(chacha20(key, nonce, new Uint8Array(32)))
  authenticator.updatePadded(additional)
  authenticator.updatePadded(ciphertext)
  const lengths = new Uint8Array(16)
  const view = new DataView(lengths.buffer)
  view.setUint32(0, additional.length, true)
  view.setUint32(8, ciphertext.length, true)
  authenticator.updatePadded(lengths)
  return authenticator.digest()
}
