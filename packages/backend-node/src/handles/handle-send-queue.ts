/**
 * The queue of a socket's outgoing datagrams, over Node's handle.
 *
 * `dgram.Socket` makes a request, a list, a lookup and a tick for each datagram, which take as long as sending it. Here a
 * datagram is one object. It needs a request only if the system does not accept it at once, which is rare.
 */
import type { Completion, DatagramInbox, Endpoint, NetResult } from '@chrome-socket/api/backend'
import { NetError, Outbox, Send } from '@chrome-socket/api/backend'
import { statusResult } from '../node-error.ts'
import type { SendRequest, Status, UdpHandle } from './handle-types.ts'
import { internals } from './internals.ts'

const { SendWrap } = internals

/** The request of a datagram that the system has not accepted yet. */
interface PendingRequest extends SendRequest {
  send: Send
}

/** A request for the next datagram. A request can be used again if the datagram left at once. */
let unusedRequest: SendRequest | undefined
/** The list for all sends. The handle does not use it after the call. */
const parts: Uint8Array[] = []

export class HandleSendQueue {
  readonly #handle: UdpHandle
  readonly #inbox: DatagramInbox
  readonly #isIpv6: boolean
  readonly #isConnected: boolean
  readonly #outbox = new Outbox<Send>(() => this.#sendAll())
  #isClosed = false

  constructor(handle: UdpHandle, inbox: DatagramInbox, { local, peer }: { local: Endpoint; peer?: Endpoint }) {
    this.#handle = handle
    this.#inbox = inbox
    this.#isIpv6 = local.address.includes(':')
    this.#isConnected = peer !== undefined
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, complete: Completion): void {
    const send = new Send(this, bytes, to, complete)
    if (this.#isClosed) send.completeLater(NetError.ERR_CONNECTION_CLOSED)
    else this.#outbox.push(send)
  }

  /** Sends the waiting datagrams. Every send that has not completed then completes with `ERR_CONNECTION_CLOSED`. */
  close(): void {
    this.#sendAll()
    this.#isClosed = true
  }

  #sendAll(): void {
    for (let send = this.#outbox.shift(); send !== undefined; send = this.#outbox.shift()) this.#send(send)
  }

  #send(send: Send): void {
    const error = this.#inbox.takeErrorOfSend()
    if (error !== undefined) {
      send.completeLater(error)
      return
    }
    const request = unusedRequest ?? new SendWrap()
    const status = this.#trySend(request, send)
    unusedRequest = status === 0 ? undefined : request
    if (status === 0) {
      const pending = request as PendingRequest
      pending.oncomplete = onSent
      pending.send = send
    } else {
      send.completeLater(status > 0 ? status - 1 : (this.#refusal(send) ?? statusResult(status)))
    }
  }

  /**
   * Sends a datagram. If the system reports the refusal of an earlier datagram, a pending receive gets this error, and the
   * datagram is sent again.
   */
  #trySend(request: SendRequest, send: Send): Status {
    const status = this.#askSystem(request, send)
    if (status >= 0 || !this.#isConnected || !this.#inbox.isReceiving) return status
    const result = statusResult(status)
    if (result !== NetError.ERR_CONNECTION_REFUSED) return status
    this.#inbox.fail(result)
    return this.#askSystem(request, send)
  }

  #askSystem(request: SendRequest, { bytes, to }: Send): Status {
    const handle = this.#handle
    parts[0] = bytes
    if (to === undefined) return handle.send(request, parts, 1, true)
    if (this.#isIpv6) return handle.send6(request, parts, 1, to.port, to.address, true)
    return handle.send(request, parts, 1, to.port, to.address, true)
  }

  /** Linux's error for an address of this kind. Node and other systems give other errors. */
  #refusal({ to }: Send): NetResult | undefined {
    if (to === undefined) return undefined
    if (to.port === 0) return NetError.ERR_INVALID_ARGUMENT
    return to.address.includes(':') === this.#isIpv6 ? undefined : NetError.ERR_ADDRESS_UNREACHABLE
  }
}

function onSent(this: SendRequest, status: Status): void {
  const { send } = this as PendingRequest
  send.completeLater(status === 0 ? send.bytes.byteLength : statusResult(status))
}
