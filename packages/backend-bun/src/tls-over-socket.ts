/**
 * TLS on a Bun socket that is connected already. Source: https://bun.com/reference/bun/Socket/upgradeTLS
 */
import { afterMicrotasks, NetError, netErrorFromPosixCode, throwToHost } from '@chrome-socket/api/backend'
import type { ByteStream, Cancel, NetResult } from '@chrome-socket/api/backend'
import { judgeServer, type SecureConnection } from '@chrome-socket/x509'
import { keyUse } from '@chrome-socket/x509/node'
import type { BunError, BunSocket, BunSocketHandlers, BunTlsSocket } from './bun-types.ts'
import { sessionChain } from './session-chain.ts'
import { BunTcpStream } from './tcp.ts'
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
  const handshake = new Handshake(parameters, done)
  const { local, peer } = inner
  const [, secured] = socket.upgradeTLS<unknown>({
    data: handshake,
    tls: {
      ...parameters.credentials,
      serverName: serverNameIndication(parameters),
      minVersion: protocolVersions[parameters.minVersion],
      maxVersion: protocolVersions[parameters.maxVersion],
      ...(parameters.alpnProtocols.length > 0 && { ALPNProtocols: alpnList(parameters.alpnProtocols) }),
      // Bun proves that the server has the key; whether its certificates are good is decided below.
      rejectUnauthorized: false,
    },
    socket: tlsEvents,
  })
  inner.reattach(secured)
  handshake.stream = new BunTcpStream(secured as BunSocket<BunTcpStream>, peer, local)
  return () => handshake.cancel()
}

/** RFC 7301, 3.1: each name after its length. */
function alpnList(protocols: readonly string[]): ArrayBuffer {
  const names = protocols.map((name) => new TextEncoder().encode(name))
  return Uint8Array.from(names.flatMap((name) => [name.length, ...name])).buffer
}

/** The `data` of a secured socket, for good: it stands between the socket and its stream until it is over. */
class Handshake {
  stream: BunTcpStream | undefined
  /** The server's certificates are being judged; what it sends meanwhile waits in the stream. */
  isJudging = false
  isOver = false
  readonly #parameters: TlsParameters
  #done: SecureDone | undefined

  constructor(parameters: TlsParameters, done: SecureDone) {
    this.#parameters = parameters
    this.#done = done
  }

  /** `error` may also be what Bun thinks of the certificates, which does not count. */
  completed(socket: BunTlsSocket, error: BunError | null): void {
    const chain = sessionChain(socket.getSession())
    if (isComplete(socket)) {
      socket.disableRenegotiation()
      this.isJudging = true
      this.#judge(chain, connectionOf(socket, this.#parameters.serverName, chain)).catch(throwToHost)
    } else if (error?.code === 'ECONNRESET' || error === null) {
      // So Bun calls a FIN; a reset is a `close` with an error.
      this.finish(NetError.ERR_CONNECTION_CLOSED)
    } else {
      this.finish(tlsError(error, chain.length > 0))
    }
  }

  async #judge(chain: readonly Uint8Array[], connection: SecureConnection): Promise<void> {
    const { serverName, check, onSecure } = this.#parameters
    const verdict = await judgeServer({ chain, serverName, keyUse: keyUse(connection.cipherSuite) }, check)
    if (this.isOver) return
    try {
      if (verdict.ok) onSecure?.(connection)
    } finally {
      this.finish(verdict.ok ? NetError.OK : verdict.error)
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
  handshake: (socket, _success, error) => socket.data.completed(socket as BunTlsSocket, error),
  data({ data: { stream } }, bytes) {
    // What Bun brings to `error` is TLS's alone.
    try {
      stream?.onData(bytes)
    } catch (error) {
      throwToHost(error)
    }
  },
  drain: ({ data: { stream } }) => stream?.onDrain(),
  end({ data: handshake }) {
    if (handshake.isOver || handshake.isJudging) handshake.stream?.onEnd()
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

/** BoringSSL exports no keys before a handshake has ended well. */
function isComplete(socket: BunTlsSocket): boolean {
  try {
    return socket.exportKeyingMaterial(16, 'EXPERIMENTAL-chrome-socket').byteLength === 16
  } catch {
    return false
  }
}

function connectionOf(socket: BunTlsSocket, serverName: string, peerChain: readonly Uint8Array[]): SecureConnection {
  const { alpnProtocol } = socket
  return {
    serverName,
    version: socket.getTLSVersion() === 'TLSv1.2' ? 'tls1.2' : 'tls1.3',
    cipherSuite: socket.getCipher().standardName,
    ...(typeof alpnProtocol === 'string' && { alpnProtocol }),
    peerChain,
    resumed: false,
  }
}
