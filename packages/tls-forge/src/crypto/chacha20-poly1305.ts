/**
 * ChaCha20-Poly1305 (RFC 8439) as an `Aead`.
 */
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import type { Aead } from './provider.ts'

export function chacha20Poly1305(key: Uint8Array): Aead {
  return {
    seal(nonce, additional, plaintext, out) {
      out.set(chacha20poly1305(key, nonce, additional).encrypt(plaintext))
    },
    open: (nonce, additional, sealed) => chacha20poly1305(key, nonce, additional).decrypt(sealed),
  }
}
