/**
 * The connections that a `net.Server` accepts, as it documents them.
 * Source: https://nodejs.org/docs/latest-v20.x/api/net.html#event-connection
 */
import type net from 'node:net'
import type { NetResult, Reader } from '@chrome-socket/api/backend'
import { Inbox } from '../inbox.ts'
import type { TakeConnection } from '../listener.ts'
import { receiveInto } from './socket-stream.ts'
import { endsOf, SocketTcpStream } from './tcp-stream.ts'

export function takeSockets(server: net.Server, take: TakeConnection): void {
  server.on('connection', (socket) => take(new AcceptedSocketStream(socket)))
}

/** Its socket comes paused, and receives nothing before it is read or written to. */
class AcceptedSocketStream extends SocketTcpStream {
  #opened = false

  constructor(socket: net.Socket) {
    const inbox = new Inbox()
    super(socket, inbox, endsOf(socket))
    receiveInto(inbox, socket)
  }

  #open(): void {
    if (this.#opened) return
    this.#opened = true
    this.socket.resume()
  }

  override read(max: number, reader: Reader): void {
    this.#open()
    super.read(max, reader)
  }

  override write(bytes: Uint8Array, done: (result: NetResult) => void): void {
    this.#open()
    super.write(bytes, done)
  }
}
