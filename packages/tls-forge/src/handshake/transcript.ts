/**
 * The hash of all handshake messages (RFC 8446, section 4.4.1; RFC 5246, section 7.4.9).
 * Which hash it is, is known only when the server has chosen a cipher suite: until then messages are kept.
 */
import type { CryptoProvider, HashName, RunningHash } from '../crypto/provider.ts'
import { concatenate } from '../bytes/bytes.ts'
import { encodeMessage } from '../wire/handshake-message.ts'

export class Transcript {
  readonly #provider: CryptoProvider
  #waiting: Uint8Array[] = []
  #hash: RunningHash | undefined
  #kept: Uint8Array[] | undefined

  /** With `keep`, `messages` will be asked for: a client certificate in TLS 1.2 signs them, by any hash. */
  constructor(provider: CryptoProvider, keep = false) {
    this.#provider = provider
    this.#kept = keep ? [] : undefined
  }

  /** All messages as they are. */
  get messages(): Uint8Array {
    return concatenate(...(this.#kept ?? []))
  }

  /** `message` with its header. It is kept as it is, not copied. */
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

  /** After a HelloRetryRequest the first ClientHello is replaced by its hash. Comes before that message is added. */
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

  /** The hash as it would be with `more` at its end. `name` is the hash where none has been agreed on yet. */
  digestWith(name: HashName, more: Uint8Array): Uint8Array {
    const hash = this.#hash?.copy() ?? this.#provider.hash(name)
    for (const message of this.#waiting) hash.update(message)
    hash.update(more)
    return hash.digest()
  }
}
