/**
 * The datagrams of one socket on their way out, over Node's handle.
 *
 * `dgram.Socket` makes a request, a list, a lookup and a tick for each datagram, which take as long as sending it. Here a
 * datagram is one object. It needs a request only if the system does not take it at once, which is rare.
 */
import type { Completion, DatagramInbox, Endpoint, NetResult } from '@chrome-socket/api/backend'
import { NetError, Outbox, Send } from '@chrome-socket/api/backend'
import { statusResult } from '../node-error.ts'
import type { SendRequest, Status, UdpHandle } from './handle-types.ts'
import { internals } from './internals.ts'

const { SendWrap } = internals

/** For a datagram that the system has not taken yet. */
interface PendingRequest extends SendRequest {
  send: Send
}

/** A request is only used up when a datagram does not leave at once. */
let unusedRequest: SendRequest | undefined
/** The one list for all sends: the handle does not look at it after the call. */
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

  /** Sends what waits. Everything that has not completed does so with `ERR_CONNECTION_CLOSED`. */
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

  /** The system tells a send that an earlier datagram was refused. A receive that waits is told instead, and the send goes on. */
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

  /** Linux' answer to such an address, where Node or another system gives another one. */
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
