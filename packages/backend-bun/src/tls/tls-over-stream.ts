/**
 * Runs TLS over a stream that is not a Bun socket: a stream of another backend, another TLS stream, or a socket with unread
 * bytes.
 * Source: https://nodejs.org/api/tls.html#tlsconnectoptions-callback with a Duplex as its `socket`.
 */
import { connect } from 'node:tls'
import { afterMicrotasks, NetError, throwToHost } from '@chrome-socket/api/backend'
import type { ByteStream, Cancel, NetResult, SecureCompletion } from '@chrome-socket/api/backend'
import { judgeServer } from '@chrome-socket/x509'
import { keyUse, peerChain, secureConnection } from '@chrome-socket/x509/node'
import type { BunError } from '../bun-types.ts'
import { NodeTlsStream } from './node-tls-stream.ts'
import { tlsError } from './tls-errors.ts'
import { serverNameIndication } from './tls-parameters.ts'
import type { TlsParameters } from './tls-parameters.ts'
import { TlsTransport } from './tls-transport.ts'

/** The names of the versions in `node:tls`. */
const protocolVersions = { 'tls1.2': 'TLSv1.2', 'tls1.3': 'TLSv1.3' } as const

export function secureStream(inner: ByteStream, parameters: TlsParameters, complete: SecureCompletion): Cancel {
  const transport = new TlsTransport(inner)
  const socket = connect({
    ...parameters.credentials,
    socket: transport,
    servername: serverNameIndication(parameters),
    minVersion: protocolVersions[parameters.minVersion],
    maxVersion: protocolVersions[parameters.maxVersion],
    ...(parameters.alpnProtocols.length > 0 && { ALPNProtocols: [...parameters.alpnProtocols] }),
    // Bun verifies that the server has the key. `judgeServer` below checks the certificates.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  })
  const stream = new NodeTlsStream(socket, transport, inner.local, inner.peer)
  let pending: SecureCompletion | undefined = complete
  let isOver = false
  const finish = (result: NetResult): void => {
    if (isOver) return
    isOver = true
    if (result === NetError.OK) stream.secured()
    else stream.close()
    afterMicrotasks(() => {
      const complete = pending
      pending = undefined
      if (result === NetError.OK) complete?.(result, stream)
      else complete?.(result)
    })
  }
  socket.once('error', (error: BunError) => finish(handshakeError(error, transport)))
  socket.once('close', () => finish(NetError.ERR_CONNECTION_CLOSED))
  const judge = async (): Promise<void> => {
    const { serverName, check, onSecure } = parameters
    const chain = peerChain(socket)
    const connection = secureConnection(socket, serverName, chain)
    const verdict = await judgeServer({ chain, serverName, keyUse: keyUse(connection.cipherSuite) }, check)
    if (isOver) return
    try {
      if (verdict.ok) onSecure?.(connection)
    } finally {
      finish(verdict.ok ? NetError.OK : verdict.error)
    }
  }
  socket.once('secureConnect', () => {
    socket.disableRenegotiation()
    judge().catch(throwToHost)
  })
  return () => {
    if (pending === undefined) return
    pending = undefined
    isOver = true
    stream.close()
  }
}

function handshakeError(error: BunError, transport: TlsTransport): NetResult {
  if (transport.failure !== undefined) return transport.failure
  // Bun reports the end of the stream as ECONNRESET.
  if (error.code === 'ECONNRESET') return NetError.ERR_CONNECTION_CLOSED
  return tlsError(error, transport.hasAnswered)
}
