/**
 * The channel between a connected socket and its stream: one read at a time, and writes in a queue.
 * It does the work of Chromium's MojoDataPump and Socket, and gives the same results.
 * Source: Chromium extensions/browser/api/socket/{mojo_data_pump,socket}.cc
 */
import type { ByteStream, NetResult, Reader } from '../../backend/contract.ts'
import { NetError } from '../../backend/net-error.ts'
import { afterMicrotasks } from '../../backend/turn/turns.ts'
import { smallLength } from '../copies.ts'
import { completeWithoutData } from '../socket.ts'
import type { ChannelOwner, Read, Write } from '../socket.ts'
import { pipeSize } from './writes/chromium-pipe.ts'
import { OutgoingWrites } from './writes/outgoing-writes.ts'

/** The channel. An idle connection needs only a channel and its socket; other parts are made on demand. */
export class ByteChannel<Stream extends ByteStream = ByteStream> implements Reader {
  readonly stream: Stream
  readonly #owner: ChannelOwner
  #read: Read | undefined
  #writes: OutgoingWrites | undefined

  /** `owner` is disconnected when the peer has ended or the stream failed, before the read or write that met the end is answered. */
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

  read(max: number, read: Read): void {
    if (this.#read !== undefined) {
      completeWithoutData(read, NetError.ERR_IO_PENDING)
    } else if (max <= 0) {
      completeWithoutData(read, NetError.ERR_INVALID_ARGUMENT)
    } else if (this.stream.hasEnded === true) {
      this.#disconnectAndAnswer(read)
    } else {
      this.#read = read
      this.stream.read(max, this)
    }
  }

  /** Receives the result of a read. Only the stream calls it. */
  completeRead(result: NetResult, data: ArrayBuffer): void {
    const read = this.#read
    if (read === undefined) return
    this.#read = undefined
    if (result > 0) read.completeRead(result, data)
    else this.#disconnectAndAnswer(read)
  }

  /**
   * Disconnects and answers the read that found the end, so that the app's next call finds the socket disconnected.
   * After an error a read also gives 0, because Chromium's pipe closes without a reason.
   */
  #disconnectAndAnswer(read: Read): void {
    const sent = this.#writes?.end() ?? []
    this.#owner.disconnect()
    const answers = sent.map((write) => () => write.completeWrite(write.length))
    answers.push(() => completeWithoutData(read, 0))
    answers.shift()?.()
    for (const answer of answers) afterMicrotasks(answer)
  }

  /**
   * Before it returns, it copies the bytes that the system has not taken. A `bytes` of up to `smallLength` is the app's own array,
   * whose properties may lie, so only the length of `write` counts. A longer `bytes` is a view that the bindings have made.
   */
  write(bytes: Uint8Array, write: Write): void {
    const writes = (this.#writes ??= new OutgoingWrites(this.stream, this.#owner))
    // Copying a small write costs less than a call of the system.
    const taken = write.length > smallLength && writes.sendsAtOnce ? this.#writeNow(bytes, write.length) : 0
    writes.write(bytes, taken, write)
  }

  /**
   * Passes bytes to the system within the call, so that they need no copy. A long write is passed in two parts, of
   * which the first fits Chromium's pipe.
   */
  #writeNow(bytes: Uint8Array, length: number): number {
    const { stream } = this
    if (length <= pipeSize) return stream.writeNow?.(bytes) ?? 0
    const taken = stream.writeNow?.(bytes.subarray(0, pipeSize)) ?? 0
    return taken < pipeSize ? taken : taken + (stream.writeNow?.(bytes.subarray(taken)) ?? 0)
  }

  /**
   * The owner calls it, once. A pending read is answered with `ERR_CONNECTION_CLOSED`, and a pending write as sent if Chromium's
   * pipe has taken it, else with `ERR_ABORTED`.
   */
  close(): void {
    const read = this.#read
    this.#read = undefined
    for (const write of this.#writes?.end() ?? []) write.completeWrite(write.length)
    this.stream.close()
    if (read !== undefined) completeWithoutData(read, NetError.ERR_CONNECTION_CLOSED)
  }
}
