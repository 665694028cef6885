/**
 * A `TLSSocket` of `node:tls` as a stream that is read on demand.
 * Source: https://nodejs.org/api/tls.html#class-tlstlssocket, in Bun's implementation.
 */
import type { TLSSocket } from 'node:tls'
import { afterMicrotasks, NetError } from '@chrome-socket/api/backend'
import type { ByteStream, Endpoint, NetResult, Reader } from '@chrome-socket/api/backend'
import type { BunError } from './bun-types.ts'
import type { StreamDuplex } from './stream-duplex.ts'
import { tlsError } from './tls-errors.ts'

interface Write {
  readonly bytes: Uint8Array
  readonly done: (result: NetResult) => void
}

/** In bytes: what is in the hands of TLS and the stream below at a time, and what may wait to be read. */
const sendAtOnce = 65_536
const enoughAhead = 65_536

/** How long a closed stream waits for its server's end. */
const lingerMilliseconds = 1000

export class NodeTlsStream implements ByteStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #socket: TLSSocket
  readonly #transport: StreamDuplex
  #max = 0
  #reader: Reader | undefined
  #closed = false
  /** What a read gives once nothing is left: `OK` at the end of the peer's side, else why the connection failed. */
  #over: NetResult | undefined
  /** What a write gives; Bun lets the socket go when the peer has ended its side. */
  #failure: NetResult = NetError.OK
  readonly #writes: Write[] = []
  /** What has been sent of the first write. */
  #offset = 0
  #isSending = false
  #isSecured = false

  constructor(socket: TLSSocket, transport: StreamDuplex, local: Endpoint, peer: Endpoint) {
    this.#socket = socket
    this.#transport = transport
    this.local = local
    this.peer = peer
    transport.isEnough = () => socket.readableLength >= enoughAhead
    socket.on('readable', () => this.#readLater())
    socket.on('end', () => {
      this.#over ??= NetError.OK
      this.#readLater()
    })
    socket.on('error', (error: BunError) => this.#fail(transport.failure ?? tlsError(error, false)))
    socket.on('close', () => this.#fail(transport.failure ?? NetError.ERR_CONNECTION_CLOSED))
  }

  /** The handshake is done. */
  secured(): void {
    this.#isSecured = true
  }

  read(max: number, reader: Reader): void {
    this.#max = max
    this.#reader = reader
    this.#readLater()
  }

  write(bytes: Uint8Array, done: (result: NetResult) => void): void {
    this.#writes.push({ bytes, done })
    if (this.#failure !== NetError.OK) this.#failWrites()
    else this.#send()
  }

  /**
   * What has been written may still be with Bun's TLS, and a server's session tickets (RFC 8446, 4.6.1) on their way: were
   * they not taken, the system would answer them with a reset, which takes what was written with it. So the end is sent,
   * and what comes is dropped until the server ends too, or its time is over.
   */
  close(): void {
    if (this.#closed) return
    const lingers = this.#isSecured && this.#failure === NetError.OK && this.#over === undefined && !this.#isSending
    this.#closed = true
    this.#over = NetError.ERR_CONNECTION_CLOSED
    this.#failure = NetError.ERR_CONNECTION_CLOSED
    this.#failWrites()
    this.#readLater()
    if (lingers) this.#linger()
    else this.#socket.destroy()
  }

  #linger(): void {
    const socket = this.#socket
    const release = (): void => {
      clearTimeout(timer)
      socket.destroy()
    }
    const timer = setTimeout(release, lingerMilliseconds)
    timer.unref()
    this.#transport.isEnough = () => false
    socket.removeAllListeners('readable')
    socket.once('end', release)
    socket.once('close', release)
    socket.end()
    socket.resume()
    this.#transport.readOn()
  }

  #fail(failure: NetResult): void {
    if (this.#failure !== NetError.OK) return
    this.#over ??= failure
    this.#failure = failure
    this.#failWrites()
    this.#readLater()
  }

  #failWrites(): void {
    const failure = this.#failure
    for (const { done } of this.#writes.splice(0)) afterMicrotasks(() => done(failure))
  }

  #send(): void {
    const write = this.#writes[0]
    if (write === undefined || this.#isSending) return
    this.#isSending = true
    const piece = write.bytes.subarray(this.#offset, this.#offset + sendAtOnce)
    this.#offset += piece.byteLength
    const sent = (): void => {
      this.#isSending = false
      if (this.#failure !== NetError.OK) return
      if (this.#offset === write.bytes.byteLength) {
        this.#offset = 0
        this.#writes.shift()
        afterMicrotasks(() => write.done(write.bytes.byteLength))
      }
      this.#send()
    }
    if (piece.byteLength === 0) sent()
    else this.#socket.write(piece, () => this.#transport.afterSending(sent))
  }

  #readLater(): void {
    if (this.#reader !== undefined) afterMicrotasks(() => this.#completeRead())
  }

  #completeRead(): void {
    const reader = this.#reader
    if (reader === undefined) return
    const length = this.#closed ? 0 : Math.min(this.#max, this.#socket.readableLength)
    const bytes = length > 0 ? (this.#socket.read(length) as Uint8Array | null) : null
    if (bytes !== null) {
      this.#reader = undefined
      this.#transport.readOn()
      // A copy: Node hands out parts of buffers that it goes on using.
      reader.completeRead(bytes.byteLength, new Uint8Array(bytes).buffer)
    } else if (this.#over !== undefined) {
      this.#reader = undefined
      reader.completeRead(this.#over, new ArrayBuffer(0))
    } else {
      // Asks the socket for more: `readable` follows.
      this.#socket.read(0)
    }
  }
}
