/**
 * TLS over a stream that is not one of Bun's sockets: another backend's, another TLS stream, or one that has read
 * ahead. Source: https://nodejs.org/api/tls.html#tlsconnectoptions-callback with a Duplex as its `socket`.
 */
import { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { afterMicrotasks, NetError } from '@chrome-socket/api'
import type { ByteStream, Cancel, Endpoint, NetResult } from '@chrome-socket/api'
import type { BunError } from './bun-types.ts'
import { certificateError } from './certificate.ts'
import { tlsError } from './tls-errors.ts'
import { serverNameIndication } from './tls-parameters.ts'
import type { TlsParameters } from './tls-parameters.ts'

type SecureDone = (result: NetResult, stream?: ByteStream) => void
type ReadDone = (result: NetResult, bytes: Uint8Array<ArrayBuffer>) => void

/** The names of `node:tls`. */
const protocolVersions = { 'tls1.2': 'TLSv1.2', 'tls1.3': 'TLSv1.3' } as const

/** What one record carries at most (RFC 8446, 5.1), so much is read from the stream below at a time. */
const recordSize = 16_384

export function secureStream(inner: ByteStream, parameters: TlsParameters, done: SecureDone): Cancel {
  const transport = new Transport(inner)
  const socket = connect({
    ...parameters.credentials,
    socket: transport,
    servername: serverNameIndication(parameters),
    minVersion: protocolVersions[parameters.minVersion],
    maxVersion: protocolVersions[parameters.maxVersion],
    // Both checks are made when the handshake is over: a socket that fails by itself no longer has the certificate.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  })
  const stream = new NodeTlsStream(socket, transport, inner.local, inner.peer)
  let pending: SecureDone | undefined = done
  let isOver = false
  const finish = (result: NetResult): void => {
    if (isOver) return
    isOver = true
    if (result !== NetError.OK) stream.close()
    afterMicrotasks(() => {
      const settled = pending
      pending = undefined
      if (result === NetError.OK) settled?.(result, stream)
      else settled?.(result)
    })
  }
  socket.once('error', (error: BunError) => finish(handshakeError(error, transport)))
  socket.once('close', () => finish(NetError.ERR_CONNECTION_CLOSED))
  socket.once('secureConnect', () => finish(serverError(socket, parameters.serverName)))
  return () => {
    if (pending === undefined) return
    pending = undefined
    isOver = true
    stream.close()
  }
}

function handshakeError(error: BunError, transport: Transport): NetResult {
  if (transport.failure !== undefined) return transport.failure
  // So Bun calls a stream that ends.
  if (error.code === 'ECONNRESET') return NetError.ERR_CONNECTION_CLOSED
  return tlsError(error, transport.hasAnswered)
}

function serverError(socket: TLSSocket, serverName: string): NetResult {
  const failure: unknown = socket.authorizationError
  const code = typeof failure === 'object' && failure !== null ? (failure as BunError).code : failure
  const verifyCode = typeof code === 'string' ? code : undefined
  const result = certificateError(socket.getPeerCertificate(true), serverName, verifyCode)
  return result === NetError.OK && !socket.authorized ? NetError.ERR_CERT_INVALID : result
}

/** The stream below, as `node:tls` wants it. */
class Transport extends Duplex {
  failure: NetResult | undefined
  /** Something was sent after something had come: the server's first flight has been accepted. */
  hasAnswered = false
  #hasRead = false
  readonly #inner: ByteStream

  constructor(inner: ByteStream) {
    super({ readableHighWaterMark: recordSize, writableHighWaterMark: recordSize })
    this.#inner = inner
  }

  override _read(): void {
    this.#inner.read(recordSize, (result, bytes) => {
      this.#hasRead = true
      if (result > 0) this.push(bytes)
      else if (result === 0) this.push(null)
      else this.destroy(this.#failed(result))
    })
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error) => void): void {
    this.hasAnswered ||= this.#hasRead
    this.#inner.write(chunk, (result) => {
      if (result < 0) done(this.#failed(result))
      else done()
    })
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inner.close()
    done(error)
  }

  #failed(result: NetResult): Error {
    this.failure = result
    return new Error(`the stream below failed with ${result}`)
  }
}

/** A `TLSSocket` as a stream that is read on demand. */
class NodeTlsStream implements ByteStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #socket: TLSSocket
  readonly #writes = new Set<(result: NetResult) => void>()
  #max = 0
  #done: ReadDone | undefined
  #over: NetResult | undefined
  #closed = false

  constructor(socket: TLSSocket, transport: Transport, local: Endpoint, peer: Endpoint) {
    this.#socket = socket
    this.local = local
    this.peer = peer
    const attempt = (): void => afterMicrotasks(() => this.#completeRead())
    const over = (result: NetResult): void => {
      this.#over ??= result
      attempt()
    }
    socket.on('readable', attempt)
    socket.on('end', () => over(NetError.OK))
    socket.on('error', (error: BunError) => over(transport.failure ?? tlsError(error, false)))
    socket.on('close', () => over(transport.failure ?? NetError.ERR_CONNECTION_CLOSED))
  }

  read(max: number, done: ReadDone): void {
    this.#max = max
    this.#done = done
    afterMicrotasks(() => this.#completeRead())
  }

  write(bytes: Uint8Array, done: (result: NetResult) => void): void {
    const settle = (result: NetResult): void => {
      if (this.#writes.delete(settle))
        afterMicrotasks(() => done(this.#closed ? NetError.ERR_CONNECTION_CLOSED : result))
    }
    this.#writes.add(settle)
    if (this.#closed) settle(NetError.ERR_CONNECTION_CLOSED)
    else this.#socket.write(bytes, (error) => settle(error ? this.#writeError() : bytes.byteLength))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const settle of this.#writes) settle(NetError.ERR_CONNECTION_CLOSED)
    afterMicrotasks(() => this.#completeRead())
    // What has been written is with the stream below already.
    this.#socket.destroy()
  }

  #writeError(): NetResult {
    return this.#over === undefined || this.#over === NetError.OK ? NetError.ERR_CONNECTION_RESET : this.#over
  }

  #completeRead(): void {
    const done = this.#done
    if (done === undefined) return
    const length = this.#closed ? 0 : Math.min(this.#max, this.#socket.readableLength)
    const bytes = length > 0 ? (this.#socket.read(length) as Uint8Array | null) : null
    const over = this.#closed ? NetError.ERR_CONNECTION_CLOSED : this.#over
    if (bytes !== null) {
      this.#done = undefined
      // Node hands out parts of buffers that it goes on using.
      done(bytes.byteLength, new Uint8Array(bytes))
    } else if (over !== undefined) {
      this.#done = undefined
      done(over, new Uint8Array(0))
    } else {
      // Asks the socket for more: `readable` follows.
      this.#socket.read(0)
    }
  }
}
