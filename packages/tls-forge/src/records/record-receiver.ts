/**
 * The receiving side of the record layer: bytes in, opened records out, in order.
 *
 * Where opening a record is asynchronous, several are opened at once, by the key of the moment. When a record brings a new
 * key, the records after it are opened again. A record that cannot be opened is a fault only when its turn comes.
 */
import { freeBuffer, worthFreeing } from '../bytes/bytes.ts'
import { TlsFault } from '../wire/fault.ts'
import { checkLimits, contentType, maxCiphertext, maxPlaintext, type RawRecord, type RecordLimits } from './record.ts'
import { RecordReader } from './record-reader.ts'
import type { OpenedRecord, RecordProtection } from './record-protection.ts'
import type { NegotiableVersion } from '../wire/versions.ts'

interface Entry {
  readonly record: RawRecord | undefined
  /** Set once it has been opened; else `fault` is set. */
  opened: OpenedRecord | undefined
  fault: unknown
  /** Tells an opening under way from the one that has replaced it. */
  attempt: number
}

/** Records that are opened at once: a flight of the handshake, and afterwards enough to keep several threads busy. */
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
  /** Is every record opened into a buffer of its own from now on? */
  #allProtected = false
  #bytesUnderWay = 0
  /** The fault of the bytes after the last record. */
  #cutFault: unknown

  /** `onOpened` is called when the record that `next` waits for has been opened. */
  constructor(onOpened: () => void) {
    this.#onOpened = onOpened
  }

  /** Takes over `bytes`: the caller does not use them again. */
  push(bytes: Uint8Array): void {
    this.#reader.push(bytes)
  }

  /** The bytes that wait here, of whole records and of a part of one. */
  get buffered(): number {
    return this.#reader.buffered + this.#bytesUnderWay
  }

  /** Are records being opened? */
  get isOpening(): boolean {
    return this.#entries.length > 0
  }

  /** The version sets the limits of a record. */
  agreeOn(version: NegotiableVersion): void {
    this.#version = version
  }

  /** Opens by `protection` from the next record on. */
  protect(protection: RecordProtection): void {
    this.#protection = protection
    this.#sequence = 0
    if (this.#version !== undefined) this.#limits = { isProtected: true, maxLength: maxCiphertext[this.#version] }
    for (const entry of this.#entries) this.#open(entry)
    // A key that changes may change again soon, and then each record that was opened ahead is opened once more.
    if (this.#allProtected) this.#window = 1
  }

  /** The handshake is over: from now on keys change seldom. */
  openAhead(): void {
    this.#window = windowAfterHandshake
    this.#allProtected = true
  }

  /** The next record, if it is there and open. Throws its fault. */
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

  /** Opened records have buffers of their own, so that the one they came in is free when the last of them is taken. */
  #releaseAfter({ record }: Entry): void {
    if (record === undefined || record.body.length < worthFreeing) return
    const { buffer } = record.body
    const following = this.#entries[0]?.record?.body.buffer ?? this.#reader.currentBuffer
    if (buffer !== following) freeBuffer(buffer)
  }

  /** A record that began in `buffer` has been joined: the buffer is free, unless another record in it waits. */
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
    // The record may have been cut before these limits were known.
    checkLimits(header, this.#limits)
    // Compatibility (RFC 8446, appendix D.4): a ChangeCipherSpec is never protected. Whether it may come is decided later.
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

/** The peer learns no more of a cipher's error than that the record is not authentic. */
function faultOf(error: unknown): TlsFault {
  return error instanceof TlsFault ? error : new TlsFault('bad_record_mac', 'the record is not authentic')
}
