/**
 * A handshake of `node:tls` over any stream, with Chromium's verdict on the server's certificates.
 * Source: https://nodejs.org/docs/latest-v20.x/api/tls.html#tlsconnectoptions-callback
 */
import net from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import type { ByteStream, Cancel, NetResult, SecureCompletion } from '@chrome-socket/api/backend'
import { afterMicrotasks, NetError, throwToHost } from '@chrome-socket/api/backend'
import { StreamDuplex } from '@chrome-socket/api/backend/node'
import type { ServerCheckOptions, TlsClientOptions } from '@chrome-socket/x509'
import { judgeServer } from '@chrome-socket/x509'
import { keyUse, peerChain, secureConnection } from '@chrome-socket/x509/node'
import { HandleStream } from '../handles/handle-stream.ts'
import { SocketTcpStream } from '../sockets/socket-tcp-stream.ts'
import { handshakeResult } from './tls-error.ts'
import { TlsStream } from './tls-stream.ts'

function isOurs(stream: ByteStream): stream is HandleStream | SocketTcpStream {
  return stream instanceof HandleStream || stream instanceof SocketTcpStream
}

/** The options of the provider that concern each handshake. */
type HandshakeOptions = Pick<TlsClientOptions, 'alpnProtocols' | 'onSecure'>

/** Runs a handshake over `inner`. Returns the function that cancels it. */
export function handshake(
  inner: ByteStream,
  serverName: string,
  secureContext: tls.SecureContext,
  check: ServerCheckOptions,
  { alpnProtocols, onSecure }: HandshakeOptions,
  complete: SecureCompletion,
): Cancel {
  const transport: Duplex = (isOurs(inner) && inner.detachSocket()) || new StreamDuplex(inner)
  const connectOptions: tls.ConnectionOptions & { allowHalfOpen: true } = {
    socket: transport,
    secureContext,
    allowHalfOpen: true,
    ...(net.isIP(serverName) === 0 && { servername: serverName }),
    ...(alpnProtocols !== undefined && { ALPNProtocols: [...alpnProtocols] }),
    // Node verifies that the server has the key. `judgeServer` below checks the certificates.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  }
  const socket = tls.connect(connectOptions)
  let isSettled = false
  const settle = (result: NetResult, stream?: ByteStream): void => {
    if (isSettled) return
    isSettled = true
    if (result !== NetError.OK) {
      socket.destroy()
      inner.close()
    }
    afterMicrotasks(() => {
      isOver = true
      if (!isCancelled) complete(result, stream)
    })
  }
  let isCancelled = false
  let isOver = false
  socket.on('error', (error) => settle(handshakeResult(error)))
  socket.on('close', () => settle(NetError.ERR_CONNECTION_CLOSED))
  socket.once('secureConnect', () => {
    // Bun ignores `secureOptions`.
    socket.disableRenegotiation()
    const chain = peerChain(socket)
    const connection = secureConnection(socket, serverName, chain)
    const judge = async (): Promise<void> => {
      const verdict = await judgeServer({ chain, serverName, keyUse: keyUse(connection.cipherSuite) }, check)
      if (isSettled) return
      if (!verdict.ok) settle(verdict.error)
      else {
        try {
          onSecure?.(connection)
        } finally {
          settle(NetError.OK, new TlsStream(socket, transport, inner))
        }
      }
    }
    judge().catch(throwToHost)
  })
  return () => {
    if (isOver) return
    isCancelled = true
    socket.destroy()
    inner.close()
    settle(NetError.ERR_ABORTED)
  }
}
