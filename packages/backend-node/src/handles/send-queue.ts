/**
 * The datagrams of one socket on their way out, over Node's handle. See `internals.ts`.
 *
 * `dgram.Socket` makes a request, a list, a lookup and a tick of each, which take as long as sending: here it is one object,
 * which is the turn of its completion as well, and a request only if the system does not take it at once, as it nearly always does.
 */
import type { Endpoint, NetResult, Turn } from '@chrome-socket/api/backend'
import { NetError, Outbox, takeTurn } from '@chrome-socket/api/backend'
import type { DatagramInbox } from '../datagram-inbox.ts'
import { statusResult } from '../node-error.ts'
import { internals } from './internals.ts'
import type { SendRequest, Status, UdpHandle } from './internals.ts'

const { SendWrap } = internals

class Send implements Turn {
  next: Turn | undefined = undefined
  readonly bytes: Uint8Array
  readonly to: Endpoint | undefined
  result: NetResult = NetError.OK
  readonly #queue: SendQueue
  readonly #done: (result: NetResult) => void

  constructor(queue: SendQueue, bytes: Uint8Array, to: Endpoint | undefined, done: (result: NetResult) => void) {
    this.#queue = queue
    this.bytes = bytes
    this.to = to
    this.#done = done
  }

  run(): void {
    const done = this.#done
    done(this.#queue.isClosed ? NetError.ERR_CONNECTION_CLOSED : this.result)
  }
}

/** For a datagram that the system has not taken yet. */
interface PendingRequest extends SendRequest {
  send: Send
}

/** A request is only used up when a datagram does not leave at once. */
let unusedRequest: SendRequest | undefined
/** What is sent; the handle does not look at the list again. */
const parts: Uint8Array[] = []

export class SendQueue {
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

  send(bytes: Uint8Array, to: Endpoint | undefined, done: (result: NetResult) => void): void {
    const send = new Send(this, bytes, to, done)
    if (this.#isClosed) takeTurn(send)
    else this.#outbox.push(send)
  }

  /** What waits is sent now. All that has not been completed ends with `ERR_CONNECTION_CLOSED`. */
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
      send.result = error
      takeTurn(send)
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
      send.result = status > 0 ? status - 1 : (this.#refusal(send) ?? statusResult(status))
      takeTurn(send)
    }
  }

  /** The system tells a send of an earlier datagram that was refused. A receive that waits is told instead, and the send goes on. */
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

  /** What Linux says to it, where Node or another system says something else. */
  #refusal({ to }: Send): NetResult | undefined {
    if (to === undefined) return undefined
    if (to.port === 0) return NetError.ERR_INVALID_ARGUMENT
    return to.address.includes(':') === this.#isIpv6 ? undefined : NetError.ERR_ADDRESS_UNREACHABLE
  }
}

function onSent(this: SendRequest, status: Status): void {
  const { send } = this as PendingRequest
  send.result = status === 0 ? send.bytes.byteLength : statusResult(status)
  takeTurn(send)
}
