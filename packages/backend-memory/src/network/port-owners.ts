/**
 * The owners of a host's ports. The network delivers connection requests and datagrams to them.
 */
import type { Endpoint, TcpStream } from '@chrome-socket/api/backend'
import type { IpAddress } from './ip-address.ts'

/** A stream with two operations that the contract does not have. Tests need them for the peer. */
export interface MemoryStream extends TcpStream {
  /**
   * Ends this side after the writes made so far. Reading continues, and later writes fail.
   * @errors Cannot fail. A second call does nothing.
   * @example
   * import type { MemoryStream } from '@chrome-socket/backend-memory'
   *
   * export function sendAll(stream: MemoryStream, bytes: Uint8Array): void {
   *   stream.write(bytes, () => stream.end())
   * }
   */
  end(): void

  /**
   * Resets the connection. The peer gets `-101 ERR_CONNECTION_RESET` instead of the bytes that it has not received.
   * @errors Cannot fail. It has no effect on a closed stream.
   * @example
   * import { memoryBackend } from '@chrome-socket/backend-memory'
   *
   * memoryBackend().listen({ address: '127.0.0.1', port: 7000 }, 5, (_, listener) => {
   *   listener?.accept((_, stream) => stream?.reset())
   * })
   */
  reset(): void
}

/** A connection request (SYN) that has reached its host (RFC 9293, 3.5). */
export interface ConnectionRequest {
  /** Makes the connection, and returns the listener's end. */
  admit(): MemoryStream
  refuse(): void
}

export interface ConnectionListener {
  readonly local: Endpoint
  /** Admits the request now, or as soon as there is room. */
  request(request: ConnectionRequest): void
  /** Removes a request whose client has given up. */
  withdraw(request: ConnectionRequest): void
}

/** A TCP port belongs to a listener, or to a connection that was made from it. */
export type TcpPortOwner = ConnectionListener | 'connection'

export interface Datagram {
  /** A copy of the sender's bytes, which does not change. */
  readonly bytes: Uint8Array
  readonly source: IpAddress
  readonly sourcePort: number
  readonly destination: IpAddress
  readonly destinationPort: number
  /** The number of links that the datagram may cross. */
  readonly hops: number
}

export interface DatagramReceiver {
  /** Takes a datagram that has reached this host. Returns false if it is not for this socket. */
  deliver(datagram: Datagram): boolean
}
