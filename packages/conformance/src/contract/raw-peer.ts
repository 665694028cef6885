/**
 * The other side of a connection: sockets that a suite trusts. The harness makes them from something other than the subject,
 * such as the runtime's own `net` and `dgram`. They can also end one side, and reset, which a backend's streams cannot.
 */
import type { Endpoint } from '@chrome-socket/api/backend'

/** A TCP connection of a peer. */
export interface RawStream {
  /** The own end. */
  readonly local: Endpoint
  /** The other end. */
  readonly peer: Endpoint
  /** The most that the system may hold on the way to or from here, in bytes, where its buffers grow. */
  readonly systemHolds?: number
  /** The next bytes, or undefined at the end. Rejects after a reset. While nobody reads, the sender is held up. */
  read(): Promise<Uint8Array | undefined>
  /** Resolves when the system has taken all of the bytes. Rejects when the connection was reset or closed. */
  write(bytes: Uint8Array): Promise<void>
  /** Ends this side (FIN) after the bytes that were written. Reading goes on. */
  end(): void
  /** Resets (RST). */
  reset(): void
  /** Closes both sides. May be called twice. */
  close(): void
}

/** A TCP listener of a peer. */
export interface RawListener {
  /** Where it listens. */
  readonly local: Endpoint
  /** The next connection. It waits until there is one. */
  accept(): Promise<RawStream>
  /** Stops listening. Connections live on. */
  close(): void
}

/** A UDP socket of a peer. */
export interface RawDatagramSocket {
  /** Where it is bound. */
  readonly local: Endpoint
  /** Resolves when the system has taken the datagram. */
  send(bytes: Uint8Array, to: Endpoint): Promise<void>
  /** The next datagram. It waits until there is one. */
  receive(): Promise<{ readonly bytes: Uint8Array; readonly from: Endpoint }>
  /** May be called twice. */
  close(): void
}

/** The other side of a test: sockets that do not come from the backend that is tested. */
export interface RawPeer {
  /** Listens at a port that is free. */
  listen(address: string): Promise<RawListener>
  /** Connects to a listener of the backend that is tested. Rejects when it is refused. */
  connect(to: Endpoint): Promise<RawStream>
  /** Binds to a port that is free. */
  openDatagram(address: string): Promise<RawDatagramSocket>
}
