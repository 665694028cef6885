/**
 * TLS on a Bun socket that is connected already. Source: https://bun.com/reference/bun/Socket/upgradeTLS
 */
import { afterMicrotasks, NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import type { ByteStream, Cancel, NetResult } from '@chrome-socket/api/backend'
import type { BunError, BunSocket, BunSocketHandlers, BunTlsSocket } from './bun-types.ts'
import { certificateError } from './certificate.ts'
import { BunTcpStream, rethrow } from './tcp.ts'
import { tlsError } from './tls-errors.ts'
import { serverNameIndication } from './tls-parameters.ts'
import type { TlsParameters } from './tls-parameters.ts'

type SecureDone = (result: NetResult, stream?: ByteStream) => void

/** The numbers of RFC 8446, 4.1.2 and 4.2.1. */
const protocolVersions = { 'tls1.2': 0x0303, 'tls1.3': 0x0304 } as const

/** Takes over `socket`, whose addresses `inner` knows. */
export function secureSocket(
  socket: BunSocket,
  inner: BunTcpStream,
  parameters: TlsParameters,
  done: SecureDone,
): Cancel {
  const handshake = new Handshake(parameters.serverName, done)
  const { local, peer } = inner
  const [, secured] = socket.upgradeTLS<unknown>({
    data: handshake,
    tls: {
      ...parameters.credentials,
      serverName: serverNameIndication(parameters),
      minVersion: protocolVersions[parameters.minVersion],
      maxVersion: protocolVersions[parameters.maxVersion],
      rejectUnauthorized: true,
    },
    socket: tlsEvents,
  })
  inner.reattach(secured)
  handshake.stream = new BunTcpStream(secured as BunSocket<BunTcpStream>, peer, local)
  return () => handshake.cancel()
}

/** The `data` of a secured socket, for good: it stands between the socket and its stream until it is over. */
class Handshake {
  stream: BunTcpStream | undefined
  isOver = false
  readonly #serverName: string
  #done: SecureDone | undefined

  constructor(serverName: string, done: SecureDone) {
    this.#serverName = serverName
    this.#done = done
  }

  completed(socket: BunTlsSocket, success: boolean, error: BunError | null): void {
    const certificate = socket.getPeerCertificate()
    if (error?.code === 'EPROTO') {
      this.finish(tlsError(error, certificate?.raw !== undefined))
    } else if (error?.code === 'ECONNRESET') {
      // So Bun calls a FIN; a reset is a `close` with an error.
      this.finish(NetError.ERR_CONNECTION_CLOSED)
    } else {
      const result = certificateError(certificate, this.#serverName, error?.code)
      this.finish(result === NetError.OK && !success ? NetError.ERR_CERT_INVALID : result)
    }
  }

  finish(result: NetResult): void {
    if (this.isOver) return
    this.isOver = true
    if (result !== NetError.OK) this.stream?.close()
    afterMicrotasks(() => {
      const done = this.#done
      this.#done = undefined
      if (result === NetError.OK) done?.(result, this.stream)
      else done?.(result)
    })
  }

  cancel(): void {
    if (this.#done === undefined) return
    this.#done = undefined
    this.isOver = true
    this.stream?.close()
  }
}

const tlsEvents = {
  binaryType: 'arraybuffer',
  // With an `open` of its own, Bun does not take `handshake` for it.
  open() {},
  handshake: (socket, success, error) => socket.data.completed(socket as BunTlsSocket, success, error),
  data({ data: { stream } }, bytes) {
    // What Bun brings to `error` is TLS's alone.
    try {
      stream?.onData(bytes)
    } catch (error) {
      rethrow(error)
    }
  },
  drain: ({ data: { stream } }) => stream?.onDrain(),
  end({ data: handshake }) {
    if (handshake.isOver) handshake.stream?.onEnd()
    else handshake.finish(NetError.ERR_CONNECTION_CLOSED)
  },
  error({ data: handshake }, error) {
    if (handshake.isOver) handshake.stream?.onFailure(tlsError(error, false))
    else handshake.finish(tlsError(error, false))
  },
  close({ data: handshake }, error) {
    if (handshake.isOver) handshake.stream?.onClose(error)
    else handshake.finish(error === undefined ? NetError.ERR_CONNECTION_CLOSED : netErrorFromPosixCode(error.code))
  },
} satisfies BunSocketHandlers<Handshake> as BunSocketHandlers<unknown>
