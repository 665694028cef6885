/**
 * The key schedule of TLS 1.3 (RFC 8446, section 7), with HKDF (RFC 5869) over the provider's HMAC.
 */
import { Map, Uint8Array } from '../bytes/globals.ts'
import { aeadKeyLength, hashLength, type AeadName, type CryptoProvider, type HashName } from '../crypto/provider.ts'
import { ascii, concatenate } from '../bytes/bytes.ts'

export interface TrafficKey {
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

const empty = new Uint8Array(0)

/** The hash of an empty transcript, by hash. Each stage of the schedule needs it. */
const emptyTranscripts = new Map<HashName, Uint8Array>()

function emptyTranscript(provider: CryptoProvider, name: HashName): Uint8Array {
  const digest = emptyTranscripts.get(name) ?? provider.hash(name).digest()
  emptyTranscripts.set(name, digest)
  return digest
}

export class KeySchedule13 {
  readonly hash: HashName
  readonly #provider: CryptoProvider
  readonly #length: number
  #secret: Uint8Array

  /** Begins with the Early Secret, with or without a pre-shared key. */
  constructor(provider: CryptoProvider, hash: HashName, psk?: Uint8Array) {
    this.#provider = provider
    this.hash = hash
    this.#length = hashLength[hash]
    this.#secret = this.#extract(new Uint8Array(this.#length), psk ?? new Uint8Array(this.#length))
  }

  #extract(salt: Uint8Array, keyMaterial: Uint8Array): Uint8Array {
    return this.#provider.hmac(this.hash, salt, keyMaterial)
  }

  /** HKDF-Expand-Label (section 7.1). */
  expandLabel(secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
    const name = ascii(`tls13 ${label}`)
    const info = concatenate(
      Uint8Array.of(length >> 8, length & 0xff, name.length),
      name,
      Uint8Array.of(context.length),
      context,
    )
    let block: Uint8Array = empty
    const blocks: Uint8Array[] = []
    for (let made = 0, counter = 1; made < length; counter += 1) {
      block = this.#provider.hmac(this.hash, secret, concatenate(block, info, Uint8Array.of(counter)))
      blocks.push(block)
      made += block.length
    }
    const first = blocks[0]
    return first !== undefined && blocks.length === 1
      ? first.subarray(0, length)
      : concatenate(...blocks).subarray(0, length)
  }

  /** Derive-Secret at the current stage. `transcript` is a hash of messages. */
  derive(label: string, transcript: Uint8Array): Uint8Array {
    return this.expandLabel(this.#secret, label, transcript, this.#length)
  }

  /**
   * Advances to the next stage: to the Handshake Secret with the shared secret of the key exchange, then to the Main
   * Secret without key material.
   */
  advance(keyMaterial: Uint8Array = new Uint8Array(this.#length)): void {
    const salt = this.derive('derived', emptyTranscript(this.#provider, this.hash))
    this.#secret = this.#extract(salt, keyMaterial)
  }

  /** Returns the MAC of a Finished message, or of a binder, over a hash of messages (section 4.4.4). */
  finished(baseKey: Uint8Array, transcript: Uint8Array): Uint8Array {
    const key = this.expandLabel(baseKey, 'finished', empty, this.#length)
    return this.#provider.hmac(this.hash, key, transcript)
  }

  /** Returns the PSK binder of a ticket (section 4.2.11.2). Call it while the stage is the Early Secret. */
  binder(transcript: Uint8Array): Uint8Array {
    return this.finished(this.derive('res binder', emptyTranscript(this.#provider, this.hash)), transcript)
  }

  trafficKey(secret: Uint8Array, aead: AeadName): TrafficKey {
    return {
      key: this.expandLabel(secret, 'key', empty, aeadKeyLength[aead]),
      iv: this.expandLabel(secret, 'iv', empty, 12),
    }
  }

  /** Returns the next application traffic secret (section 7.2). */
  update(secret: Uint8Array): Uint8Array {
    return this.expandLabel(secret, 'traffic upd', empty, this.#length)
  }

  /** Returns the pre-shared key of the ticket with this nonce (section 4.6.1). */
  ticketPsk(resumptionSecret: Uint8Array, nonce: Uint8Array): Uint8Array {
    return this.expandLabel(resumptionSecret, 'resumption', nonce, this.#length)
  }
}
