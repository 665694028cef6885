/**
 * A TCP connection: a socket stream with its addresses and options, which TLS can take over.
 * Source: https://bun.com/docs/runtime/networking/tcp and Chromium's net/socket/tcp_socket_posix.cc.
 */
import { asEvent, defaultKeepAliveDelay, longestKeepAliveDelay, throwToHost } from '@chrome-socket/api/backend'
import type { Endpoint, TcpStream } from '@chrome-socket/api/backend'
import type { BunSocket, BunSocketHandlers, BunUpgradeOptions } from '../bun-types.ts'
import { likelyLocalAddress, shareAddress } from './shared-address.ts'
import { SocketStream } from './socket-stream.ts'

export class BunTcpStream extends SocketStream implements TcpStream {
  #local: Endpoint | undefined
  /** The port and the address for `#local`, which is made when it is first needed. */
  readonly #localPort: number
  readonly #likelyLocalAddress: string

  /** Makes a stream. `local` is the local endpoint, if it is known. */
  constructor(socket: BunSocket, peer: Endpoint, local?: Endpoint) {
    super(socket, peer)
    this.#local = local
    this.#localPort = local === undefined ? (socket.localPort ?? 0) : local.port
    this.#likelyLocalAddress = local === undefined ? likelyLocalAddress(socket, peer.address) : ''
  }

  override get local(): Endpoint {
    this.#local ??= {
      address: shareAddress(this.socket.localAddress ?? this.#likelyLocalAddress),
      port: this.#localPort,
    }
    return this.#local
  }

  setNoDelay(on: boolean): boolean {
    return this.#takesOptions && (this.#isLost || this.socket.setNoDelay(on))
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    if (on && (delaySeconds < 0 || delaySeconds > longestKeepAliveDelay)) return false
    return this.#takesOptions && (this.#isLost || this.socket.setKeepAlive(on, on ? delaySeconds * 1000 : 0))
  }

  /** Whether the stream is open, or TLS has its socket. The socket of a closed stream stays open until it has received. */
  get #takesOptions(): boolean {
    return !this.state.isClosed || this.state.isUpgraded
  }

  /** Whether the connection is lost. The system would still accept options, but Bun has no socket any more. */
  get #isLost(): boolean {
    return this.state.loss !== undefined && !this.state.isClosed
  }

  /** Whether TLS can take over the socket. It cannot if bytes of the peer are already received. */
  get canUpgrade(): boolean {
    const { state } = this
    return !state.isClosed && !state.isOver && !state.hasReceived
  }

  /** Passes the socket to TLS and returns the secured socket. This stream is then closed. Its options still work. */
  upgradeTls<Data>(options: BunUpgradeOptions<Data>): BunSocket<Data> {
    const [, secured] = this.socket.upgradeTLS(options)
    this.markClosed().isUpgraded = true
    this.socket = secured
    return secured
  }
}

/** The handlers of all streams, except `open`. The `data` of a socket is its stream. */
export const streamEvents: BunSocketHandlers<SocketStream> = {
  binaryType: 'arraybuffer',
  data: asEvent((socket, bytes) => socket.data.onData(bytes)),
  drain: (socket) => socket.data.onDrain(),
  end: (socket) => socket.data.onEnd(),
  close: (socket, error) => socket.data.onClose(error),
  // Bun passes exceptions of handlers to this handler. They come from completions, so they belong to the app.
  error: (_socket, error) => throwToHost(error),
}

/** Makes the stream of a new connection, with Chromium's options. Bun itself sets TCP_NODELAY. */
export function openStream(socket: BunSocket, peer: Endpoint, local?: Endpoint): BunTcpStream {
  const stream = new BunTcpStream(socket, peer, local)
  socket.data = stream
  stream.setKeepAlive(true, defaultKeepAliveDelay)
  return stream
}
