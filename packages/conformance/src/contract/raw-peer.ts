/**
 * The other side of what is tested: sockets which a suite trusts, made by the harness from something other than the subject,
 * such as the runtime's own `net` and `dgram`. They can do what a backend's streams cannot: end one side, and reset.
 */
import type { Endpoint } from '@chrome-socket/api/backend'

export interface RawStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  /** In bytes: the most that the system may hold on the way to or from here, where it lets its buffers grow as it likes. */
  readonly systemHolds?: number
  /** The next bytes; undefined at the end. Rejects when the connection was reset. Nobody reading must hold the sender up. */
  read(): Promise<Uint8Array | undefined>
  /** Settles when the system has taken all of the bytes; rejects when the connection was reset or closed. */
  write(bytes: Uint8Array): Promise<void>
  /** Ends this side (FIN) after what was written; reading goes on. */
  end(): void
  /** Resets (RST). */
  reset(): void
  close(): void
}

export interface RawListener {
  readonly local: Endpoint
  accept(): Promise<RawStream>
  close(): void
}

export interface RawDatagramSocket {
  readonly local: Endpoint
  send(bytes: Uint8Array, to: Endpoint): Promise<void>
  receive(): Promise<{ readonly bytes: Uint8Array; readonly from: Endpoint }>
  close(): void
}

export interface RawPeer {
  /** Listens at a port that is free. */
  listen(address: string): Promise<RawListener>
  connect(to: Endpoint): Promise<RawStream>
  /** Binds to a port that is free. */
  openDatagram(address: string): Promise<RawDatagramSocket>
}
