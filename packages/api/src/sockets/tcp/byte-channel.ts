/**
 * What a connected socket does with its stream: one read at a time, and writes in a queue.
 * It stands where Chromium has MojoDataPump and Socket, and gives the same results.
 * Source: Chromium extensions/browser/api/socket/{mojo_data_pump,socket}.cc
 */
import type { ByteStream, NetResult, Reader } from '../../backend/contract.ts'
import { NetError } from '../../backend/net-error.ts'
import { OutgoingWrites } from './outgoing-writes.ts'
import type { Read, Write } from '../socket.ts'
import { afterMicrotasks } from '../../backend/turn.ts'

/** The socket that a channel is of. */
export interface ChannelOwner {
  /** Closes the channel. */
  disconnect(): void
}

/** An idle connection is little more than this and its socket: what only some need is made when they do. */
export class ByteChannel<Stream extends ByteStream = ByteStream> implements Reader {
  readonly stream: Stream
  readonly #owner: ChannelOwner
  #read: Read | undefined
  #writes: OutgoingWrites | undefined

  /** `owner` is disconnected when the peer has ended or the stream failed, before the read or write that found it is answered. */
  constructor(stream: Stream, owner: ChannelOwner) {
    this.stream = stream
    this.#owner = owner
  }

  get hasPendingRead(): boolean {
    return this.#read !== undefined
  }

  get hasPendingWrite(): boolean {
    return this.#writes?.arePending ?? false
  }

  /** A result of 0 stands for an end and for a failure alike, as in Chromium. */
  read(max: number, read: Read): void {
    if (this.#read !== undefined) {
      read.done(NetError.ERR_IO_PENDING, new ArrayBuffer(0))
    } else if (max <= 0) {
      read.done(NetError.ERR_INVALID_ARGUMENT, new ArrayBuffer(0))
    } else if (this.stream.hasEnded === true) {
      this.#finish(read)
    } else {
      this.#read = read
      this.stream.read(max, this)
    }
  }

  /** For the stream. */
  completeRead(result: NetResult, data: ArrayBuffer): void {
    const read = this.#read
    if (read === undefined) return
    this.#read = undefined
    if (result > 0) read.done(result, data)
    else this.#finish(read)
  }

  /** The read that finds the end disconnects at once: what the app calls next finds it so. */
  #finish(read: Read): void {
    const answers = (this.#writes?.takeSent() ?? []).map((write) => () => write.done(write.length))
    this.#owner.disconnect()
    answers.push(() => read.done(0, new ArrayBuffer(0)))
    answers.shift()?.()
    for (const answer of answers) afterMicrotasks(answer)
  }

  /** Copies `bytes` before it returns. */
  write(bytes: Uint8Array, write: Write): void {
    this.#writes ??= new OutgoingWrites(this.stream, this.#owner)
    this.#writes.write(bytes, write)
  }

  /** For its owner, once. A pending read is answered with `ERR_CONNECTION_CLOSED`, and pending writes with `ERR_ABORTED`. */
  close(): void {
    const read = this.#read
    this.#read = undefined
    this.#writes?.close()
    this.stream.close()
    read?.done(NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0))
  }
}
