/**
 * An accepted connection. Until something is done with it, it is only what the system has: Node's `net.Socket`, which takes
 * most of the time and memory of accepting, is made for the first read, write or option, and nothing is received before.
 */
import type { Endpoint, NetResult, TcpStream } from '@chrome-socket/api'
import { afterMicrotasks, NetError } from '@chrome-socket/api'
import type { ReadDone } from './inbox.ts'
import type { NodeTcpStream } from './tcp.ts'

/** A connection that nobody reads. */
export interface UnopenedConnection {
  readonly local: Endpoint
  readonly peer: Endpoint
  /** Called at most once, and not after `close`. */
  open(): NodeTcpStream
  close(): void
}

export class AcceptedTcpStream implements TcpStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #connection: UnopenedConnection
  #stream: NodeTcpStream | undefined
  #closed = false

  constructor(connection: UnopenedConnection) {
    this.local = connection.local
    this.peer = connection.peer
    this.#connection = connection
  }

  /** Nothing when it was closed before it was opened. */
  get #opened(): NodeTcpStream | undefined {
    if (this.#stream === undefined && !this.#closed) this.#stream = this.#connection.open()
    return this.#stream
  }

  read(max: number, done: ReadDone): void {
    const stream = this.#opened
    if (stream === undefined) afterMicrotasks(() => done(NetError.ERR_CONNECTION_CLOSED, new Uint8Array(0)))
    else stream.read(max, done)
  }

  write(bytes: Uint8Array, done: (result: NetResult) => void): void {
    const stream = this.#opened
    if (stream === undefined) afterMicrotasks(() => done(NetError.ERR_CONNECTION_CLOSED))
    else stream.write(bytes, done)
  }

  setNoDelay(on: boolean): boolean {
    return this.#opened?.setNoDelay(on) ?? false
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    return this.#opened?.setKeepAlive(on, delaySeconds) ?? false
  }

  close(): void {
    if (this.#stream !== undefined) this.#stream.close()
    else if (!this.#closed) this.#connection.close()
    this.#closed = true
  }
}
