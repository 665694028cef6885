/**
 * Hashes and HMAC in JavaScript, for every provider that has no synchronous ones of its own.
 * WebCrypto's are asynchronous and cannot be asked for a digest half-way, which a transcript needs.
 */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha384 } from '@noble/hashes/sha2.js'
import type { HashName, RunningHash } from './provider.ts'

const hashes = { sha256, sha384 } as const

export function nobleHash(name: HashName): RunningHash {
  return running(hashes[name].create())
}

interface NobleHash {
  update(data: Uint8Array): unknown
  digest(): Uint8Array
  clone(): NobleHash
}

function running(hash: NobleHash): RunningHash {
  return {
    update: (data) => void hash.update(data),
    digest: () => hash.clone().digest(),
    copy: () => running(hash.clone()),
  }
}

export function nobleHmac(name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array {
  return hmac(hashes[name], key, data)
}
