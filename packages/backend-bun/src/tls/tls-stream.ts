/**
 * A secured Bun socket as a stream. It differs from a TCP stream in two ways: the TLS layer itself can fail, and the stream
 * does not close with Bun's `end`, which waits 12 seconds for the server's close_notify before it sends FIN.
 */
import { lingerUntil } from '@chrome-socket/api/backend'
import type { Endpoint, NetResult } from '@chrome-socket/api/backend'
import type { BunSocket } from '../bun-types.ts'
import { SocketStream } from '../tcp/socket-stream.ts'

export class BunTlsStream extends SocketStream {
  readonly local: Endpoint
  #release: (() => void) | undefined

  constructor(socket: BunSocket, local: Endpoint, peer: Endpoint) {
    super(socket, peer)
    this.local = local
  }

  /** Handles a failure of the TLS layer. Bun's `close` follows. */
  onFailure(failure: NetResult): void {
    this.lose(failure, failure)
  }

  override onEnd(): void {
    super.onEnd()
    this.#release?.()
  }

  /** Ends the socket at once, because it receives until the server ends, too. */
  protected override drainThenEnd(): void {
    this.endSocket()
  }

  protected override endSocket(): void {
    const { socket } = this
    // A paused socket would not notice the server's end.
    if (this.state.isPaused) socket.resume()
    socket.shutdown()
    this.#release = lingerUntil(() => socket.close())
  }
}
