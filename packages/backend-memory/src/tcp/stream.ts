/**
 * One end of a connection. A close, an end and a reset follow RFC 9293, 3.6 and RFC 1122, 4.2.2.13.
 */
import { afterMicrotasks, NetError, PendingOperation } from '@chrome-socket/api/backend'
import type { Completion, Endpoint, NetResult, Reader } from '@chrome-socket/api/backend'
import { ArrayBuffer } from '../globals.ts'
import type { Host } from '../network/host.ts'
import type { Network, OpenSocket } from '../network/network.ts'
import type { Path } from '../network/path.ts'
import type { MemoryStream } from '../network/port-owners.ts'
import { Flow } from './flow.ts'
import { OrderedDelivery } from './ordered-delivery.ts'

/** A write whose bytes are not all in the flow yet. */
interface Write {
  readonly bytes: Uint8Array
  readonly complete: Completion
  sent: number
}

export class MemoryTcpStream implements MemoryStream, OpenSocket {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly hostname: string
  readonly #network: Network
  readonly #host: Host
  readonly #releasePort: () => void
  readonly #unsent: Write[] = []
  readonly #read: PendingOperation<Parameters<Reader['completeRead']>>
  #incoming!: Flow
  #outgoing!: Flow
  #readMax = 0
  #isEnding = false
  #isClosed = false
  /** The error that broke the connection. */
  #failure: NetResult | undefined

  constructor(network: Network, host: Host, local: Endpoint, peer: Endpoint, releasePort: () => void) {
    this.local = local
    this.peer = peer
    this.hostname = host.hostname
    this.#network = network
    this.#host = host
    this.#releasePort = releasePort
    this.#read = new PendingOperation(() => this.#readOutcome())
    network.openSockets.add(this)
  }

  /** Joins two ends by the path from `a` to `b` and the path back. */
  static join(a: MemoryTcpStream, b: MemoryTcpStream, there: Path, back: Path): void {
    MemoryTcpStream.#joinOneWay(a, b, there)
    MemoryTcpStream.#joinOneWay(b, a, back)
  }

  static #joinOneWay(writer: MemoryTcpStream, reader: MemoryTcpStream, path: Path): void {
    const flow = new Flow(new OrderedDelivery(path), writer.#network.limits, {
      onRoom: () => writer.#send(),
      onArrival: () => reader.#read.wake(),
      onReset: () => reader.#fail(NetError.ERR_CONNECTION_RESET),
      // The reset comes after the write that caused it, because the write has succeeded on its own host.
      onUnwanted: () => afterMicrotasks(() => reader.#outgoing.reset(false)),
    })
    writer.#outgoing = flow
    reader.#incoming = flow
  }

  read(max: number, reader: Reader): void {
    if (this.#read.isPending) {
      afterMicrotasks(() => reader.completeRead(NetError.ERR_IO_PENDING, new ArrayBuffer(0)))
      return
    }
    const fault = this.#network.begin('read', this.#host)
    if (fault !== undefined) this.break(fault)
    this.#readMax = max
    this.#read.start((result, data) => reader.completeRead(result, data))
  }

  #readOutcome(): Parameters<Reader['completeRead']> | undefined {
    if (this.#isClosed) return [NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0)]
    if (this.#incoming.readable > 0) {
      const data = this.#incoming.take(this.#readMax)
      return [data.byteLength, data]
    }
    if (this.#failure !== undefined) return [this.#failure, new ArrayBuffer(0)]
    return this.#incoming.hasEndArrived ? [NetError.OK, new ArrayBuffer(0)] : undefined
  }

  get peerHasEnded(): boolean {
    return !this.#isClosed && (this.#failure !== undefined || this.#incoming.hasEndArrived)
  }

  get hasEnded(): boolean {
    return this.peerHasEnded && this.unread === 0
  }

  /** The number of bytes that have arrived and are not read. */
  get unread(): number {
    return this.#incoming.readable
  }

  write(bytes: Uint8Array, complete: Completion): void {
    const fault = this.#network.begin('write', this.#host)
    if (fault !== undefined) this.break(fault)
    if (this.#isEnding) {
      this.#completeLater(complete, NetError.ERR_CONNECTION_RESET)
      return
    }
    this.#unsent.push({ bytes, complete, sent: 0 })
    this.#send()
  }

  /** Puts bytes into the flow, in order, while it has room. */
  #send(): void {
    for (let write = this.#unsent[0]; write !== undefined; write = this.#unsent[0]) {
      const loss = this.#isClosed ? NetError.ERR_CONNECTION_CLOSED : this.#failure
      if (loss === undefined) {
        const count = this.#outgoing.put(write.bytes, write.sent)
        write.sent += count
        if (write.sent < write.bytes.length) {
          if (count === 0) return
          continue
        }
      }
      this.#unsent.shift()
      this.#completeLater(write.complete, loss ?? write.bytes.length)
    }
    if (this.#isEnding && this.#isUsable) this.#outgoing.end()
  }

  #completeLater(complete: Completion, result: NetResult): void {
    afterMicrotasks(() => complete(this.#isClosed ? NetError.ERR_CONNECTION_CLOSED : result))
  }

  setNoDelay(_on: boolean): boolean {
    return this.#isUsable
  }

  setKeepAlive(_on: boolean, _delaySeconds: number): boolean {
    return this.#isUsable
  }

  get #isUsable(): boolean {
    return !this.#isClosed && this.#failure === undefined
  }

  end(): void {
    this.#isEnding = true
    this.#send()
  }

  close(): void {
    if (this.#isClosed) return
    // If more bytes are unread than Chromium receives ahead, the close is a reset, so that the peer notices the loss.
    if (this.#incoming.discard()) this.#outgoing.reset(false)
    else this.#outgoing.end()
    this.#leave()
  }

  reset(): void {
    if (this.#isClosed) return
    this.#incoming.discard()
    this.#outgoing.reset(true)
    this.#leave()
  }

  #leave(): void {
    this.#isClosed = true
    this.#settle()
  }

  break(code: NetResult): void {
    if (!this.#isUsable) return
    this.#incoming.discard()
    this.#outgoing.reset(true)
    this.#fail(code)
  }

  #fail(code: NetResult): void {
    if (!this.#isUsable) return
    this.#failure = code
    this.#settle()
  }

  /** Ends the connection at this end, and completes the pending operations. */
  #settle(): void {
    this.#releasePort()
    this.#network.openSockets.delete(this)
    this.#read.wake()
    this.#send()
  }
}
