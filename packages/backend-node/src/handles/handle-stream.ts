/**
 * A TCP stream over Node's handle. See `internals.ts` for what that is, and what it gains.
 *
 * It is one object with an inbox, and no closure of its own. Reading allocates nothing but what the reader gets, and a write
 * that the system takes at once, as it does nearly all, nothing but its completion.
 */
import net from 'node:net'
import type { Completion, Endpoint, NetResult, Reader, TcpStream } from '@chrome-socket/api/backend'
import { afterMicrotasks, asEvent, defaultKeepAliveDelay, Inbox, NetError } from '@chrome-socket/api/backend'
import { leastWrittenNow, writeToDescriptor } from '../descriptor.ts'
import { errorResult, statusResult } from '../node-error.ts'
import type { Status, TcpHandle, WriteRequest } from './handle-types.ts'
import { internals } from './internals.ts'

const { kLastWriteWasAsync, kReadBytesOrError, owner, streamBaseState, WriteWrap } = internals

/** UV_EOF, which is the same on every system. */
const endOfStream = -4095

/** A write that the system has not taken whole yet. */
interface PendingWrite extends WriteRequest {
  stream: HandleStream
  /** Kept alive until it is written. */
  bytes: Uint8Array
  complete: Completion
}

/** Takes the place of the inbox's buffer, so that the handle lets go of that one. TLS reads before this one is filled. */
const neverFilled = { buffer: new Uint8Array(1), callback: (): boolean => true }

/** A request is only used up when a write is not done at once. */
let unusedRequest: WriteRequest | undefined

export class HandleStream implements TcpStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #handle: TcpHandle
  readonly #inbox: Inbox = new Inbox(this)
  /** Nothing is received before it is `open`; when it has `failed` or is `closed`, so is the handle. */
  #state: 'unopened' | 'open' | 'failed' | 'detached' | 'closed' = 'unopened'
  /** Writes whose completion has been put off, and which later ones must not overtake. */
  #completing = 0
  #socket: net.Socket | undefined

  /** `handle` is connected, and this stream's from now on. */
  constructor(handle: TcpHandle, local: Endpoint, peer: Endpoint) {
    this.local = local
    this.peer = peer
    this.#handle = handle
  }

  /** Begins to receive; otherwise the first read, write or option does. */
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

  /** For the handle: so many bytes have come, or an error. Returns what is to be filled next, if it is another buffer. */
  receive(length: number): Uint8Array | undefined {
    if (length <= 0) {
      if (length === endOfStream) this.#inbox.finish(0)
      else if (length < 0) this.#fail(statusResult(length))
      return undefined
    }
    const buffer = this.#inbox.buffer
    const goesOn = this.#inbox.receive(buffer, length)
    if (this.#state !== 'open') return undefined
    if (!goesOn) this.#handle.readStop()
    const next = this.#inbox.nextBuffer()
    return next === buffer ? undefined : next
  }

  /** For the inbox. */
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

  /** For the handle: a write that was pending is done, or has failed. */
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

  /** The result of every operation after a failure or a close. */
  get #failure(): NetResult {
    return this.#inbox.failure ?? NetError.ERR_CONNECTION_CLOSED
  }

  /** Returns what the operation that found it results in: `result`, unless an earlier failure is the reason. */
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

  /** Whether the peer has ended its side or reset the connection, whatever waits to be read; not when it was closed here. */
  get peerHasEnded(): boolean {
    return this.#state !== 'closed' && this.#inbox.isOver
  }

  get hasEnded(): boolean {
    return this.peerHasEnded && this.#inbox.isEmpty
  }

  /**
   * A socket of the handle, for Node's own TLS to read and write directly; nothing when bytes wait here, which it would miss.
   * This stream is then only good for its options, and for `close`.
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
    this.#inbox.close()
    if (state === 'detached') this.#socket?.destroy()
    else if (state !== 'failed') this.#handle.close()
  }
}

const onReadEvent = asEvent(function onRead(this: TcpHandle): Uint8Array | undefined {
  return (this[owner] as HandleStream).receive(streamBaseState[kReadBytesOrError] ?? 0)
})

const onWrittenEvent = asEvent(function onWritten(this: WriteRequest, status: Status): void {
  const request = this as PendingWrite
  request.stream.written(request, status)
})
