/**
 * The writes of one stream, in order, each completed in a turn of its own.
 * Source: https://bun.com/docs/runtime/networking/tcp#buffering. Bun does not buffer: every `write` is a system call
 * and may be short; the rest follows on `drain`. Small writes are not gathered here: who has many gives them as one.
 */
import { NetError, takeTurn } from '@chrome-socket/api/backend'
import type { NetResult, Turn } from '@chrome-socket/api/backend'
import type { BunSocket } from './bun-types.ts'

export class WriteQueue {
  readonly #socket: BunSocket
  /** Of the first one the system has taken `#offset` bytes. While there is one, `drained` is to come. */
  readonly #unsent: Write[] = []
  #offset = 0
  #failure: NetResult = NetError.OK
  #isClosed = false

  constructor(socket: BunSocket) {
    this.#socket = socket
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Whether the system has yet to take some of them. */
  get arePending(): boolean {
    return this.#unsent.length > 0
  }

  add(bytes: Uint8Array, done: (result: NetResult) => void): void {
    const write = new Write(this, bytes, done)
    if (this.#failure !== NetError.OK) {
      write.complete(this.#failure)
      return
    }
    this.#unsent.push(write)
    if (this.#unsent.length === 1) this.drained()
  }

  /** The system takes bytes again, or may. */
  drained(): void {
    for (let write = this.#unsent[0]; write !== undefined && this.#send(write); write = this.#unsent[0]) {
      this.#unsent.shift()
    }
  }

  /** True when the system has all of it. */
  #send(write: Write): boolean {
    const start = this.#offset
    const rest = write.bytes.byteLength - start
    // Of a socket that is closed it is -1.
    const taken = rest === 0 ? 0 : Math.max(0, this.#socket.write(write.bytes, start, rest))
    const isSent = taken === rest
    this.#offset = isSent ? 0 : start + taken
    if (isSent) write.complete(write.bytes.byteLength)
    return isSent
  }

  /** The connection is lost: what is not sent never will be. */
  fail(error: NetResult): void {
    if (this.#failure !== NetError.OK) return
    this.#failure = error
    for (const write of this.#unsent.splice(0)) write.complete(error)
  }

  /** Whatever has not been completed ends with `ERR_CONNECTION_CLOSED`, sent or not. */
  close(): void {
    this.#isClosed = true
    this.fail(NetError.ERR_CONNECTION_CLOSED)
  }
}

/** It waits for its own turn. */
class Write implements Turn {
  next: Turn | undefined = undefined
  readonly bytes: Uint8Array
  readonly #queue: WriteQueue
  readonly #done: (result: NetResult) => void
  #result: NetResult = NetError.OK

  constructor(queue: WriteQueue, bytes: Uint8Array, done: (result: NetResult) => void) {
    this.#queue = queue
    this.bytes = bytes
    this.#done = done
  }

  complete(result: NetResult): void {
    this.#result = result
    takeTurn(this)
  }

  run(): void {
    this.#done(this.#queue.isClosed ? NetError.ERR_CONNECTION_CLOSED : this.#result)
  }
}
