/**
 * A secured stream over a `tls.TLSSocket`.
 * Source: https://nodejs.org/docs/latest-v20.x/api/tls.html#class-tlstlssocket
 */
import process from 'node:process'
import type { Duplex } from 'node:stream'
import type tls from 'node:tls'
import type { ByteStream, Completion, Inbox } from '@chrome-socket/api/backend'
import { endAndLinger, StreamDuplex } from '@chrome-socket/api/backend/node'
import { receiveChunks, SocketStream } from '../sockets/socket-stream.ts'
import { InboxBehindWrites } from './inbox-behind-writes.ts'

/**
 * Whether the runtime loses the peer's end if a `TLSSocket` is paused, as Deno 2.9 does. The stream below TLS is then paused
 * instead.
 */
const losesEndWhilePaused = process.versions['deno'] !== undefined

export class TlsStream extends SocketStream {
  readonly #inner: ByteStream

  /** Makes a stream of a TLS socket. It runs over `transport`, which wraps `inner` or is its socket. */
  constructor(socket: tls.TLSSocket, transport: Duplex, inner: ByteStream) {
    const inbox = new InboxBehindWrites(socket)
    super(socket, inbox, inner.local, inner.peer)
    this.#inner = inner
    if (losesEndWhilePaused && transport instanceof StreamDuplex) holdUpInstead(transport, inbox, socket)
    else receiveChunks(socket)
  }

  override write(bytes: Uint8Array, complete: Completion): void {
    super.write(bytes, (this.inbox as InboxBehindWrites).awaitWrite(complete))
  }

  /** Returns true, because Node's TLS may call back at once even if encrypted bytes are queued. */
  protected override completesInTick(): boolean {
    return true
  }

  /** Closes the stream, and gives the server time to end its side: see `endAndLinger`. */
  override close(): void {
    if (this.isClosed) return
    const { socket } = this
    if (socket.writableLength > 0 || socket.readableEnded || this.inbox.failure !== undefined) {
      super.close()
      this.#inner.close()
      return
    }
    this.isClosed = true
    this.inbox.close()
    endAndLinger(socket, () => this.#inner.close())
    this.inbox.source?.resume()
  }
}

function holdUpInstead(transport: StreamDuplex, inbox: Inbox, socket: tls.TLSSocket): void {
  transport.isEnough = () => inbox.isFull
  inbox.source = { resume: () => transport.readOn() }
  socket.on('data', (chunk: Uint8Array<ArrayBuffer>) => inbox.receive(chunk, chunk.byteLength))
}
