/**
 * The other side of a connection: sockets that a suite trusts. The harness makes them from something other than the subject,
 * such as the runtime's own `net` and `dgram`. They can also end one side, and reset, which a backend's streams cannot.
 */
import type { Endpoint } from '@chrome-socket/api/backend'

/** A TCP connection of a peer. */
export interface RawStream {
  /** The address of the peer's end. */
  readonly local: Endpoint
  /** The address of the other end. */
  readonly peer: Endpoint
  /** The most bytes that the system's buffers may hold on the way to or from this end. */
  readonly systemHolds?: number
  /**
   * Reads the next bytes, or undefined at the end. Rejects after a reset. The sender is held up while nothing is read.
   */
  read(): Promise<Uint8Array | undefined>
  /** Sends bytes. Resolves when the system has taken all of them. Rejects if the connection was reset or closed. */
  write(bytes: Uint8Array): Promise<void>
  /** Ends this side (FIN) after the written bytes. Reading goes on. */
  end(): void
  /** Resets the connection (RST). */
  reset(): void
  /** Closes both sides. May be called twice. */
  close(): void
}

/** A TCP listener of a peer. */
export interface RawListener {
  /** The address of the listener. */
  readonly local: Endpoint
  /** Accepts the next connection. It waits for a connection. */
  accept(): Promise<RawStream>
  /** Stops listening. Accepted connections stay open. */
  close(): void
}

/** A UDP socket of a peer. */
export interface RawDatagramSocket {
  /** The address of the socket. */
  readonly local: Endpoint
  /** Sends a datagram. Resolves when the system has taken it. */
  send(bytes: Uint8Array, to: Endpoint): Promise<void>
  /** Receives the next datagram. It waits for a datagram. */
  receive(): Promise<{ readonly bytes: Uint8Array; readonly from: Endpoint }>
  /** Closes the socket. It may be called twice. */
  close(): void
}

/** The other side of a test: sockets that do not come from the backend that is tested. */
export interface RawPeer {
  /** Listens at a free port. */
  listen(address: string): Promise<RawListener>
  /** Connects to a listener of the backend that is tested. Rejects if the connection is refused. */
  connect(to: Endpoint): Promise<RawStream>
  /** Binds a UDP socket to a free port. */
  openDatagram(address: string): Promise<RawDatagramSocket>
}
