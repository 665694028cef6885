/**
 * A Bun socket as a byte stream that is read on demand.
 * Source: https://bun.com/docs/runtime/networking/tcp. Bun pushes data, and ignores a FIN while the socket is paused. So the
 * stream can pause the socket when enough bytes are unread.
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
import { ArrayBuffer, setImmediate } from '../globals.ts'
import { idleState, StreamState } from './stream-state.ts'
import { WriteQueue } from './write-queue.ts'

/** The number of unread bytes at which the socket pauses. A read gives all received bytes, as in Chromium. */
const enoughAhead = 65_536

export abstract class SocketStream implements ByteStream {
  abstract readonly local: Endpoint
  readonly peer: Endpoint
  protected socket: BunSocket
  /** The state, which idle streams share. `#own()` returns a state that may be changed. */
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
    // A closed socket gives -1.
    return Math.max(0, this.socket.write(bytes))
  }

  close(): void {
    if (this.state.isClosed) return
    // The getter asks for the local address, which a closed socket has forgotten.
    void this.local
    const receives = !this.state.isOver && !this.state.isPaused
    const state = this.markClosed()
    state.received.clear()
    state.writes?.close()
    if (this.#reader !== undefined) this.#completeReadLater()
    if (receives) this.drainThenEnd()
    else this.endSocket()
  }

  /**
   * Receives what has arrived, drops it, and then ends the socket. If the system still had bytes of the peer, the end would
   * reset the connection, and the peer could lose the last answer. Bun receives them in the next round of events. In Chromium
   * the network service receives them before the app reads.
   */
  protected drainThenEnd(): void {
    setImmediate(() => setImmediate(() => this.endSocket()))
  }

  /** Sends FIN after the written bytes. */
  protected endSocket(): void {
    this.socket.end()
  }

  /** Marks the stream as closed. It then ignores the events of the socket. */
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
   * Takes the bytes of Bun's `data` event. It completes a pending read within the event, which is a separate turn. All other
   * completions wait for another turn.
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

  /** Keeps bytes that no read has asked for. */
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

  /** Handles Bun's `close` event. It has no error if both sides have ended, and it also comes within our own `end()`. */
  onClose(error: BunError | undefined): void {
    const { end } = this.state
    const loss = error === undefined ? NetError.ERR_CONNECTION_RESET : netErrorFromPosixCode(error.code)
    this.lose(loss, error === undefined && end !== undefined ? end : loss)
  }

  /** Marks the connection as lost. `loss` is the result of writes, `end` that of a read after the received bytes. */
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
