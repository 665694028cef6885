/**
 * A Bun socket as a byte stream that is read on demand. It serves TCP and, after `upgradeTLS`, TLS.
 * Source: https://bun.com/docs/runtime/networking/tcp. Bun pushes data and ignores a FIN while it is paused, which
 * suits a stream that reads only so far ahead.
 */
import { afterMicrotasks, asEvent, NetError, netErrorFromPosixCode } from '@chrome-socket/api'
import type { Endpoint, NetResult, TcpStream } from '@chrome-socket/api'
import type { BunError, BunSocket, BunSocketHandlers } from './bun-types.ts'
import { ReceivedBytes } from './received-bytes.ts'
import { WriteQueue } from './write-queue.ts'

type ReadDone = (result: NetResult, bytes: Uint8Array<ArrayBuffer>) => void

/** In bytes. A read gives all that has come, as Chromium's does, and so much may come before anybody reads. */
const enoughAhead = 65_536

/** In seconds: Linux takes no longer delay (MAX_TCP_KEEPIDLE in its net/tcp.h), and from 2 ** 31 ms on Bun throws. */
const longestKeepAliveDelay = 32_767

export class BunTcpStream implements TcpStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  #socket: BunSocket<BunTcpStream>
  #max = 0
  #done: ReadDone | undefined
  /** A turn in which the pending read completes has been asked for. */
  #turnTaken = false
  /** Enough has been received that nobody has read. */
  #paused = false
  #closed = false
  /** What a read gives after what has been received: `OK` at the end of the peer's side, else why the connection failed. */
  #over: NetResult | undefined
  /** Bun's socket is no more, and this is what a write gives. */
  #lost: NetResult | undefined
  /** Made when first needed: an idle connection has neither. */
  #received: ReceivedBytes | undefined
  #writes: WriteQueue | undefined

  constructor(socket: BunSocket<BunTcpStream>, local: Endpoint, peer: Endpoint) {
    this.#socket = socket
    this.local = local
    this.peer = peer
  }

  read(max: number, done: ReadDone): void {
    this.#max = max
    this.#done = done
    if (this.#hasReceived() || this.#over !== undefined || this.#closed) this.#completeReadLater()
  }

  write(bytes: Uint8Array, done: (result: NetResult) => void): void {
    this.#writes ??= new WriteQueue(this.#socket)
    if (this.#closed) this.#writes.close()
    else if (this.#lost !== undefined) this.#writes.fail(this.#lost)
    this.#writes.add(bytes, done)
  }

  writeNow(bytes: Uint8Array): number {
    if (this.#closed || this.#lost !== undefined || this.#writes?.arePending === true) return 0
    // Of a socket that is closed it is -1.
    return Math.max(0, this.#socket.write(bytes))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#received = undefined
    this.#writes?.close()
    if (this.#done !== undefined) this.#completeReadLater()
    this.#socket.end()
  }

  /** The system lets options be set of a connection that is lost, and Bun has no socket for them any more. */
  setNoDelay(on: boolean): boolean {
    return this.#isLostOnly || this.#socket.setNoDelay(on)
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    if (on && (delaySeconds < 0 || delaySeconds > longestKeepAliveDelay)) return false
    return this.#isLostOnly || this.#socket.setKeepAlive(on, on ? delaySeconds * 1000 : 0)
  }

  get #isLostOnly(): boolean {
    return this.#lost !== undefined && !this.#closed
  }

  /** Whether the peer has ended its side or the connection is lost, as far as that is known. */
  get isOver(): boolean {
    return this.#over !== undefined || this.#lost !== undefined
  }

  get hasEnded(): boolean {
    return !this.#closed && this.isOver && !this.#hasReceived()
  }

  /** Gives up the socket to a TLS layer; undefined when there is none left, or it has read ahead. */
  detach(): BunSocket | undefined {
    if (this.#closed || this.isOver || this.#hasReceived()) return undefined
    this.#closed = true
    return this.#socket
  }

  /** What the detached socket has become: options are set there. */
  reattach(socket: BunSocket): void {
    this.#socket = socket as BunSocket<BunTcpStream>
  }

  /** Bun's `data`: the one completion that is made within the event, since most reads are waiting for just that. */
  onData(buffer: ArrayBuffer): void {
    if (this.#closed) return
    const done = this.#done
    if (done === undefined || this.#turnTaken) {
      const received = this.#receivedBytes()
      received.add(buffer)
      if (received.length >= enoughAhead && !this.#paused) {
        this.#paused = true
        this.#socket.pause()
      }
      return
    }
    this.#done = undefined
    if (buffer.byteLength <= this.#max) {
      done(buffer.byteLength, new Uint8Array(buffer))
    } else {
      const received = this.#receivedBytes()
      received.add(buffer)
      done(this.#max, received.take(this.#max))
    }
  }

  onDrain(): void {
    this.#writes?.drained()
  }

  onEnd(): void {
    this.#over = NetError.OK
    if (this.#done !== undefined) this.#completeReadLater()
  }

  /** A failure of the TLS layer: `close` follows. */
  onFailure(failure: NetResult): void {
    if (this.#closed || this.#lost !== undefined) return
    this.#lost = failure
    this.#over = failure
    if (this.#done !== undefined) this.#completeReadLater()
    this.#writes?.fail(failure)
  }

  /** Bun's `close`. It has no error when both sides have ended, and comes within our own `end()` too. */
  onClose(error: BunError | undefined): void {
    if (this.#closed || this.#lost !== undefined) return
    this.#lost = error === undefined ? NetError.ERR_CONNECTION_RESET : netErrorFromPosixCode(error.code)
    if (error !== undefined || this.#over === undefined) this.#over = this.#lost
    if (this.#done !== undefined) this.#completeReadLater()
    this.#writes?.fail(this.#lost)
  }

  #completeReadLater(): void {
    if (this.#turnTaken) return
    this.#turnTaken = true
    afterMicrotasks(() => {
      this.#turnTaken = false
      this.#completeRead()
    })
  }

  #completeRead(): void {
    const done = this.#done
    if (done === undefined) return
    this.#done = undefined
    if (this.#closed) {
      done(NetError.ERR_CONNECTION_CLOSED, new Uint8Array(0))
    } else if (this.#hasReceived()) {
      const received = this.#receivedBytes()
      const bytes = received.take(this.#max)
      if (this.#paused && received.length < enoughAhead) {
        this.#paused = false
        this.#socket.resume()
      }
      done(bytes.byteLength, bytes)
    } else {
      done(this.#over ?? NetError.OK, new Uint8Array(0))
    }
  }

  #hasReceived(): boolean {
    return this.#received !== undefined && this.#received.length > 0
  }

  #receivedBytes(): ReceivedBytes {
    return (this.#received ??= new ReceivedBytes())
  }
}

/** The events that every stream takes from its socket, whose `data` it is; `open` differs. */
export const streamEvents: BunSocketHandlers<BunTcpStream> = {
  binaryType: 'arraybuffer',
  data: asEvent((socket, bytes) => socket.data.onData(bytes)),
  drain: (socket) => socket.data.onDrain(),
  end: (socket) => socket.data.onEnd(),
  close: (socket, error) => socket.data.onClose(error),
  // Here Bun brings what a handler threw, which is what a completion threw: it is the application's.
  error: (_socket, error) => rethrow(error),
}

/** Hands an error to the runtime's handler of uncaught errors. */
export function rethrow(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}

/** Chromium's TCPSocketPosix::SetDefaultOptionsForClient; Bun sets TCP_NODELAY itself. */
const keepAliveSeconds = 45

/** A stream over a socket that has just connected or been accepted. */
export function openStream(socket: BunSocket<BunTcpStream>, local: Endpoint, peer: Endpoint): BunTcpStream {
  const stream = new BunTcpStream(socket, local, peer)
  socket.data = stream
  stream.setKeepAlive(true, keepAliveSeconds)
  return stream
}

let lastAddress = ''

/** The address, in the string that the last equal one had: most connections of a host share theirs. */
export function shareAddress(address = ''): string {
  if (address !== lastAddress) lastAddress = address
  return lastAddress
}
