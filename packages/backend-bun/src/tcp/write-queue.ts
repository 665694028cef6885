/**
 * The queue of the writes of a stream. Each write completes in a separate turn.
 * Source: https://bun.com/docs/runtime/networking/tcp#buffering. Bun does not buffer: every `write` is a system call, which
 * may accept only a part. The rest follows on `drain`.
 */
import { NetError, Send } from '@chrome-socket/api/backend'
import type { Completion, NetResult } from '@chrome-socket/api/backend'
import type { BunSocket } from '../bun-types.ts'

export class WriteQueue {
  readonly #socket: BunSocket
  /**
   * The writes that the system has not accepted completely. It has accepted `#offset` bytes of the first. `drain` follows.
   */
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

  /** Whether bytes wait for the system. */
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

  /** Continues writing, because the system may accept bytes again. */
  onDrain(): void {
    for (let write = this.#unsent[0]; write !== undefined && this.#isSent(write); write = this.#unsent[0]) {
      this.#unsent.shift()
      write.completeLater(write.bytes.byteLength)
    }
  }

  /** Passes the rest of a write to the system. Returns whether the system has accepted all bytes. */
  #isSent({ bytes }: Send): boolean {
    const start = this.#offset
    const rest = bytes.byteLength - start
    // A closed socket gives -1.
    const taken = rest === 0 ? 0 : Math.max(0, this.#socket.write(bytes, start, rest))
    const isAll = taken === rest
    this.#offset = isAll ? 0 : start + taken
    return isAll
  }

  /** Fails all unsent writes, because the connection is lost. */
  fail(error: NetResult): void {
    if (this.#failure !== NetError.OK) return
    this.#failure = error
    for (const write of this.#unsent.splice(0)) write.completeLater(error)
  }

  /** Completes every write that has not completed with `ERR_CONNECTION_CLOSED`, even if it was sent. */
  close(): void {
    this.#isClosed = true
    this.fail(NetError.ERR_CONNECTION_CLOSED)
  }
}
