/**
 * Hashes and HMAC (RFC 2104) in JavaScript, for providers that have no synchronous ones. WebCrypto's hashes are
 * asynchronous, and cannot return a digest half-way, which a transcript needs.
 */
import { Uint8Array } from '../bytes/globals.ts'
import { sha256, sha384 } from '@noble/hashes/sha2.js'
import { hashLength, type HashName, type RunningHash } from './provider.ts'

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

/**
 * The objects of an HMAC, which the next HMAC uses again. A key schedule has thirty HMACs, and new objects for each
 * would cost as much as the hashing.
 */
interface Workspace {
  readonly begun: NobleWorkHash
  readonly hash: NobleWorkHash
  readonly block: Uint8Array
  readonly inner: Uint8Array
}

interface NobleWorkHash {
  readonly blockLen: number
  update(data: Uint8Array): NobleWorkHash
  digestInto(out: Uint8Array): void
  _cloneInto(to: NobleWorkHash): unknown
}

function workspace(name: HashName): Workspace {
  const begun = hashes[name].create() as unknown as NobleWorkHash
  const hash = hashes[name].create() as unknown as NobleWorkHash
  return { begun, hash, block: new Uint8Array(begun.blockLen), inner: new Uint8Array(hashLength[name]) }
}

const workspaces: Partial<Record<HashName, Workspace>> = {}

export function nobleHmac(name: HashName, key: Uint8Array, data: Uint8Array): Uint8Array {
  const work = (workspaces[name] ??= workspace(name))
  const { begun, hash, block, inner } = work
  block.set(key.length > block.length ? hashes[name](key) : key)
  for (let index = 0; index < block.length; index += 1) block[index]! ^= 0x36
  begun._cloneInto(hash)
  hash.update(block).update(data).digestInto(inner)
  for (let index = 0; index < block.length; index += 1) block[index]! ^= 0x36 ^ 0x5c
  begun._cloneInto(hash)
  const mac = new Uint8Array(inner.length)
  hash.update(block).update(inner).digestInto(mac)
  block.fill(0)
  inner.fill(0)
  return mac
}
