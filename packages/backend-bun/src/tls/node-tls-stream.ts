/**
 * A `TLSSocket` of `node:tls` as a stream that is read on demand.
 * Source: https://nodejs.org/api/tls.html#class-tlstlssocket, in Bun's implementation.
 */
import type { TLSSocket } from 'node:tls'
import { afterMicrotasks, NetError, Send } from '@chrome-socket/api/backend'
import type { ByteStream, Completion, Endpoint, NetResult, Reader } from '@chrome-socket/api/backend'
import { endAndLinger } from '@chrome-socket/api/backend/node'
import type { BunError } from '../bun-types.ts'
import { ArrayBuffer, Uint8Array } from '../globals.ts'
import { tlsError } from './tls-errors.ts'
import type { TlsTransport } from './tls-transport.ts'

/** The most bytes that TLS and the stream below hold at a time. */
const pieceSize = 65_536
/** The number of unread bytes at which the stream below is paused. */
const enoughAhead = 65_536

export class NodeTlsStream implements ByteStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #socket: TLSSocket
  readonly #transport: TlsTransport
  #max = 0
  #reader: Reader | undefined
  #isClosed = false
  /** The result of a read after all bytes: `OK` after the peer's end, or the error of the connection. */
  #end: NetResult | undefined
  /** The result of writes after a failure. Bun drops the socket when the peer has ended its side. */
  #failure: NetResult = NetError.OK
  readonly #writes: Send[] = []
  /** The number of sent bytes of the first write. */
  #offset = 0
  #isSending = false
  #isSecured = false

  constructor(socket: TLSSocket, transport: TlsTransport, local: Endpoint, peer: Endpoint) {
    this.#socket = socket
    this.#transport = transport
    this.local = local
    this.peer = peer
    transport.isEnough = () => socket.readableLength >= enoughAhead
    socket.on('readable', () => this.#readLater())
    socket.on('end', () => {
      this.#end ??= NetError.OK
      this.#readLater()
    })
    socket.on('error', (error: BunError) => this.#fail(transport.failure ?? tlsError(error, false)))
    socket.on('close', () => this.#fail(transport.failure ?? NetError.ERR_CONNECTION_CLOSED))
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Marks the handshake as done. */
  secured(): void {
    this.#isSecured = true
  }

  read(max: number, reader: Reader): void {
    this.#max = max
    this.#reader = reader
    this.#readLater()
  }

  write(bytes: Uint8Array, complete: Completion): void {
    this.#writes.push(new Send(this, bytes, undefined, complete))
    if (this.#failure !== NetError.OK) this.#failWrites()
    else this.#send()
  }

  /**
   * Closes the stream. Bun's TLS may still hold written bytes, so the socket lingers unless the connection is over or a write
   * is under way.
   */
  close(): void {
    if (this.#isClosed) return
    const lingers = this.#isSecured && this.#failure === NetError.OK && this.#end === undefined && !this.#isSending
    this.#isClosed = true
    this.#end = NetError.ERR_CONNECTION_CLOSED
    this.#failure = NetError.ERR_CONNECTION_CLOSED
    this.#failWrites()
    this.#readLater()
    if (!lingers) {
      this.#socket.destroy()
      return
    }
    this.#transport.isEnough = () => false
    endAndLinger(this.#socket, () => {})
    this.#transport.readOn()
  }

  #fail(failure: NetResult): void {
    if (this.#failure !== NetError.OK) return
    this.#end ??= failure
    this.#failure = failure
    this.#failWrites()
    this.#readLater()
  }

  #failWrites(): void {
    for (const write of this.#writes.splice(0)) write.completeLater(this.#failure)
  }

  #send(): void {
    const write = this.#writes[0]
    if (write === undefined || this.#isSending) return
    this.#isSending = true
    const piece = write.bytes.subarray(this.#offset, this.#offset + pieceSize)
    this.#offset += piece.byteLength
    const onSent = (): void => {
      this.#isSending = false
      if (this.#failure !== NetError.OK) return
      if (this.#offset === write.bytes.byteLength) {
        this.#offset = 0
        this.#writes.shift()
        write.completeLater(write.bytes.byteLength)
      }
      this.#send()
    }
    if (piece.byteLength === 0) onSent()
    else this.#socket.write(piece, () => this.#transport.afterSending(onSent))
  }

  #readLater(): void {
    if (this.#reader !== undefined) afterMicrotasks(() => this.#completeRead())
  }

  #completeRead(): void {
    const reader = this.#reader
    if (reader === undefined) return
    const length = this.#isClosed ? 0 : Math.min(this.#max, this.#socket.readableLength)
    const bytes = length > 0 ? (this.#socket.read(length) as Uint8Array | null) : null
    if (bytes !== null) {
      this.#reader = undefined
      this.#transport.readOn()
      // The result is a copy, because the bytes may be a part of a buffer that is still in use.
      reader.completeRead(bytes.byteLength, new Uint8Array(bytes).buffer)
    } else if (this.#end !== undefined) {
      this.#reader = undefined
      reader.completeRead(this.#end, new ArrayBuffer(0))
    } else {
      // This call asks the socket for more bytes. `readable` follows.
      this.#socket.read(0)
    }
  }
}
