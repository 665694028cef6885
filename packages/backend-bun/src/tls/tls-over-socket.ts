/**
 * Runs TLS on a connected Bun socket. Source: https://bun.com/reference/bun/Socket/upgradeTLS
 */
import { TextEncoder, Uint8Array } from '../globals.ts'
import { afterMicrotasks, NetError, netErrorFromPosixCode, throwToHost } from '@chrome-socket/api/backend'
import type { Cancel, NetResult, SecureCompletion } from '@chrome-socket/api/backend'
import { judgeServer } from '@chrome-socket/x509'
import type { SecureConnection } from '@chrome-socket/x509'
import { keyUse } from '@chrome-socket/x509/node'
import type { BunError, BunSocketHandlers, BunTlsSocket } from '../bun-types.ts'
import type { BunTcpStream } from '../tcp/tcp-stream.ts'
import { sessionChain } from './session-chain.ts'
import { tlsError } from './tls-errors.ts'
import { serverNameIndication } from './tls-parameters.ts'
import type { TlsParameters } from './tls-parameters.ts'
import { BunTlsStream } from './tls-stream.ts'

/** The numbers of the versions in RFC 8446, 4.1.2 and 4.2.1. */
const protocolVersions = { 'tls1.2': 0x0303, 'tls1.3': 0x0304 } as const

/** Takes over the socket of `inner` and runs the handshake. */
export function secureSocket(inner: BunTcpStream, parameters: TlsParameters, complete: SecureCompletion): Cancel {
  const handshake = new Handshake(parameters, complete)
  const { local, peer } = inner
  const secured = inner.upgradeTls<unknown>({
    data: handshake,
    tls: {
      ...parameters.credentials,
      serverName: serverNameIndication(parameters),
      minVersion: protocolVersions[parameters.minVersion],
      maxVersion: protocolVersions[parameters.maxVersion],
      ...(parameters.alpnProtocols.length > 0 && { ALPNProtocols: alpnList(parameters.alpnProtocols) }),
      // Bun verifies that the server has the key. `judgeServer` below checks the certificates.
      rejectUnauthorized: false,
    },
    socket: tlsEvents,
  })
  handshake.stream = new BunTlsStream(secured, local, peer)
  return () => handshake.cancel()
}

/** The list of protocols in the format of RFC 7301, 3.1: each name after its length. */
function alpnList(protocols: readonly string[]): ArrayBuffer {
  const names = protocols.map((name) => new TextEncoder().encode(name))
  return Uint8Array.from(names.flatMap((name) => [name.length, ...name])).buffer
}

/** The `data` of a secured socket. It handles the events until the handshake is over, and then passes them to the stream. */
class Handshake {
  stream: BunTlsStream | undefined
  /** Whether the server's certificates are being checked. Received bytes meanwhile wait in the stream. */
  isJudging = false
  isOver = false
  readonly #parameters: TlsParameters
  #complete: SecureCompletion | undefined

  constructor(parameters: TlsParameters, complete: SecureCompletion) {
    this.#parameters = parameters
    this.#complete = complete
  }

  /** Handles the end of the handshake. `error` may also be Bun's own verdict on the certificates, which is ignored. */
  completed(socket: BunTlsSocket, error: BunError | null): void {
    if (isComplete(socket)) {
      const chain = sessionChain(socket.getSession())
      socket.disableRenegotiation()
      this.isJudging = true
      this.#judge(chain, connectionOf(socket, this.#parameters.serverName, chain)).catch(throwToHost)
    } else if (error?.code === 'ECONNRESET' || error === null) {
      // Bun reports a FIN as ECONNRESET or null. A real reset is a `close` event with an error.
      this.finish(NetError.ERR_CONNECTION_CLOSED)
    } else {
      this.finish(tlsError(error, socket.getPeerCertificate()?.raw !== undefined))
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
      const complete = this.#complete
      this.#complete = undefined
      if (result === NetError.OK) complete?.(result, this.stream)
      else complete?.(result)
    })
  }

  cancel(): void {
    if (this.#complete === undefined) return
    this.#complete = undefined
    this.isOver = true
    this.stream?.close()
  }
}

const tlsEvents = {
  binaryType: 'arraybuffer',
  // Without an `open` handler Bun would call `handshake` for the open event.
  open() {},
  handshake: (socket, _success, error) => socket.data.completed(socket as BunTlsSocket, error),
  data({ data: { stream } }, bytes) {
    // Bun does not pass exceptions of this handler to `error`, only errors of TLS.
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

/** Whether the handshake has succeeded. BoringSSL exports no keys before. */
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
