/**
 * The receiving side of the record layer: bytes in, opened records out, in order.
 *
 * Where opening a record is asynchronous, several are under way at once. They are opened by the keys of the moment;
 * when a record brings new keys, those after it are opened again. A record that fails counts only when it is its turn.
 */
import { freeBuffer, worthFreeing } from '../bytes/free-buffer.ts'
import { TlsFault } from '../wire/fault.ts'
import { checkLimits, contentType, maxCiphertext, maxPlaintext, type RawRecord, type RecordLimits } from './record.ts'
import { RecordReader } from './record-reader.ts'
import type { OpenedRecord, RecordProtection } from './record-protection.ts'
import type { NegotiableVersion } from '../wire/versions.ts'

interface Entry {
  readonly record: RawRecord | undefined
  /** Once it has been opened: what it holds, or what is wrong with it. */
  opened: OpenedRecord | undefined
  fault: unknown
  /** Tells an opening under way from one that it has been replaced by. */
  attempt: number
}

/** Records under way at once: a flight of the handshake, and afterwards enough to keep several threads busy. */
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
  /** Of the next record to be opened. */
  #sequence = 0
  #window = handshakeWindow
  /** Every record is opened into a buffer of its own from now on. */
  #allProtected = false
  #bytesUnderWay = 0
  /** What is wrong with the bytes after the last record. */
  #cutFault: unknown

  /** `onOpened` is called when the record that `next` waits for has been opened. */
  constructor(onOpened: () => void) {
    this.#onOpened = onOpened
  }

  /** `bytes` belong to the receiver from now on. */
  push(bytes: Uint8Array): void {
    this.#reader.push(bytes)
  }

  /** How many bytes wait here, of whole records and of a part of one. */
  get buffered(): number {
    return this.#reader.buffered + this.#bytesUnderWay
  }

  /** Are there records whose opening is under way? */
  get isOpening(): boolean {
    return this.#entries.length > 0
  }

  /** What a record may be like depends on it. */
  agreeOn(version: NegotiableVersion): void {
    this.#version = version
  }

  /** From the next record on. */
  protect(protection: RecordProtection): void {
    this.#protection = protection
    this.#sequence = 0
    if (this.#version !== undefined) this.#limits = { isProtected: true, maxLength: maxCiphertext[this.#version] }
    for (const entry of this.#entries) this.#open(entry)
    // A key that changes may change again soon. What is opened ahead would have to be opened once more each time.
    if (this.#allProtected) this.#window = 1
  }

  /** The handshake is over: from now on keys change seldom. */
  openAhead(): void {
    this.#window = windowAfterHandshake
    this.#allProtected = true
  }

  /** The next record, if it is there and open. Throws what is wrong with it. */
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

  /** Opened records have buffers of their own: the one they came in is done with when the last of them is taken. */
  #releaseAfter({ record }: Entry): void {
    if (record === undefined || record.body.length < worthFreeing) return
    const { buffer } = record.body
    const following = this.#entries[0]?.record?.body.buffer ?? this.#reader.currentBuffer
    if (buffer !== following) freeBuffer(buffer)
  }

  /** A record that began in `buffer` has been joined: nothing else is in there, unless there is a record that waits. */
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
    // It may have been cut before these limits were known.
    checkLimits(header, this.#limits)
    // Compatibility (RFC 8446, appendix D.4): these are never protected. Whether one may come is asked later.
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

/** Whatever a cipher says of a record, the peer learns no more than that it is not authentic. */
function faultOf(error: unknown): TlsFault {
  return error instanceof TlsFault ? error : new TlsFault('bad_record_mac', 'the record is not authentic')
}
