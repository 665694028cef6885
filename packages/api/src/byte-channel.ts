/**
 * What a connected socket does with its stream: one read at a time, and writes in a queue.
 * It stands where Chromium has MojoDataPump and Socket, and gives the same results.
 * Source: Chromium extensions/browser/api/socket/{mojo_data_pump,socket}.cc
 */
import type { ByteStream, NetResult } from './backend.ts'
import { NetError } from './net-error.ts'
import { OutgoingWrites } from './outgoing-writes.ts'
import type { WriteDone } from './outgoing-writes.ts'
import { afterMicrotasks } from './turn.ts'

export type ReadDone = (result: NetResult, data: ArrayBuffer) => void

export class ByteChannel {
  readonly #stream: ByteStream
  readonly #onEnd: () => void
  #read: ReadDone | undefined
  /** Made for the first write: many a connection only listens. */
  #writes: OutgoingWrites | undefined
  #closed = false

  /** `onEnd` closes this: it is called when the peer has ended or the stream failed, before the read or write that found it is answered. */
  constructor(stream: ByteStream, onEnd: () => void) {
    this.#stream = stream
    this.#onEnd = onEnd
  }

  get hasPendingRead(): boolean {
    return this.#read !== undefined
  }

  get hasPendingWrite(): boolean {
    return this.#writes?.arePending ?? false
  }

  /** Only while no read is pending. A result of 0 stands for an end and for a failure alike, as in Chromium. */
  read(max: number, done: ReadDone): void {
    if (max <= 0) {
      done(NetError.ERR_INVALID_ARGUMENT, new ArrayBuffer(0))
      return
    }
    if (this.#stream.hasEnded === true) {
      this.#finish(done)
      return
    }
    this.#read = done
    this.#stream.read(max, this.#onRead)
  }

  readonly #onRead = (result: NetResult, bytes: Uint8Array<ArrayBuffer>): void => {
    const done = this.#read
    if (this.#closed || done === undefined) return
    this.#read = undefined
    if (result > 0) {
      done(result, bytes.buffer)
    } else {
      this.#finish(done)
    }
  }

  /** The read that finds the end disconnects at once: what the app calls next finds it so. */
  #finish(done: ReadDone): void {
    const written = this.#writes?.takeSent() ?? []
    this.#onEnd()
    const answers = [...written, () => done(0, new ArrayBuffer(0))]
    answers.shift()?.()
    for (const answer of answers) afterMicrotasks(answer)
  }

  /** Copies `bytes` before it returns. */
  write(bytes: Uint8Array, done: WriteDone): void {
    this.#writes ??= new OutgoingWrites(this.#stream, this.#onEnd)
    this.#writes.write(bytes, done)
  }

  /** A pending read is answered with `ERR_CONNECTION_CLOSED`, and pending writes with `ERR_ABORTED`. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    const read = this.#read
    this.#read = undefined
    this.#stream.close()
    read?.(NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0))
    this.#writes?.close()
  }
}
