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
  /** These two make `#local` when somebody asks for it. */
  readonly #localPort: number
  readonly #likelyLocalAddress: string

  /** `local` is given where it is known. */
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
    return this.#isLost || this.socket.setNoDelay(on)
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    if (on && (delaySeconds < 0 || delaySeconds > longestKeepAliveDelay)) return false
    return this.#isLost || this.socket.setKeepAlive(on, on ? delaySeconds * 1000 : 0)
  }

  /** The system lets options be set of a connection that is lost. Bun has no socket for them any more. */
  get #isLost(): boolean {
    return this.state.loss !== undefined && !this.state.isClosed
  }

  /** Whether TLS can take over the socket: not when bytes of the peer have been received already. */
  get canUpgrade(): boolean {
    const { state } = this
    return !state.isClosed && !state.isOver && !state.hasReceived
  }

  /** Gives the socket to TLS, and returns the secured one. This stream is closed then; its options are set on the secured socket. */
  upgradeTls<Data>(options: BunUpgradeOptions<Data>): BunSocket<Data> {
    const [, secured] = this.socket.upgradeTLS(options)
    this.markClosed()
    this.socket = secured
    return secured
  }
}

/** The events that every stream takes from its socket, whose `data` it is. `open` differs. */
export const streamEvents: BunSocketHandlers<SocketStream> = {
  binaryType: 'arraybuffer',
  data: asEvent((socket, bytes) => socket.data.onData(bytes)),
  drain: (socket) => socket.data.onDrain(),
  end: (socket) => socket.data.onEnd(),
  close: (socket, error) => socket.data.onClose(error),
  // Bun brings here the errors that a handler threw: a completion threw them, so they are the app's.
  error: (_socket, error) => throwToHost(error),
}

/** Makes the stream of a socket that has just connected or been accepted, with Chromium's options. Bun itself sets TCP_NODELAY. */
export function openStream(socket: BunSocket, peer: Endpoint, local?: Endpoint): BunTcpStream {
  const stream = new BunTcpStream(socket, peer, local)
  socket.data = stream
  stream.setKeepAlive(true, defaultKeepAliveDelay)
  return stream
}
