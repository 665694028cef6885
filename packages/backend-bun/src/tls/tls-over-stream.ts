/**
 * TLS over a stream that is not one of Bun's sockets: another backend's, another TLS stream, or one that has read
 * ahead. Source: https://nodejs.org/api/tls.html#tlsconnectoptions-callback with a Duplex as its `socket`.
 */
import { connect } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { afterMicrotasks, NetError } from '@chrome-socket/api/backend'
import type { ByteStream, Cancel, NetResult } from '@chrome-socket/api/backend'
import type { BunError } from './bun-types.ts'
import { certificateError } from './certificate.ts'
import { NodeTlsStream } from './node-tls-stream.ts'
import { StreamDuplex } from './stream-duplex.ts'
import { tlsError } from './tls-errors.ts'
import { serverNameIndication } from './tls-parameters.ts'
import type { TlsParameters } from './tls-parameters.ts'

type SecureDone = (result: NetResult, stream?: ByteStream) => void

/** The names of `node:tls`. */
const protocolVersions = { 'tls1.2': 'TLSv1.2', 'tls1.3': 'TLSv1.3' } as const

export function secureStream(inner: ByteStream, parameters: TlsParameters, done: SecureDone): Cancel {
  const transport = new StreamDuplex(inner)
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
    if (result === NetError.OK) stream.secured()
    else stream.close()
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

function handshakeError(error: BunError, transport: StreamDuplex): NetResult {
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
