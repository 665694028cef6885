/**
 * The receiving side of a datagram socket: datagrams that wait for a receive, and a receive that waits for a datagram.
 *
 * No runtime lets a UDP socket be paused without losing the system's errors or its hold on the process. So datagrams
 * wait here, as many as the system's own buffer would hold.
 */
import type { Endpoint, NetResult, ReceiveCompletion } from '../contract.ts'
import { emptyEndpoint } from '../endpoint.ts'
import { NetError } from '../net-error.ts'
import { Queue } from '../queue.ts'
import { afterMicrotasks } from '../turn/turns.ts'

/** The size in bytes of Linux's buffer (net.core.rmem_default). As in Linux, further datagrams are lost. */
const receiveBufferSize = 212_992
/** In bytes: the overhead that Linux counts for each datagram, the truesize of an empty sk_buff. */
const datagramOverhead = 768

const noData = new ArrayBuffer(0)

class WaitingDatagram {
  next: WaitingDatagram | undefined = undefined
  readonly data: ArrayBuffer
  readonly from: Endpoint

  constructor(data: ArrayBuffer, from: Endpoint) {
    this.data = data
    this.from = from
  }
}

/**
 * The receiving side of a datagram socket. It keeps up to 212,992 bytes of datagrams that wait for a receive, and drops
 * further ones.
 * @errors as results of `receive`
 * - `-142 ERR_MSG_TOO_BIG`: the datagram was longer than `max`, and is lost.
 * - `-100 ERR_CONNECTION_CLOSED`: the inbox is closed.
 * - the error that `fail` got.
 * @example
 * import type { Socket } from 'node:dgram'
 * import { asEvent, DatagramInbox, netErrorFromPosixCode } from '@chrome-socket/api/backend'
 *
 * export function inboxOf(socket: Socket): DatagramInbox {
 *   const inbox = new DatagramInbox()
 *   socket.on('message', asEvent((bytes, from) => inbox.arrive(new Uint8Array(bytes).buffer, from)))
 *   socket.on('error', (error: { code?: string }) => inbox.fail(netErrorFromPosixCode(error.code)))
 *   return inbox
 * }
 */
export class DatagramInbox {
  #waiting = new Queue<WaitingDatagram>()
  #waitingBytes = 0
  #complete: ReceiveCompletion | undefined
  #max = 0
  /** An ICMP error that no receive or send has reported yet. */
  #error: NetResult | undefined
  #isClosed = false

  /**
   * Takes the next datagram, as `receive` of `DatagramSocket`.
   * @param max the length in bytes of the longest datagram that fits
   * @param complete gets the length, the datagram and its sender
   * @errors `-142 ERR_MSG_TOO_BIG`: the datagram was longer, and is lost. `-100 ERR_CONNECTION_CLOSED`: the inbox is
   * closed. Or the error that `fail` got.
   */
  receive(max: number, complete: ReceiveCompletion): void {
    this.#complete = complete
    this.#max = max
    if (this.#isClosed || this.#error !== undefined || !this.#waiting.isEmpty) this.#completeLater()
  }

  /**
   * Adds a new datagram. Call it in a turn of its own.
   * @param data the datagram, which belongs to the inbox, and later to the receiver
   * @param from the sender, which the inbox keeps
   * @errors Cannot fail. If the inbox is full or closed, the datagram is lost.
   */
  arrive(data: ArrayBuffer, from: Endpoint): void {
    if (this.#isClosed) return
    if (this.#complete !== undefined && this.#waiting.isEmpty) {
      this.#completeWith(data, from)
      return
    }
    const size = data.byteLength + datagramOverhead
    if (this.#waitingBytes + size > receiveBufferSize) return
    this.#waiting.push(new WaitingDatagram(data, from))
    this.#waitingBytes += size
  }

  #completeLater(): void {
    afterMicrotasks(() => this.#completeFromWaiting())
  }

  #completeFromWaiting(): void {
    if (this.#complete === undefined) return
    // The system, too, reports an error before what has been received.
    const failure = this.#isClosed ? NetError.ERR_CONNECTION_CLOSED : this.#takeError()
    if (failure !== undefined) {
      const complete = this.#complete
      this.#complete = undefined
      complete(failure, noData, emptyEndpoint)
      return
    }
    const datagram = this.#waiting.shift()
    if (datagram === undefined) return
    this.#waitingBytes -= datagram.data.byteLength + datagramOverhead
    this.#completeWith(datagram.data, datagram.from)
  }

  #completeWith(data: ArrayBuffer, from: Endpoint): void {
    const complete = this.#complete
    this.#complete = undefined
    const length = data.byteLength
    if (length > this.#max) complete?.(NetError.ERR_MSG_TOO_BIG, noData, from)
    else complete?.(length, data, from)
  }

  /**
   * Reports an ICMP error of the system. A pending receive gets it, or otherwise the next receive or send.
   * @param error one of `NetError`; it replaces an error that has not been reported yet
   * @errors Cannot fail.
   */
  fail(error: NetResult): void {
    this.#error = error
    if (this.#complete !== undefined) this.#completeLater()
  }

  /** Whether a receive is pending. As in Chromium, it gets an error, and not the send that notices the error. */
  get isReceiving(): boolean {
    return this.#complete !== undefined
  }

  /**
   * Takes the error that a send must report. Returns undefined if there is no error, or if a receive is pending.
   * @errors Cannot fail.
   */
  takeErrorOfSend(): NetResult | undefined {
    return this.isReceiving ? undefined : this.#takeError()
  }

  #takeError(): NetResult | undefined {
    const error = this.#error
    this.#error = undefined
    return error
  }

  /**
   * Drops the waiting datagrams. A pending receive completes with `-100 ERR_CONNECTION_CLOSED`.
   * @errors Cannot fail. A second call does nothing.
   */
  close(): void {
    this.#isClosed = true
    this.#waiting = new Queue()
    this.#waitingBytes = 0
    if (this.#complete !== undefined) this.#completeLater()
  }
}
