/**
 * The writes of one stream, in order. Each completes in a turn of its own.
 * Source: https://bun.com/docs/runtime/networking/tcp#buffering. Bun does not buffer: every `write` is a system call, which
 * may take only a part. The rest follows on `drain`.
 */
import { NetError, Send } from '@chrome-socket/api/backend'
import type { Completion, NetResult } from '@chrome-socket/api/backend'
import type { BunSocket } from '../bun-types.ts'

export class WriteQueue {
  readonly #socket: BunSocket
  /** While there is one, `drain` is to come. The system has taken `#offset` bytes of the first. */
  readonly #unsent: Send[] = []
  #offset = 0
  #failure: NetResult = NetError.OK
  #isClosed = false

  constructor(socket: BunSocket) {
    this.#socket = socket
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Whether the system has yet to take some bytes. */
  get arePending(): boolean {
    return this.#unsent.length > 0
  }

  add(bytes: Uint8Array, complete: Completion): void {
    const write = new Send(this, bytes, undefined, complete)
    if (this.#failure !== NetError.OK) {
      write.completeLater(this.#failure)
      return
    }
    this.#unsent.push(write)
    if (this.#unsent.length === 1) this.onDrain()
  }

  /** The system takes bytes again, or may. */
  onDrain(): void {
    for (let write = this.#unsent[0]; write !== undefined && this.#isSent(write); write = this.#unsent[0]) {
      this.#unsent.shift()
      write.completeLater(write.bytes.byteLength)
    }
  }

  /** Gives the system what it takes of `write`. Returns true when that is all. */
  #isSent({ bytes }: Send): boolean {
    const start = this.#offset
    const rest = bytes.byteLength - start
    // A socket that is closed gives -1.
    const taken = rest === 0 ? 0 : Math.max(0, this.#socket.write(bytes, start, rest))
    const isAll = taken === rest
    this.#offset = isAll ? 0 : start + taken
    return isAll
  }

  /** The connection is lost: bytes that are not sent never will be. */
  fail(error: NetResult): void {
    if (this.#failure !== NetError.OK) return
    this.#failure = error
    for (const write of this.#unsent.splice(0)) write.completeLater(error)
  }

  /** Every write that is not complete ends with `ERR_CONNECTION_CLOSED`, whether it was sent or not. */
  close(): void {
    this.#isClosed = true
    this.fail(NetError.ERR_CONNECTION_CLOSED)
  }
}
