/**
 * Datagrams that wait for a receive, and a receive that waits for a datagram.
 *
 * Neither a dgram socket nor its handle can be paused without losing what only a socket that receives has: the system's
 * errors, and its hold on the process. So what the system's own buffer would keep waits here.
 */
import type { Endpoint, NetResult } from '@chrome-socket/api/backend'
import { afterMicrotasks, NetError } from '@chrome-socket/api/backend'

export type ReceiveDone = (result: NetResult, data: ArrayBuffer, from: Endpoint) => void

/** Node's own word for where a datagram is from: the address may have a zone. */
export interface Sender extends Endpoint {
  readonly family: string
}

interface Datagram {
  readonly data: ArrayBuffer
  readonly from: Sender
}

/** In bytes: as much as Linux keeps by default. More is lost, as it would be there. */
const receiveBufferSize = 208 * 1024
/** In bytes: what Linux counts for a datagram besides its content, and keeps empty ones from being free. */
const datagramOverhead = 768

const nowhere: Endpoint = { address: '', port: 0 }
const noData = new ArrayBuffer(0)

export class DatagramInbox {
  readonly #waiting: Datagram[] = []
  #waitingBytes = 0
  #done: ReceiveDone | undefined
  #max = 0
  /** An ICMP error that no receive or send has reported yet. */
  #error: NetResult | undefined
  #closed = false

  receive(max: number, done: ReceiveDone): void {
    this.#done = done
    this.#max = max
    if (this.#closed || this.#error !== undefined || this.#waiting.length > 0) {
      afterMicrotasks(() => this.#deliverWaiting())
    }
  }

  /** In a turn of its own. The inbox keeps both. */
  arrive(data: ArrayBuffer, from: Sender): void {
    if (this.#done !== undefined && this.#waiting.length === 0) {
      this.#deliver(data, from)
    } else if (this.#waitingBytes + data.byteLength + datagramOverhead <= receiveBufferSize) {
      this.#waiting.push({ data, from })
      this.#waitingBytes += data.byteLength + datagramOverhead
    }
  }

  #deliverWaiting(): void {
    if (this.#done === undefined) return
    const failure = this.#closed ? NetError.ERR_CONNECTION_CLOSED : this.#takeError()
    if (failure !== undefined) {
      const done = this.#done
      this.#done = undefined
      done(failure, noData, nowhere)
      return
    }
    const datagram = this.#waiting.shift()
    if (datagram === undefined) return
    this.#waitingBytes -= datagram.data.byteLength + datagramOverhead
    this.#deliver(datagram.data, datagram.from)
  }

  #deliver(data: ArrayBuffer, sender: Sender): void {
    const done = this.#done
    this.#done = undefined
    const length = data.byteLength
    const from = sender.family === 'IPv4' ? sender : withoutZone(sender)
    if (length > this.#max) done?.(NetError.ERR_MSG_TOO_BIG, noData, from)
    else done?.(length, data, from)
  }

  /** The system reports an ICMP error. */
  fail(error: NetResult): void {
    this.#error = error
    if (this.#done !== undefined) afterMicrotasks(() => this.#deliverWaiting())
  }

  /** Whether a receive waits. As in Chromium it is told of an error, and not the send that comes upon it. */
  get isReceiving(): boolean {
    return this.#done !== undefined
  }

  /** The error that a send is to tell of. */
  takeErrorOfSend(): NetResult | undefined {
    return this.isReceiving ? undefined : this.#takeError()
  }

  #takeError(): NetResult | undefined {
    const error = this.#error
    this.#error = undefined
    return error
  }

  /** What waits is dropped, and a pending receive completes with `ERR_CONNECTION_CLOSED`. */
  close(): void {
    this.#closed = true
    this.#waiting.length = 0
    if (this.#done !== undefined) afterMicrotasks(() => this.#deliverWaiting())
  }
}

function withoutZone({ address, port }: Endpoint): Endpoint {
  const zone = address.indexOf('%')
  return { address: zone < 0 ? address : address.slice(0, zone), port }
}
