/**
 * A TCP stream over Node's handle. `internals.ts` describes handles and their advantage.
 *
 * A stream is one object with an inbox, and makes no closure per operation. A read allocates only its result. A write that the system accepts
 * at once allocates only its completion; nearly all writes are of this kind.
 */
import net from 'node:net'
import type { Completion, Endpoint, NetResult, Reader, TcpStream } from '@chrome-socket/api/backend'
import { afterMicrotasks, asEvent, defaultKeepAliveDelay, Inbox, NetError } from '@chrome-socket/api/backend'
import { leastWrittenNow, writeToDescriptor } from '../descriptor.ts'
import { errorResult, statusResult } from '../node-error.ts'
import { discardBuffer, drainThenClose } from './drain-then-close.ts'
import type { Status, TcpHandle, WriteRequest } from './handle-types.ts'
import { internals } from './internals.ts'

const { kLastWriteWasAsync, kReadBytesOrError, owner, streamBaseState, WriteWrap } = internals

/** The status UV_EOF, which is the same on every system. */
const endOfStream = -4095

/** The request of a write that the system has not accepted completely. */
interface PendingWrite extends WriteRequest {
  stream: HandleStream
  /** The written bytes. The request keeps their memory alive until they are written. */
  bytes: Uint8Array
  complete: Completion
}

/** A buffer that replaces the inbox's buffer in a detached handle. TLS reads directly from the handle and never fills it. */
const neverFilled = { buffer: new Uint8Array(1), callback: (): boolean => true }

/** A request for the next write. A request can be used again if the write was done at once. */
let unusedRequest: WriteRequest | undefined

