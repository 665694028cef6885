/**
 * One end of a connection. What a close, an end and a reset do on the wire: RFC 9293 section 3.6, RFC 1122 section 4.2.2.13.
 */
import {
  type Endpoint,
  NetError,
  type NetResult,
  type Reader,
  type TcpStream,
  afterMicrotasks,
} from '@chrome-socket/api/backend'
import { Flow, type FlowLimits } from './flow.ts'
import type { MemoryHost } from './memory-host.ts'
import { Lane, type Way } from './lane.ts'
import { Outstanding } from './outstanding.ts'

/** A stream with what the contract leaves out and a test's peer needs. */
export interface MemoryStream extends TcpStream {
  /** Ends this side only, after the writes made so far; reading goes on, and later writes fail. */
  end(): void
  /** Closes, and has the peer see `ERR_CONNECTION_RESET` in place of what it has not received. */
  reset(): void
}

/** A write of which not all bytes are in the flow yet. */
interface Write {
  readonly bytes: Uint8Array
  readonly done: (result: NetResult) => void
  sent: number
}

export class MemoryTcpStream implements MemoryStream {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #host: MemoryHost
  readonly #release: () => void
  readonly #unsent: Write[] = []
  readonly #read: Outstanding<Parameters<Reader['completeRead']>>
  #incoming!: Flow
  #outgoing!: Flow
  #readMax = 0
  #ending = false
  #closed = false
  /** The error that broke the connection. */
  #failure: NetResult | undefined

  constructor(host: MemoryHost, local: Endpoint, peer: Endpoint, release: () => void) {
    this.local = local
    this.peer = peer
    this.#host = host
    this.#release = release
    this.#read = new Outstanding(() => this.#readOutcome())
    host.network.streams.add(this)
  }

  /** Joins two ends over the way from `a` to `b` and back. */
  static join(a: MemoryTcpStream, b: MemoryTcpStream, [there, back]: readonly [Way, Way], limits: FlowLimits): void {
    MemoryTcpStream.#flow(a, b, there, limits)
    MemoryTcpStream.#flow(b, a, back, limits)
  }

  static #flow(writer: MemoryTcpStream, reader: MemoryTcpStream, way: Way, limits: FlowLimits): void {
    const flow = new Flow(new Lane(way), limits, {
      onRoom: () => {
        writer.#send()
      },
      onArrival: () => {
        reader.#read.wake()
      },
      onReset: () => {
        reader.#fail(NetError.ERR_CONNECTION_RESET)
      },
      onUnwanted: () => {
        // Not within the write that caused it, which has succeeded as far as its own host can tell.
        afterMicrotasks(() => {
          reader.#outgoing.reset(false)
        })
      },
    })
    writer.#outgoing = flow
    reader.#incoming = flow
  }

  get hostname(): string {
    return this.#host.hostname
  }

  read(max: number, reader: Reader): void {
    if (this.#read.pending) {
      afterMicrotasks(() => {
        reader.completeRead(NetError.ERR_IO_PENDING, new ArrayBuffer(0))
      })
      return
    }
    const fault = this.#host.fault('read')
    if (fault !== undefined) this.break(fault)
    this.#readMax = max
    this.#read.start((result, data) => {
      reader.completeRead(result, data)
    })
  }

  #readOutcome(): Parameters<Reader['completeRead']> | undefined {
    if (this.#closed) return [NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0)]
    if (this.#incoming.readable > 0) {
      const bytes = this.#incoming.take(this.#readMax)
      return [bytes.length, bytes.buffer]
    }
    if (this.#failure !== undefined) return [this.#failure, new ArrayBuffer(0)]
    return this.#incoming.ended ? [NetError.OK, new ArrayBuffer(0)] : undefined
  }

  write(bytes: Uint8Array, done: (result: NetResult) => void): void {
    const fault = this.#host.fault('write')
    if (fault !== undefined) this.break(fault)
    if (this.#ending) {
      this.#complete(done, NetError.ERR_CONNECTION_RESET)
      return
    }
    this.#unsent.push({ bytes, done, sent: 0 })
    this.#send()
  }

  /** Gives the flow what it has room for, in order. */
  #send(): void {
    for (let write = this.#unsent[0]; write !== undefined; write = this.#unsent[0]) {
      const lost = this.#closed ? NetError.ERR_CONNECTION_CLOSED : this.#failure
      if (lost === undefined) {
        const count = this.#outgoing.put(write.bytes, write.sent)
        write.sent += count
        if (write.sent < write.bytes.length) {
          if (count === 0) return
          continue
        }
      }
      this.#unsent.shift()
      this.#complete(write.done, lost ?? write.bytes.length)
    }
    if (this.#ending && this.#usable()) this.#outgoing.end()
  }

  #complete(done: (result: NetResult) => void, result: NetResult): void {
    afterMicrotasks(() => {
      done(this.#closed ? NetError.ERR_CONNECTION_CLOSED : result)
    })
  }

  setNoDelay(_on: boolean): boolean {
    return this.#usable()
  }

  setKeepAlive(_on: boolean, _delaySeconds: number): boolean {
    return this.#usable()
  }

  #usable(): boolean {
    return !this.#closed && this.#failure === undefined
  }

  end(): void {
    this.#ending = true
    this.#send()
  }

  close(): void {
    if (this.#closed) return
    // Bytes that arrived and nobody will read make it a reset instead of an end, so that the peer learns of the loss.
    if (this.#incoming.discard()) this.#outgoing.reset(false)
    else this.#outgoing.end()
    this.#leave()
  }

  reset(): void {
    if (this.#closed) return
    this.#incoming.discard()
    this.#outgoing.reset(true)
    this.#leave()
  }

  #leave(): void {
    this.#closed = true
    this.#forget()
    this.#read.wake()
    this.#send()
  }

  /** The connection fails with `code` at this end, and is reset at the other. */
  break(code: NetResult): void {
    if (this.#closed || this.#failure !== undefined) return
    this.#incoming.discard()
    this.#outgoing.reset(true)
    this.#fail(code)
  }

  #fail(code: NetResult): void {
    if (this.#closed || this.#failure !== undefined) return
    this.#failure = code
    this.#forget()
    this.#read.wake()
    this.#send()
  }

  #forget(): void {
    this.#release()
    this.#host.network.streams.delete(this)
  }
}
