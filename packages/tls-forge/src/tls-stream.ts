/**
 * The stream over a stream: an engine between a caller who reads and writes, and the connection beneath.
 *
 * Reading ahead is bounded: the connection beneath is read while less than `readAhead` waits here. Writing is bounded
 * by the engine, which borrows what it has not protected yet.
 */
import {
  NetError,
  afterMicrotasks,
  type ByteStream,
  type Endpoint,
  type NetResult,
  type Reader,
  readBytes,
} from '@chrome-socket/api/backend'
import { ArrivedData } from './arrived-data.ts'
import { Departure } from './departure.ts'
import { InnerWriter } from './inner-writer.ts'
import type { EngineEvents, SecureEngine } from './secure-engine.ts'
import type { TlsFault } from './wire/fault.ts'

type WriteDone = (result: NetResult) => void

const readSize = 65_536
/** While reads come back full: fewer records lie across two of them, and have to be joined. */
const bulkReadSize = 4 * readSize
const readAhead = 4 * readSize
/** A read that could take more waits for records that are being opened, until it has so much. */
const worthDelivering = 65_536

export class TlsStream implements ByteStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #inner: ByteStream
  readonly #writer: InnerWriter
  readonly #engine: SecureEngine
  readonly #onFailure: (fault: TlsFault) => void
  #onHandshake: ((fault: TlsFault | undefined) => void) | undefined
  /** Application data that nobody has read. */
  readonly #arrived = new ArrivedData()
  #pendingRead: { readonly max: number; readonly reader: Reader } | undefined
  readonly #pendingWrites = new Set<WriteDone>()
  #reading = false
  /** What has been received is being taken: `#deliver` follows. */
  #receiving = false
  #deliveryIsSoon = false
  #readSize = readSize
  #innerEnded = false
  /** What each read gives when no data is left: 0 once the peer has ended, or an error. */
  #readEnd: NetResult | undefined
  #failure: NetResult | undefined
  /** Once it has been closed here. */
  #departure: Departure | undefined

  /**
   * Begins the handshake. `onHandshake` is called when it is over, in a turn of its own; `onFailure` when the
   * connection fails after that, and was not closed here.
   */
  constructor(
    inner: ByteStream,
    createEngine: (events: EngineEvents) => SecureEngine,
    onHandshake: (fault: TlsFault | undefined) => void,
    onFailure: (fault: TlsFault) => void,
  ) {
    this.local = inner.local
    this.peer = inner.peer
    this.#inner = inner
    this.#writer = new InnerWriter(inner, (netError) => this.#innerFailed(netError))
    this.#onHandshake = onHandshake
    this.#onFailure = onFailure
    this.#engine = createEngine({
      output: (bytes, sent) => this.#writer.write(bytes, sent),
      data: (bytes) => this.#takeData(bytes),
      taken: () => this.#deliverSoon(),
      secured: () => this.#finishHandshake(undefined),
      ended: () => this.#endReads(0),
      failed: (fault) => this.#fail(fault),
    })
    this.#engine.start()
    this.#readInner()
  }

  get engine(): SecureEngine {
    return this.#engine
  }

  read(max: number, reader: Reader): void {
    if (this.#closed) {
      afterMicrotasks(() => reader.completeRead(NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0)))
      return
    }
    this.#pendingRead = { max, reader }
    if (this.#arrived.length > 0 || this.#readEnd !== undefined) afterMicrotasks(() => this.#deliver())
    else this.#readInner()
  }

  get hasEnded(): boolean {
    return !this.#closed && this.#arrived.length === 0 && this.#readEnd !== undefined
  }

  write(bytes: Uint8Array, done: WriteDone): void {
    const failure = this.#closed ? NetError.ERR_CONNECTION_CLOSED : this.#failure
    if (failure !== undefined) {
      afterMicrotasks(() => done(failure))
      return
    }
    this.#pendingWrites.add(done)
    const { length } = bytes
    let inCall = true
    this.#engine.write(bytes, () => {
      if (!this.#pendingWrites.delete(done)) return
      if (inCall) afterMicrotasks(() => done(length))
      else done(length)
    })
    inCall = false
  }

  close(): void {
    if (this.#closed) return
    const departure = new Departure(
      this.#innerEnded,
      () => this.#startReading(),
      () => {
        this.#writer.close()
        this.#inner.close()
      },
    )
    this.#departure = departure
    this.#onHandshake = undefined
    this.#arrived.clear()
    const pending = this.#pendingRead
    this.#pendingRead = undefined
    if (pending !== undefined)
      afterMicrotasks(() => pending.reader.completeRead(NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0)))
    this.#failWrites(NetError.ERR_CONNECTION_CLOSED)
    this.#engine.close(() => departure.told())
  }

  get #closed(): boolean {
    return this.#departure !== undefined
  }

  #finishHandshake(fault: TlsFault | undefined): void {
    const onHandshake = this.#onHandshake
    this.#onHandshake = undefined
    if (onHandshake !== undefined) afterMicrotasks(() => onHandshake(fault))
  }

  // Reading.

  #readInner(): void {
    if (this.#readEnd !== undefined || this.#closed || this.#innerEnded) return
    if (this.#arrived.length + this.#engine.buffered < readAhead) this.#startReading()
  }

  #startReading(): void {
    if (this.#reading) return
    this.#reading = true
    const max = this.#readSize
    readBytes(this.#inner, max, (result, bytes) => {
      this.#reading = false
      this.#readSize = bytes.length >= readSize ? bulkReadSize : readSize
      if (this.#departure !== undefined) {
        this.#departure.discard(bytes.length, result <= 0)
        return
      }
      this.#receiving = true
      if (result > 0) this.#engine.receive(bytes)
      else {
        this.#innerEnded = true
        if (result === 0) this.#engine.receiveEnd()
        else this.#engine.receiveFailure(result)
      }
      this.#receiving = false
      this.#readInner()
      this.#deliver()
    })
  }

  #takeData(bytes: Uint8Array): void {
    if (this.#closed) return
    this.#arrived.push(bytes)
    this.#deliverSoon()
  }

  /** What was opened asynchronously comes outside of a read of the connection beneath. */
  #deliverSoon(): void {
    if (this.#deliveryIsSoon || this.#receiving || this.#pendingRead === undefined) return
    this.#deliveryIsSoon = true
    afterMicrotasks(() => {
      this.#deliveryIsSoon = false
      this.#deliver()
    })
  }

  /** Completes the read that waits, when there is something to complete it with. */
  #deliver(): void {
    const pending = this.#pendingRead
    if (pending === undefined || (this.#arrived.length === 0 && this.#readEnd === undefined)) return
    if (this.#isWorthWaiting(pending.max)) return
    this.#pendingRead = undefined
    if (this.#arrived.length === 0) {
      pending.reader.completeRead(this.#readEnd ?? 0, new ArrayBuffer(0))
      return
    }
    const bytes = this.#arrived.take(pending.max)
    this.#readInner()
    pending.reader.completeRead(bytes.length, bytes.buffer)
  }

  /** Records that are being opened are there in a moment, without anything from the peer: then more can be given at once. */
  #isWorthWaiting(max: number): boolean {
    if (!this.#engine.opening || this.#readEnd !== undefined) return false
    return this.#arrived.length < Math.min(max, worthDelivering) && !this.#arrived.isGivenWhole(max)
  }

  #endReads(result: NetResult): void {
    if (this.#readEnd !== undefined) return
    this.#readEnd = result
    afterMicrotasks(() => this.#deliver())
  }

  // Writing.

  /** The connection beneath takes nothing more. What it may still bring can be read. */
  #innerFailed(netError: NetResult): void {
    this.#failure = netError
    this.#failWrites(netError)
    if (this.#onHandshake !== undefined) this.#engine.receiveFailure(netError)
    else this.#departure?.leave()
  }

  #failWrites(netError: NetResult): void {
    const pending = [...this.#pendingWrites]
    this.#pendingWrites.clear()
    if (pending.length > 0) {
      afterMicrotasks(() => {
        for (const done of pending) done(netError)
      })
    }
  }

  // The end.

  #fail(fault: TlsFault): void {
    this.#failure = fault.netError
    if (this.#onHandshake !== undefined) this.#finishHandshake(fault)
    else if (!this.#closed) afterMicrotasks(() => this.#onFailure(fault))
    this.#failWrites(fault.netError)
    this.#endReads(fault.netError)
  }
}
