/**
 * A Bun socket as a byte stream that is read on demand. It serves TCP and, after `upgradeTLS`, TLS.
 * Source: https://bun.com/docs/runtime/networking/tcp. Bun pushes data and ignores a FIN while it is paused, which
 * suits a stream that reads only so far ahead.
 */
import { afterMicrotasks, asEvent, NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import type { Endpoint, NetResult, Reader, TcpStream } from '@chrome-socket/api/backend'
import type { BunError, BunSocket, BunSocketHandlers } from './bun-types.ts'
import { ReceivedBytes } from './received-bytes.ts'
import { likelyLocalAddress, shareAddress } from './shared-address.ts'
import { StreamState } from './stream-state.ts'
import { WriteQueue } from './write-queue.ts'

/** In bytes. A read gives all that has come, as Chromium's does, and so much may come before anybody reads. */
const enoughAhead = 65_536

/** In seconds: Linux takes no longer delay (MAX_TCP_KEEPIDLE in its net/tcp.h), and from 2 ** 31 ms on Bun throws. */
const longestKeepAliveDelay = 32_767

export class BunTcpStream implements TcpStream {
  readonly peer: Endpoint
  #socket: BunSocket<BunTcpStream>
  #local: Endpoint | undefined
  /** Of `#local`, until somebody asks for that. */
  readonly #localPort: number
  readonly #likelyLocalAddress: string
  #max = 0
  #reader: Reader | undefined
  #state: StreamState | undefined

  constructor(socket: BunSocket<BunTcpStream>, peer: Endpoint, local?: Endpoint) {
    this.peer = peer
    this.#socket = socket
    this.#local = local
    this.#localPort = local === undefined ? (socket.localPort ?? 0) : local.port
    this.#likelyLocalAddress = local === undefined ? likelyLocalAddress(socket, peer.address) : ''
  }

  get local(): Endpoint {
    this.#local ??= {
      address: shareAddress(this.#socket.localAddress ?? this.#likelyLocalAddress),
      port: this.#localPort,
    }
    return this.#local
  }

  read(max: number, reader: Reader): void {
    this.#max = max
    this.#reader = reader
    const state = this.#state
    if (state === undefined) return
    if (state.hasReceived || state.over !== undefined || state.isClosed) this.#completeReadLater()
  }

  write(bytes: Uint8Array, done: (result: NetResult) => void): void {
    const state = this.#ownState()
    const writes = (state.writes ??= new WriteQueue(this.#socket))
    if (state.isClosed) writes.close()
    else if (state.lost !== undefined) writes.fail(state.lost)
    writes.add(bytes, done)
  }

  writeNow(bytes: Uint8Array): number {
    const state = this.#state
    if (state !== undefined && (state.isClosed || state.lost !== undefined || state.writes?.arePending)) return 0
    // Of a socket that is closed it is -1.
    return Math.max(0, this.#socket.write(bytes))
  }

  close(): void {
    const state = this.#ownState()
    if (state.isClosed) return
    void this.local
    state.isClosed = true
    state.received = undefined
    state.writes?.close()
    if (this.#reader !== undefined) this.#completeReadLater()
    this.#socket.end()
  }

  /** The system lets options be set of a connection that is lost, and Bun has no socket for them any more. */
  setNoDelay(on: boolean): boolean {
    return this.#state?.isLostOnly === true || this.#socket.setNoDelay(on)
  }

  setKeepAlive(on: boolean, delaySeconds: number): boolean {
    if (on && (delaySeconds < 0 || delaySeconds > longestKeepAliveDelay)) return false
    return this.#state?.isLostOnly === true || this.#socket.setKeepAlive(on, on ? delaySeconds * 1000 : 0)
  }

  /** Whether the peer has ended its side or the connection is lost, as far as that is known. */
  get isOver(): boolean {
    return this.#state?.over !== undefined || this.#state?.lost !== undefined
  }

  get hasEnded(): boolean {
    const state = this.#state
    return state !== undefined && !state.isClosed && this.isOver && !state.hasReceived
  }

  /** Gives up the socket to a TLS layer; undefined when there is none left, or it has read ahead. */
  detach(): BunSocket | undefined {
    const state = this.#ownState()
    if (state.isClosed || this.isOver || state.hasReceived) return undefined
    state.isClosed = true
    return this.#socket
  }

  /** What the detached socket has become: options are set there. */
  reattach(socket: BunSocket): void {
    this.#socket = socket as BunSocket<BunTcpStream>
  }

  /** Bun's `data`: the one completion that is made within the event, since most reads are waiting for just that. */
  onData(buffer: ArrayBuffer): void {
    const state = this.#state
    if (state?.isClosed === true) return
    const reader = this.#reader
    if (reader === undefined || state?.isTurnTaken === true) {
      this.#keep(buffer)
      return
    }
    this.#reader = undefined
    if (buffer.byteLength <= this.#max) {
      reader.completeRead(buffer.byteLength, buffer)
    } else {
      const received = this.#receivedBytes()
      received.add(buffer)
      reader.completeRead(this.#max, received.take(this.#max))
    }
  }

  /** What comes before anybody asks for it. */
  #keep(buffer: ArrayBuffer): void {
    const received = this.#receivedBytes()
    received.add(buffer)
    const state = this.#ownState()
    if (received.length < enoughAhead || state.isPaused) return
    state.isPaused = true
    this.#socket.pause()
  }

  onDrain(): void {
    this.#state?.writes?.drained()
  }

  onEnd(): void {
    this.#ownState().over = NetError.OK
    if (this.#reader !== undefined) this.#completeReadLater()
  }

  /** A failure of the TLS layer: `close` follows. */
  onFailure(failure: NetResult): void {
    const state = this.#ownState()
    if (state.isClosed || state.lost !== undefined) return
    state.lost = failure
    state.over = failure
    if (this.#reader !== undefined) this.#completeReadLater()
    state.writes?.fail(failure)
  }

  /** Bun's `close`. It has no error when both sides have ended, and comes within our own `end()` too. */
  onClose(error: BunError | undefined): void {
    const state = this.#ownState()
    if (state.isClosed || state.lost !== undefined) return
    state.lost = error === undefined ? NetError.ERR_CONNECTION_RESET : netErrorFromPosixCode(error.code)
    if (error !== undefined || state.over === undefined) state.over = state.lost
    if (this.#reader !== undefined) this.#completeReadLater()
    state.writes?.fail(state.lost)
  }

  #completeReadLater(): void {
    const state = this.#ownState()
    if (state.isTurnTaken) return
    state.isTurnTaken = true
    afterMicrotasks(() => {
      state.isTurnTaken = false
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
      const received = this.#receivedBytes()
      const data = received.take(this.#max)
      if (state.isPaused && received.length < enoughAhead) {
        state.isPaused = false
        this.#socket.resume()
      }
      reader.completeRead(data.byteLength, data)
    } else {
      reader.completeRead(state.over ?? NetError.OK, new ArrayBuffer(0))
    }
  }

  #ownState(): StreamState {
    return (this.#state ??= new StreamState())
  }

  #receivedBytes(): ReceivedBytes {
    return (this.#ownState().received ??= new ReceivedBytes())
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

/** A stream over a socket that has just connected or been accepted. `local` where it is known already. */
export function openStream(socket: BunSocket<BunTcpStream>, peer: Endpoint, local?: Endpoint): BunTcpStream {
  const stream = new BunTcpStream(socket, peer, local)
  socket.data = stream
  stream.setKeepAlive(true, keepAliveSeconds)
  return stream
}