export class HandleStream implements TcpStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #handle: TcpHandle
  readonly #inbox: Inbox = new Inbox(this)
  /** The state of the stream. It receives only from `open` on. In `failed` and `closed` the handle is closed. */
  #state: 'unopened' | 'open' | 'failed' | 'detached' | 'closed' = 'unopened'
  /** The number of writes whose completion waits for a turn. Later completions must not overtake them. */
  #completing = 0
  #socket: net.Socket | undefined

  /** Makes a stream of a connected handle, which then belongs to the stream. */
  constructor(handle: TcpHandle, local: Endpoint, peer: Endpoint) {
    this.local = local
    this.peer = peer
    this.#handle = handle
  }

  /** Starts receiving. The first read, write or option also calls this function. */
  open(): void {
    if (this.#state !== 'unopened') return
    this.#state = 'open'
    const handle = this.#handle
    handle[owner] = this
    handle.onread = onReadEvent
    handle.useUserBuffer(this.#inbox.nextBuffer())
    handle.setNoDelay(true)
    handle.setKeepAlive(true, defaultKeepAliveDelay)
    this.resume()
  }

  read(max: number, reader: Reader): void {
    this.open()
    this.#inbox.read(max, reader)
  }

  /**
   * Takes `length` received bytes, or an error. The handle calls it. Returns the buffer for the next bytes, or undefined if
   * it is the same buffer.
   */
  receive(length: number): Uint8Array | undefined {
    if (length <= 0) {
      if (length === endOfStream) this.#inbox.finish(0)
      else if (length < 0) this.#fail(statusResult(length))
      return undefined
    }
    const buffer = this.#inbox.buffer
    const goesOn = this.#inbox.receive(buffer, length)
    if (this.#state !== 'open') return this.#state === 'closed' ? discardBuffer : undefined
    if (!goesOn) this.#handle.readStop()
    const next = this.#inbox.nextBuffer()
    return next === buffer ? undefined : next
  }

  /** Continues receiving. The inbox calls this function when it has room again. */
  resume(): void {
    if (this.#state !== 'open') return
    const status = this.#handle.readStart()
    if (status !== 0) this.#fail(statusResult(status))
  }

  write(bytes: Uint8Array, complete: Completion): void {
    this.open()
    if (this.#state !== 'open') {
      this.#completeLater(this.#failure, complete)
      return
    }
    const request = unusedRequest ?? new WriteWrap()
    const status = this.#handle.writeBuffer(request, bytes)
    const isPending = status === 0 && streamBaseState[kLastWriteWasAsync] !== 0
    unusedRequest = isPending ? undefined : request
    if (isPending) {
      const pending = request as PendingWrite
      pending.oncomplete = onWrittenEvent
      pending.stream = this
      pending.bytes = bytes
      pending.complete = complete
    } else {
      this.#completeLater(status === 0 ? bytes.byteLength : this.#fail(statusResult(status)), complete)
    }
  }

  writeNow(bytes: Uint8Array): number {
    if (bytes.byteLength < leastWrittenNow) return 0
    this.open()
    const handle = this.#handle
    if (this.#state !== 'open' || handle.writeQueueSize > 0 || handle.fd < 0) return 0
    try {
      return writeToDescriptor(handle.fd, bytes)
    } catch (error) {
      this.#fail(errorResult(error as Error))
      return 0
    }
  }

  /** Completes a pending write that is done or has failed. The handle calls it. */
  written({ bytes, complete }: PendingWrite, status: Status): void {
    const result = status === 0 ? bytes.byteLength : this.#fail(statusResult(status))
    if (this.#completing > 0) this.#completeLater(result, complete)
    else complete(this.#state === 'closed' ? NetError.ERR_CONNECTION_CLOSED : result)
  }

  #completeLater(result: NetResult, complete: Completion): void {
    this.#completing += 1
    afterMicrotasks(() => {
      this.#completing -= 1
      complete(this.#state === 'closed' ? NetError.ERR_CONNECTION_CLOSED : result)
    })
  }

  /** The result of operations after a failure or a close. */
  get #failure(): NetResult {
    return this.#inbox.failure ?? NetError.ERR_CONNECTION_CLOSED
  }

  /** Breaks the connection. Returns the result of the operation that failed: `result`, or the error of an earlier failure. */
  #fail(result: NetResult): NetResult {
    if (this.#state !== 'open') return this.#failure
    this.#state = 'failed'
    this.#inbox.finish(result)
    this.#handle.close()
    return result
  }

  setNoDelay(on: boolean): boolean {
    this.open()
    if (this.#isHandleOpen) this.#handle.setNoDelay(on)
    return this.#state !== 'closed'
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    this.open()
    if (this.#isHandleOpen) this.#handle.setKeepAlive(on, delaySeconds)
    return this.#state !== 'closed'
  }

  get #isHandleOpen(): boolean {
    return this.#state === 'open' || (this.#state === 'detached' && this.#socket?.destroyed === false)
  }

  /**
   * Whether the peer has ended its side or reset the connection, even if bytes are unread. False if this side has closed it.
   */
  get peerHasEnded(): boolean {
    return this.#state !== 'closed' && this.#inbox.isOver
  }

  get hasEnded(): boolean {
    return this.peerHasEnded && this.#inbox.isEmpty
  }

  /**
   * Makes a `net.Socket` of the handle, which Node's TLS reads and writes directly. Returns undefined if bytes are unread,
   * because TLS would miss them. Afterwards only the options and `close` of this stream may be used.
   */
  detachSocket(): net.Socket | undefined {
    this.open()
    if (this.#state !== 'open' || !this.#inbox.isEmpty) return undefined
    this.#handle.readStop()
    this.#state = 'detached'
    const options = { handle: this.#handle, allowHalfOpen: true, manualStart: true, onread: neverFilled }
    this.#socket = new net.Socket(options as object as net.SocketConstructorOpts)
    return this.#socket
  }

  close(): void {
    const state = this.#state
    if (state === 'closed') return
    this.#state = 'closed'
    const receives = !this.#inbox.isOver && !this.#inbox.isFull
    this.#inbox.close()
    if (state === 'detached') this.#socket?.destroy()
    else if (state !== 'failed') {
      if (receives) drainThenClose(this.#handle)
      else this.#handle.close()
    }
  }
}

const onReadEvent = asEvent(function onRead(this: TcpHandle): Uint8Array | undefined {
  return (this[owner] as HandleStream).receive(streamBaseState[kReadBytesOrError] ?? 0)
})

const onWrittenEvent = asEvent(function onWritten(this: WriteRequest, status: Status): void {
  const request = this as PendingWrite
  request.stream.written(request, status)
})
