/**
 * TLS over a stream that is not one of Bun's sockets: another backend's, another TLS stream, or one that has read
 * ahead. Source: https://nodejs.org/api/tls.html#tlsconnectoptions-callback with a Duplex as its `socket`.
 */
import { connect } from 'node:tls'
import { afterMicrotasks, NetError, throwToHost } from '@chrome-socket/api/backend'
import type { ByteStream, Cancel, NetResult } from '@chrome-socket/api/backend'
import { judgeServer } from '@chrome-socket/x509'
import { keyUse, peerChain, secureConnection } from '@chrome-socket/x509/node'
import type { BunError } from './bun-types.ts'
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
    ...(parameters.alpnProtocols.length > 0 && { ALPNProtocols: [...parameters.alpnProtocols] }),
    // Bun proves that the server has the key; whether its certificates are good is decided below.
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

function handshakeError(error: BunError, transport: StreamDuplex): NetResult {
  if (transport.failure !== undefined) return transport.failure
  // So Bun calls a stream that ends.
  if (error.code === 'ECONNRESET') return NetError.ERR_CONNECTION_CLOSED
  return tlsError(error, transport.hasAnswered)
}
