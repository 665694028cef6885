/**
 * The receiving side of the record layer: takes bytes, and returns opened records in order.
 *
 * If opening is asynchronous, several records are opened at once, by the current key. When a record brings a new key,
 * the records after it are opened again. A record that cannot be opened is a fault only when its turn comes.
 */
import { Promise } from '../bytes/globals.ts'
import { freeBuffer, worthFreeing } from '../bytes/bytes.ts'
import { TlsFault } from '../wire/fault.ts'
import { checkLimits, contentType, maxCiphertext, maxPlaintext, type RawRecord, type RecordLimits } from './record.ts'
import { RecordReader } from './record-reader.ts'
import type { OpenedRecord, RecordProtection } from './record-protection.ts'
import type { NegotiableVersion } from '../wire/versions.ts'

interface Entry {
  readonly record: RawRecord | undefined
  /** The opened record. While it is undefined, the record is being opened, unless there is a `fault`. */
  opened: OpenedRecord | undefined
  fault: unknown
  /** The number of times that the record has been opened, by which the result of an older attempt is ignored. */
  attempt: number
}

/**
 * The number of records that are opened at once: a flight of the handshake, and afterwards enough to keep several
 * threads busy.
 */
const handshakeWindow = 8
const windowAfterHandshake = 32

const negotiationLimits: RecordLimits = { isProtected: false, maxLength: maxCiphertext['tls1.2'] }

export class RecordReceiver {
  readonly #reader = new RecordReader()
  readonly #onOpened: () => void
  readonly #entries: Entry[] = []
  #limits: RecordLimits = negotiationLimits
  #protection: RecordProtection | undefined
  #version: NegotiableVersion | undefined
  /** The sequence number of the next record. */
  #sequence = 0
  #window = handshakeWindow
  /** Whether every record is protected from now on, and so is opened into a buffer of its own. */
  #allProtected = false
  #bytesUnderWay = 0
  /** The fault in the bytes after the last record. */
  #cutFault: unknown

  /** `onOpened` is called when the record that `next` waits for has been opened. */
  constructor(onOpened: () => void) {
    this.#onOpened = onOpened
  }

  /** Takes ownership of `bytes`. */
  push(bytes: Uint8Array): void {
    this.#reader.push(bytes)
  }

  /** The number of bytes that wait here, in whole records and in an incomplete record. */
  get buffered(): number {
    return this.#reader.buffered + this.#bytesUnderWay
  }

  /** Whether records are being opened. */
  get isOpening(): boolean {
    return this.#entries.length > 0
  }

  /** Sets the version, which determines the limits of a record. */
  agreeOn(version: NegotiableVersion): void {
    this.#version = version
  }

  /** Opens records by `protection`, from the next record on. */
  protect(protection: RecordProtection): void {
    this.#protection = protection
    this.#sequence = 0
    if (this.#version !== undefined) this.#limits = { isProtected: true, maxLength: maxCiphertext[this.#version] }
    for (const entry of this.#entries) this.#open(entry)
    // A peer that changes its key may do so again soon, and each record that was opened ahead would be opened again.
    if (this.#allProtected) this.#window = 1
  }

  /** Opens more records at once. The handshake is over, and keys will rarely change. */
  openAhead(): void {
    this.#window = windowAfterHandshake
    this.#allProtected = true
  }

  /** Returns the next record, or undefined if it is not open yet. Throws the record's fault. */
  next(): OpenedRecord | undefined {
    this.#fill()
    const [entry] = this.#entries
    if (entry === undefined || (entry.opened === undefined && entry.fault === undefined)) return undefined
    if (entry.fault !== undefined) throw entry.fault
    this.#entries.shift()
    this.#bytesUnderWay -= entry.record?.body.length ?? 0
    if (this.#allProtected) {
      this.#releaseAfter(entry)
      this.#window = Math.min(2 * this.#window, windowAfterHandshake)
    }
    return entry.opened
  }

  /**
   * Frees the buffer that a record arrived in, once the last record in it has been taken. The opened records have
   * buffers of their own.
   */
  #releaseAfter({ record }: Entry): void {
    if (record === undefined || record.body.length < worthFreeing) return
    const { buffer } = record.body
    const following = this.#entries[0]?.record?.body.buffer ?? this.#reader.currentBuffer
    if (buffer !== following) freeBuffer(buffer)
  }

  /** Frees `buffer`, in which a record began that has been joined, unless another record in it waits. */
  #releaseJoined(buffer: ArrayBufferLike | undefined, { record }: Entry): void {
    if (buffer === undefined || record === undefined || buffer.byteLength < worthFreeing) return
    const last = this.#entries.at(-1)?.record?.body.buffer
    if (buffer !== record.body.buffer && buffer !== last && buffer !== this.#reader.currentBuffer) freeBuffer(buffer)
  }

  #fill(): void {
    while (this.#entries.length < this.#window) {
      const buffer = this.#reader.currentBuffer
      const entry: Entry = { record: this.#cut(), opened: undefined, fault: this.#cutFault, attempt: 0 }
      if (entry.record === undefined && entry.fault === undefined) return
      if (this.#allProtected) this.#releaseJoined(buffer, entry)
      this.#entries.push(entry)
      this.#bytesUnderWay += entry.record?.body.length ?? 0
      this.#open(entry)
      if (entry.fault !== undefined) return
    }
  }

  #cut(): RawRecord | undefined {
    if (this.#cutFault !== undefined) return undefined
    try {
      return this.#reader.next(this.#limits)
    } catch (fault) {
      this.#cutFault = fault
      return undefined
    }
  }

  #open(entry: Entry): void {
    const { record } = entry
    if (record === undefined) return
    entry.opened = undefined
    entry.fault = undefined
    entry.attempt += 1
    try {
      const opened = this.#begin(record)
      if (opened instanceof Promise) this.#await(entry, opened)
      else entry.opened = opened
    } catch (fault) {
      entry.fault = faultOf(fault)
    }
  }

  #begin(record: RawRecord): OpenedRecord | Promise<OpenedRecord> {
    const protection = this.#protection
    const { type, header, body } = record
    // The record may have been split off before these limits were known.
    checkLimits(header, this.#limits)
    // In TLS 1.3, a ChangeCipherSpec is never protected (RFC 8446, appendix D.4). `RecordGate` decides whether it may
    // come.
    const bare = type === contentType.changeCipherSpec && this.#version === 'tls1.3'
    if (protection === undefined || bare) {
      if (body.length > maxPlaintext) throw new TlsFault('record_overflow', 'the record is too long')
      return { type, content: body }
    }
    if (this.#version === 'tls1.3' && type !== contentType.applicationData) {
      throw new TlsFault('unexpected_message', 'the record is not protected')
    }
    const sequence = this.#sequence
    this.#sequence += 1
    return protection.open(sequence, record)
  }

  #await(entry: Entry, opening: Promise<OpenedRecord>): void {
    const { attempt } = entry
    const settle = (opened: OpenedRecord | undefined, fault: unknown): void => {
      if (entry.attempt !== attempt) return
      entry.opened = opened
      entry.fault = fault
      if (this.#entries[0] === entry) this.#onOpened()
    }
    opening.then(
      (opened) => settle(opened, undefined),
      (error: unknown) => settle(undefined, faultOf(error)),
    )
  }
}

/** Turns an error of a cipher into a fault. The peer learns only that the record is not authentic. */
function faultOf(error: unknown): TlsFault {
  return error instanceof TlsFault ? error : new TlsFault('bad_record_mac', 'the record is not authentic')
}
