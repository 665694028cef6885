/**
 * The key of one direction of a TLS 1.3 connection, and the record protection derived from it (RFC 8446, sections 7.2
 * and 7.3).
 */
import type { CryptoProvider } from '../crypto/provider.ts'
import { protection13, type RecordProtection } from '../records/record-protection.ts'
import type { CipherSuite13 } from '../wire/cipher-suites.ts'
import type { KeySchedule13 } from './key-schedule-13.ts'

export class TrafficKey13 {
  readonly #crypto: CryptoProvider
  readonly #suite: CipherSuite13
  readonly #schedule: KeySchedule13
  #secret: Uint8Array

  /** `secret` is a traffic secret. */
  constructor(crypto: CryptoProvider, suite: CipherSuite13, schedule: KeySchedule13, secret: Uint8Array) {
    this.#crypto = crypto
    this.#suite = suite
    this.#schedule = schedule
    this.#secret = secret
  }

  get secret(): Uint8Array {
    return this.#secret
  }

  async protection(): Promise<RecordProtection> {
    const { aead } = this.#suite
    const { key, iv } = this.#schedule.trafficKey(this.#secret, aead)
    return protection13(await this.#crypto.aead(aead, key), iv, aead !== 'chacha20-poly1305')
  }

  /** Advances to the next key, for a KeyUpdate. */
  renewed(): Promise<RecordProtection> {
    this.#secret = this.#schedule.update(this.#secret)
    return this.protection()
  }
}
