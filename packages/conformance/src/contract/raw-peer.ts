/**
 * The other side of a connection: sockets that a suite trusts. The harness makes them from something other than the subject,
 * such as the runtime's own `net` and `dgram`. They can also end one side, and reset, which a backend's streams cannot.
 */
import type { Endpoint } from '@chrome-socket/api/backend'

/** A TCP connection of a peer. */
export interface RawStream {
  readonly local: Endpoint
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
  close(): void
}

/** A TCP listener of a peer. */
export interface RawListener {
  readonly local: Endpoint
  accept(): Promise<RawStream>
  close(): void
}

/** A UDP socket of a peer. */
export interface RawDatagramSocket {
  readonly local: Endpoint
  send(bytes: Uint8Array, to: Endpoint): Promise<void>
  receive(): Promise<{ readonly bytes: Uint8Array; readonly from: Endpoint }>
  close(): void
}

/** The other side of a test: sockets that do not come from the backend that is tested. */
export interface RawPeer {
  /** Listens at a port that is free. */
  listen(address: string): Promise<RawListener>
  connect(to: Endpoint): Promise<RawStream>
  /** Binds to a port that is free. */
  openDatagram(address: string): Promise<RawDatagramSocket>
}
