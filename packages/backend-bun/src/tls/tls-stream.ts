/**
 * A secured Bun socket as a stream. It differs from a TCP stream in one thing: the TLS layer itself can fail.
 */
import type { Endpoint, NetResult } from '@chrome-socket/api/backend'
import type { BunSocket } from '../bun-types.ts'
import { SocketStream } from '../tcp/socket-stream.ts'

export class BunTlsStream extends SocketStream {
  readonly local: Endpoint

  constructor(socket: BunSocket, local: Endpoint, peer: Endpoint) {
    super(socket, peer)
    this.local = local
  }

  /** The TLS layer has failed. Bun's `close` follows. */
  onFailure(failure: NetResult): void {
    this.lose(failure, failure)
  }
}
