/**
 * A Bun socket as a byte stream that is read on demand.
 * Source: https://bun.com/docs/runtime/networking/tcp. Bun pushes data and ignores a FIN while it is paused, which suits a
 * stream that receives only so far ahead.
 *
 * | the stream | reads | writes |
 * |---|---|---|
 * | open | data of the socket, as it comes | the socket takes them, or the queue until `drain` |
 * | the peer has ended | `OK`, after the received bytes | as before |
 * | lost | the error, after the received bytes | the error |
 * | closed | `ERR_CONNECTION_CLOSED` | `ERR_CONNECTION_CLOSED` |
 */
import { afterMicrotasks, NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import type { ByteStream, Completion, Endpoint, NetResult, Reader } from '@chrome-socket/api/backend'
import type { BunError, BunSocket } from '../bun-types.ts'
import { ArrayBuffer } from '../globals.ts'
import { idleState, StreamState } from './stream-state.ts'
import { WriteQueue } from './write-queue.ts'

/** In bytes: the socket pauses when so many are unread. A read gives all that has come, as Chromium's does. */
const enoughAhead = 65_536

export abstract class SocketStream implements ByteStream {
  abstract readonly local: Endpoint
  readonly peer: Endpoint
  protected socket: BunSocket
  /** `#own()` gives a state to change. */
  protected state: Readonly<StreamState> = idleState
  #max = 0
  #reader: Reader | undefined

  constructor(socket: BunSocket, peer: Endpoint) {
    this.socket = socket
    this.peer = peer
  }

  read(max: number, reader: Reader): void {
    this.#max = max
    this.#reader = reader
    const { state } = this
    if (state.hasReceived || state.end !== undefined || state.isClosed) this.#completeReadLater()
  }

  write(bytes: Uint8Array, complete: Completion): void {
    const state = this.#own()
    const writes = (state.writes ??= new WriteQueue(this.socket))
    if (state.isClosed) writes.close()
    else if (state.loss !== undefined) writes.fail(state.loss)
    writes.add(bytes, complete)
  }

  writeNow(bytes: Uint8Array): number {
    const { state } = this
    if (state.isClosed || state.loss !== undefined || state.writes?.arePending === true) return 0
    // A socket that is closed gives -1.
    return Math.max(0, this.socket.write(bytes))
  }

  close(): void {
    if (this.state.isClosed) return
    // A closed socket no longer knows it.
    void this.local
    const state = this.markClosed()
    state.received.clear()
    state.writes?.close()
    if (this.#reader !== undefined) this.#completeReadLater()
    this.endSocket()
  }

  /** Sends FIN after what was written. */
  protected endSocket(): void {
    this.socket.end()
  }

  /** From now on nothing of the socket reaches this stream. */
  protected markClosed(): StreamState {
    const state = this.#own()
    state.isClosed = true
    return state
  }

  get peerHasEnded(): boolean {
    const { state } = this
    return !state.isClosed && state.isOver
  }

  get hasEnded(): boolean {
    return this.peerHasEnded && !this.state.hasReceived
  }

  /**
   * Bun's `data`. This completion alone is made within the event, which is a turn of its own: most reads wait for just that.
   */
  onData(buffer: ArrayBuffer): void {
    const { state } = this
    if (state.isClosed) return
    const reader = this.#reader
    if (reader === undefined || state.isReadDue) {
      this.#keep(buffer)
      return
    }
    this.#reader = undefined
    if (buffer.byteLength <= this.#max) {
      reader.completeRead(buffer.byteLength, buffer)
    } else {
      const { received } = this.#own()
      received.add(buffer)
      reader.completeRead(this.#max, received.take(this.#max))
    }
  }

  /** Nobody has asked for these bytes yet. */
  #keep(buffer: ArrayBuffer): void {
    const state = this.#own()
    state.received.add(buffer)
    if (state.received.length < enoughAhead || state.isPaused) return
    state.isPaused = true
    this.socket.pause()
  }

  onDrain(): void {
    this.state.writes?.onDrain()
  }

  onEnd(): void {
    this.#own().end = NetError.OK
    if (this.#reader !== undefined) this.#completeReadLater()
  }

  /** Bun's `close`. It has no error when both sides have ended, and it also comes within our own `end()`. */
  onClose(error: BunError | undefined): void {
    const { end } = this.state
    const loss = error === undefined ? NetError.ERR_CONNECTION_RESET : netErrorFromPosixCode(error.code)
    this.lose(loss, error === undefined && end !== undefined ? end : loss)
  }

  /** The connection is lost. `end` is the result of a read after the received bytes. */
  protected lose(loss: NetResult, end: NetResult): void {
    if (this.state.isClosed || this.state.loss !== undefined) return
    const state = this.#own()
    state.loss = loss
    state.end = end
    if (this.#reader !== undefined) this.#completeReadLater()
    state.writes?.fail(loss)
  }

  #completeReadLater(): void {
    const state = this.#own()
    if (state.isReadDue) return
    state.isReadDue = true
    afterMicrotasks(() => {
      state.isReadDue = false
      this.#completeRead(state)
    })
  }

  #completeRead(state: StreamState): void {
    const reader = this.#reader
    if (reader === undefined) return
    this.#reader = undefined
    if (state.isClosed) {
      reader.completeRead(NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0))
    } else if (state.hasReceived) {
      const data = state.received.take(this.#max)
      if (state.isPaused && state.received.length < enoughAhead) {
        state.isPaused = false
        this.socket.resume()
      }
      reader.completeRead(data.byteLength, data)
    } else {
      reader.completeRead(state.end ?? NetError.OK, new ArrayBuffer(0))
    }
  }

  #own(): StreamState {
    const state = this.state === idleState ? new StreamState() : (this.state as StreamState)
    this.state = state
    return state
  }
}
