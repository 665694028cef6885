/**
 * The hash of all handshake messages (RFC 8446, section 4.4.1; RFC 5246, section 7.4.9). The cipher suite determines
 * the hash function, so messages are kept until the server has chosen a suite.
 */
import { Error } from '../bytes/globals.ts'
import type { CryptoProvider, HashName, RunningHash } from '../crypto/provider.ts'
import { concatenate } from '../bytes/bytes.ts'
import { encodeMessage } from '../wire/handshake-message.ts'

export class Transcript {
  readonly #provider: CryptoProvider
  #waiting: Uint8Array[] = []
  #hash: RunningHash | undefined
  #kept: Uint8Array[] | undefined

  /**
   * `keep` makes the transcript keep all messages, because a client certificate in TLS 1.2 signs the messages with
   * any hash.
   */
  constructor(provider: CryptoProvider, keep = false) {
    this.#provider = provider
    this.#kept = keep ? [] : undefined
  }

  /** All messages, joined. Empty unless they are kept. */
  get messages(): Uint8Array {
    return concatenate(...(this.#kept ?? []))
  }

  /** Adds `message`, which includes its header. It is not copied. */
  add(message: Uint8Array): void {
    this.#kept?.push(message)
    if (this.#hash === undefined) this.#waiting.push(message)
    else this.#hash.update(message)
  }

  setHash(name: HashName): void {
    if (this.#hash !== undefined) return
    this.#hash = this.#provider.hash(name)
    for (const message of this.#waiting) this.#hash.update(message)
    this.#waiting = []
  }

  /** Replaces the first ClientHello by its hash, before the HelloRetryRequest is added. */
  replaceByHash(name: HashName): void {
    this.setHash(name)
    const digest = this.digest()
    this.#hash = this.#provider.hash(name)
    this.#hash.update(encodeMessage('message_hash', digest))
  }

  digest(): Uint8Array {
    if (this.#hash === undefined) throw new Error('no hash has been agreed on')
    return this.#hash.digest()
  }

  /** Returns the hash of the messages and `more`. `name` is the hash function to use if no suite has been chosen. */
  digestWith(name: HashName, more: Uint8Array): Uint8Array {
    const hash = this.#hash?.copy() ?? this.#provider.hash(name)
    for (const message of this.#waiting) hash.update(message)
    hash.update(more)
    return hash.digest()
  }
}
