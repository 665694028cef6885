/**
 * A UDP socket over Node's handle, bound or connected. See `internals.ts`.
 *
 * `dgram.Socket` makes a request, a list, a lookup and a tick of each send, which take as long as sending: here nothing is
 * made of a datagram that the system takes at once, as it does nearly all.
 */
import type { Cancel, DatagramOptions, DatagramSocket, Endpoint, NetResult, Turn } from '@chrome-socket/api'
import { afterMicrotasks, asEvent, NetError, takeTurn } from '@chrome-socket/api'
import { DatagramInbox } from '../datagram-inbox.ts'
import type { ReceiveDone } from '../datagram-inbox.ts'
import { lacksZone } from '../link-local.ts'
import { completeWith, statusResult } from '../node-error.ts'
import { localOf } from './endpoint.ts'
import { internals } from './internals.ts'
import type { SendRequest, Status, UdpHandle } from './internals.ts'

const { SendWrap, UDP } = internals

type SendDone = (result: NetResult) => void

/** A datagram that the system has not taken yet. */
interface PendingSend extends SendRequest {
  socket: HandleDatagrams
  bytes: Uint8Array
  done: SendDone
}

/** A request is only used up when a datagram does not leave at once. */
let unusedRequest: SendRequest | undefined
/** What is sent; the handle does not look at the list again. */
const parts: Uint8Array[] = []

class HandleDatagrams implements DatagramSocket {
  readonly local: Endpoint
  readonly peer?: Endpoint
  readonly #handle: UdpHandle
  readonly #inbox = new DatagramInbox()
  readonly #isIpv6: boolean
  #closed = false

  /** `handle` is bound, or connected to `peer`, and receives from now on. */
  constructor(handle: UdpHandle, peer: Endpoint | undefined) {
    this.local = localOf(handle)
    this.#isIpv6 = this.local.address.includes(':')
    if (peer !== undefined) this.peer = peer
    this.#handle = handle
    const inbox = this.#inbox
    handle.onmessage = asEvent((length, _handle, bytes, from) => {
      if (length < 0) inbox.fail(statusResult(length))
      else inbox.arrive(bytes, from)
    })
  }

  receive(max: number, done: ReceiveDone): void {
    this.#inbox.receive(max, done)
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, done: SendDone): void {
    const failure = this.#closed ? NetError.ERR_CONNECTION_CLOSED : this.#inbox.takeErrorOfSend()
    if (failure !== undefined) {
      this.#completeLater(failure, done)
      return
    }
    const request = unusedRequest ?? new SendWrap()
    parts[0] = bytes
    const status = this.#trySend(request, to)
    unusedRequest = status === 0 ? undefined : request
    if (status === 0) {
      const pending = request as PendingSend
      pending.oncomplete = onSent
      pending.socket = this
      pending.bytes = bytes
      pending.done = done
    } else {
      this.#completeLater(status > 0 ? status - 1 : (this.#refusal(to) ?? statusResult(status)), done)
    }
  }

  /** What Linux says to it, where Node or another system says something else. */
  #refusal(to: Endpoint | undefined): NetResult | undefined {
    if (to === undefined) return undefined
    if (to.port === 0) return NetError.ERR_INVALID_ARGUMENT
    return to.address.includes(':') === this.#isIpv6 ? undefined : NetError.ERR_ADDRESS_UNREACHABLE
  }

  /** The system tells a send of an earlier datagram that was refused. A receive that waits is told instead, and the send goes on. */
  #trySend(request: SendRequest, to: Endpoint | undefined): Status {
    const status = this.#sendParts(request, to)
    if (status >= 0 || this.peer === undefined || !this.#inbox.isReceiving) return status
    const result = statusResult(status)
    if (result !== NetError.ERR_CONNECTION_REFUSED) return status
    this.#inbox.fail(result)
    return this.#sendParts(request, to)
  }

  #sendParts(request: SendRequest, to: Endpoint | undefined): Status {
    const handle = this.#handle
    if (to === undefined) return handle.send(request, parts, 1, true)
    const { address, port } = to
    if (this.#isIpv6) return handle.send6(request, parts, 1, port, address, true)
    return handle.send(request, parts, 1, port, address, true)
  }

  /** For the handle: a datagram that was pending has left, or has not. */
  sent({ bytes, done }: PendingSend, status: Status): void {
    this.#completeLater(status === 0 ? bytes.byteLength : statusResult(status), done)
  }

  #completeLater(result: NetResult, done: SendDone): void {
    takeTurn(new Completion(this, result, done))
  }

  get isClosed(): boolean {
    return this.#closed
  }

  joinGroup(group: string, done: (result: NetResult) => void): void {
    const status = this.#closed ? 0 : this.#handle.addMembership(group, undefined)
    this.#completeLater(statusResult(status), done)
  }

  leaveGroup(group: string, done: (result: NetResult) => void): void {
    const status = this.#closed ? 0 : this.#handle.dropMembership(group, undefined)
    this.#completeLater(statusResult(status), done)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#inbox.close()
    this.#handle.close()
  }
}

/** A result that is at hand. */
class Completion implements Turn {
  next: Turn | undefined = undefined
  readonly #socket: HandleDatagrams
  readonly #result: NetResult
  readonly #done: SendDone

  constructor(socket: HandleDatagrams, result: NetResult, done: SendDone) {
    this.#socket = socket
    this.#result = result
    this.#done = done
  }

  run(): void {
    const done = this.#done
    done(this.#socket.isClosed ? NetError.ERR_CONNECTION_CLOSED : this.#result)
  }
}

function onSent(this: SendRequest, status: Status): void {
  const request = this as PendingSend
  request.socket.sent(request, status)
}

export function openHandleDatagrams(
  options: DatagramOptions,
  done: (result: NetResult, socket?: DatagramSocket) => void,
): Cancel {
  if (lacksZone(options.connect ?? options.bind ?? anywhere)) return completeWith(NetError.ERR_INVALID_ARGUMENT, done)
  const handle = new UDP()
  const status = openedStatus(handle, options)
  if (status !== 0) {
    handle.close()
    return completeWith(statusResult(status), done)
  }
  const socket = new HandleDatagrams(handle, options.connect)
  let cancelled = false
  afterMicrotasks(() => {
    if (cancelled) socket.close()
    else done(NetError.OK, socket)
  })
  return () => {
    cancelled = true
  }
}

const anywhere: Endpoint = { address: '0.0.0.0', port: 0 }
const anywhereIpv6: Endpoint = { address: '::', port: 0 }

/** The status of the first step that fails. */
function openedStatus(handle: UdpHandle, options: DatagramOptions): Status {
  const { connect, bind = connect?.address.includes(':') ? anywhereIpv6 : anywhere } = options
  const isIpv6 = bind.address.includes(':')
  const steps: readonly (() => Status)[] = [
    () => (isIpv6 ? handle.bind6(bind.address, bind.port, 0) : handle.bind(bind.address, bind.port, 0)),
    () => handle.setMulticastTTL(options.multicastTtl),
    () => handle.setMulticastLoopback(options.multicastLoopback ? 1 : 0),
    () => {
      if (connect === undefined) return 0
      return isIpv6 ? handle.connect6(connect.address, connect.port) : handle.connect(connect.address, connect.port)
    },
    () => handle.recvStart(),
  ]
  for (const step of steps) {
    const status = step()
    if (status !== 0) return status
  }
  return 0
}
