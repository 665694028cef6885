/**
 * The stream over a stream: an engine between a caller, who reads and writes, and the connection beneath.
 *
 *     caller ──read──► TlsStream ──take────► engine ◄──receive── TransportReader ──read──► connection beneath
 *     caller ──write─► TlsStream ──write───► engine ──output───► TransportWriter ──write─► connection beneath
 *
 * After the engine has received bytes, and whenever it says that it has changed, `#update` looks at it and does all that
 * there is to do. Reading ahead is bounded: the connection beneath is read while less than `readAhead` waits in the
 * engine. Writing is bounded by the engine, which borrows what it has not protected yet.
 */
import { ArrayBuffer, Set, Uint8Array } from '../bytes/globals.ts'
import {
  NetError,
  afterMicrotasks,
  type ByteStream,
  type Completion,
  type Endpoint,
  type NetResult,
  type Reader,
} from '@chrome-socket/api/backend'
import type { EngineEvents, SecureEngine } from '../engine/secure-engine.ts'
import type { TlsFault } from '../wire/fault.ts'
import { LingeringClose } from './lingering-close.ts'
import { TransportReader } from './transport-reader.ts'
import { TransportWriter } from './transport-writer.ts'

/** The number of bytes in the engine at which reading ahead stops. */
const readAhead = 262_144

export class TlsStream implements ByteStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #transport: ByteStream
  readonly #reader: TransportReader
  readonly #writer: TransportWriter
  readonly #engine: SecureEngine
  readonly #onFailure: (fault: TlsFault) => void
  /** Undefined once the callback has been called. */
  #onHandshake: ((fault: TlsFault | undefined) => void) | undefined
  #pendingRead: { readonly max: number; readonly reader: Reader } | undefined
  readonly #pendingWrites = new Set<Completion>()
  /** The engine's fault, once it has been reported. */
  #fault: TlsFault | undefined
  /** The net error with which every write completes. */
  #writeError: NetResult | undefined
  /** Defined once `close` has been called. */
  #lingeringClose: LingeringClose | undefined

  /**
   * Begins the handshake. `onHandshake` is called when it is over, in a turn of its own. `onFailure` is called when
   * the connection fails later, unless it has been closed here.
   */
  constructor(
    transport: ByteStream,
    createEngine: (events: EngineEvents) => SecureEngine,
    onHandshake: (fault: TlsFault | undefined) => void,
    onFailure: (fault: TlsFault) => void,
  ) {
    this.local = transport.local
    this.peer = transport.peer
    this.#transport = transport
    this.#reader = new TransportReader(transport, (result, data) => this.#receive(result, data))
    this.#writer = new TransportWriter(transport, (netError) => this.#transportFailed(netError))
    this.#onHandshake = onHandshake
    this.#onFailure = onFailure
    this.#engine = createEngine({
      output: (bytes, sent) => this.#writer.write(bytes, sent),
      changed: () => afterMicrotasks(() => this.#update()),
    })
    this.#engine.start()
    this.#readAhead()
  }

  get engine(): SecureEngine {
    return this.#engine
  }

  read(max: number, reader: Reader): void {
    if (this.#isClosed) {
      afterMicrotasks(() => reader.completeRead(NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0)))
      return
    }
    this.#pendingRead = { max, reader }
    if (this.#canComplete(max)) afterMicrotasks(() => this.#completeRead())
    else this.#readAhead()
  }

  get hasEnded(): boolean {
    return !this.#isClosed && !this.#engine.isReadable(1) && this.#readEnd !== undefined
  }

  write(bytes: Uint8Array, complete: Completion): void {
    const error = this.#isClosed ? NetError.ERR_CONNECTION_CLOSED : this.#writeError
    if (error !== undefined) {
      afterMicrotasks(() => complete(error))
      return
    }
    this.#pendingWrites.add(complete)
    const { length } = bytes
    this.#engine.write(bytes, () => {
      if (this.#pendingWrites.delete(complete)) complete(length)
    })
  }

  close(): void {
    if (this.#isClosed) return
    const lingeringClose = new LingeringClose(
      this.#reader.hasEnded,
      () => this.#reader.read(),
      () => {
        this.#writer.close()
        this.#transport.close()
      },
    )
    this.#lingeringClose = lingeringClose
    this.#onHandshake = undefined
    const pending = this.#pendingRead
    this.#pendingRead = undefined
    if (pending !== undefined) {
      afterMicrotasks(() => pending.reader.completeRead(NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0)))
    }
    this.#failWrites(NetError.ERR_CONNECTION_CLOSED)
    this.#engine.close(() => lingeringClose.peerTold())
  }

  get #isClosed(): boolean {
    return this.#lingeringClose !== undefined
  }

  #receive(result: NetResult, data: ArrayBuffer): void {
    if (this.#lingeringClose !== undefined) {
      this.#lingeringClose.discard(data.byteLength, result <= 0)
      return
    }
    if (result > 0) this.#engine.receive(new Uint8Array(data))
    else if (result === 0) this.#engine.receiveEnd()
    else this.#engine.receiveFailure(result)
    this.#update()
  }

  /** Acts on the engine's state. */
  #update(): void {
    if (this.#isClosed) return
    const { state, fault } = this.#engine
    if (fault !== undefined && fault !== this.#fault) {
      this.#fail(fault)
      return
    }
    if (state !== 'handshake') this.#completeHandshake(undefined)
    this.#readAhead()
    this.#completeRead()
  }

  #readAhead(): void {
    if (this.#readEnd === undefined && this.#engine.buffered < readAhead) this.#reader.read()
  }

  /** The result of a read when no data is left: 0 once the peer has ended, or an error. */
  get #readEnd(): NetResult | undefined {
    const { state, fault } = this.#engine
    return state === 'ended' ? 0 : fault?.netError
  }

  #canComplete(max: number): boolean {
    return this.#engine.isReadable(max) || this.#readEnd !== undefined
  }

  /** Completes the pending read, if there is data or an end for it. */
  #completeRead(): void {
    const pending = this.#pendingRead
    if (pending === undefined || !this.#canComplete(pending.max)) return
    this.#pendingRead = undefined
    const bytes = this.#engine.take(pending.max)
    this.#readAhead()
    pending.reader.completeRead(bytes.length > 0 ? bytes.length : (this.#readEnd ?? 0), bytes.buffer)
  }

  #completeHandshake(fault: TlsFault | undefined): void {
    const onHandshake = this.#onHandshake
    this.#onHandshake = undefined
    if (onHandshake !== undefined) afterMicrotasks(() => onHandshake(fault))
  }

  /** Reports the engine's fault, then fails the writes and the read. */
  #fail(fault: TlsFault): void {
    this.#fault = fault
    this.#writeError = fault.netError
    if (this.#onHandshake !== undefined) this.#completeHandshake(fault)
    else afterMicrotasks(() => this.#onFailure(fault))
    this.#failWrites(fault.netError)
    afterMicrotasks(() => this.#completeRead())
  }

  #failWrites(netError: NetResult): void {
    const pending = [...this.#pendingWrites]
    this.#pendingWrites.clear()
    if (pending.length > 0) {
      afterMicrotasks(() => {
        for (const complete of pending) complete(netError)
      })
    }
  }

  /** Handles a failed write of the connection beneath. Bytes that still arrive are read. */
  #transportFailed(netError: NetResult): void {
    this.#writeError = netError
    this.#failWrites(netError)
    if (this.#lingeringClose !== undefined) this.#lingeringClose.closeNow()
    else if (this.#onHandshake !== undefined) {
      this.#engine.receiveFailure(netError)
      this.#update()
    }
  }
}
