/**
 * Admits records by the rules in `record-rules.ts`, with the state that they depend on: the version, the phase, and the
 * counts of records without data.
 */
import type { OpenedRecord } from '../records/record-protection.ts'
import { TlsFault } from '../wire/fault.ts'
import type { NegotiableVersion } from '../wire/versions.ts'
import type { FloodGuard } from './flood-guard.ts'
import {
  mayBeEmpty,
  mayInterrupt,
  recordAction,
  type RecordAction,
  type RecordPhase,
  type RecordVersion,
} from './record-rules.ts'

export class RecordGate {
  readonly #floodGuard: FloodGuard
  #version: RecordVersion
  #phase: RecordPhase = 'hello'
  /** Whether a ChangeCipherSpec was dropped before the version was known. */
  #hasDroppedEarly = false

  constructor(version: RecordVersion, floodGuard: FloodGuard) {
    this.#version = version
    this.#floodGuard = floodGuard
  }

  get version(): RecordVersion {
    return this.#version
  }

  /**
   * Sets the version. A ChangeCipherSpec may have been dropped since the ClientHello, as RFC 8446, section 5, asks.
   * In TLS 1.2 a ChangeCipherSpec changes keys, so at that point it is a fault.
   */
  agreeOn(version: NegotiableVersion): void {
    if (version === 'tls1.2' && this.#hasDroppedEarly) {
      throw new TlsFault('unexpected_message', 'an early ChangeCipherSpec')
    }
    this.#version = version
  }

  /** Expects protected records from now on. */
  expectProtection(): void {
    if (this.#phase === 'hello') this.#phase = 'handshake'
  }

  /** Expects application data from now on. */
  expectData(): void {
    this.#phase = 'open'
  }

  /**
   * Returns where a record goes, and throws if it may not come. `isMessagePending` says that a handshake message is
   * incomplete.
   */
  admit({ type, content }: OpenedRecord, isMessagePending: boolean): Exclude<RecordAction, 'refuse'> {
    const action = recordAction(this.#version, this.#phase, type)
    const isEmpty = content.length === 0
    if (isEmpty) {
      if (!mayBeEmpty(action, this.#version, this.#phase)) {
        throw new TlsFault('unexpected_message', 'the record is empty')
      }
      this.#floodGuard.count('empty records')
    }
    if (isMessagePending && !mayInterrupt(action, this.#version)) {
      throw new TlsFault('unexpected_message', 'the record interrupts a handshake message')
    }
    if (action === 'refuse') throw new TlsFault('unexpected_message', 'the record may not come now')
    if (action === 'drop') this.#dropChangeCipherSpec(content)
    if (!isEmpty && (action === 'messages' || action === 'data')) this.#floodGuard.noteContent()
    if (!isEmpty && action === 'data') this.#floodGuard.noteData()
    return action
  }

  #dropChangeCipherSpec(content: Uint8Array): void {
    if (content.length !== 1 || content[0] !== 1) {
      throw new TlsFault('unexpected_message', 'a malformed ChangeCipherSpec')
    }
    this.#floodGuard.count('empty records')
    this.#hasDroppedEarly ||= this.#version === 'undecided'
  }
}
