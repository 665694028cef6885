/**
 * Takes the connections of a `net.Server` by its documented event.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#event-connection
 */
import type net from 'node:net'
import { Inbox } from '@chrome-socket/api/backend'
import type { Completion, Reader } from '@chrome-socket/api/backend'
import type { TakeConnection } from '../listener.ts'
import { receiveChunks } from './socket-stream.ts'
import { endsOf, SocketTcpStream } from './socket-tcp-stream.ts'

export function takeSockets(server: net.Server, take: TakeConnection): void {
  server.on('connection', (socket) => take(new AcceptedSocketStream(socket)))
}

/** The stream of an accepted socket, which is paused until the first read or write. */
class AcceptedSocketStream extends SocketTcpStream {
  #isOpened = false

  constructor(socket: net.Socket) {
    super(socket, new Inbox(), endsOf(socket))
    receiveChunks(socket)
  }

  #open(): void {
    if (this.#isOpened) return
    this.#isOpened = true
    this.socket.resume()
  }

  override read(max: number, reader: Reader): void {
    this.#open()
    super.read(max, reader)
  }

  override write(bytes: Uint8Array, complete: Completion): void {
    this.#open()
    super.write(bytes, complete)
  }
}
