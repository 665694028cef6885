/** A UDP socket over Node's handle, bound or connected. See `internals.ts`. */
import type { Cancel, DatagramOptions, DatagramSocket, Endpoint, NetResult } from '@chrome-socket/api/backend'
import { afterMicrotasks, asEvent, NetError } from '@chrome-socket/api/backend'
import { DatagramInbox } from '../datagram-inbox.ts'
import type { ReceiveDone } from '../datagram-inbox.ts'
import { lacksZone } from '../link-local.ts'
import { completeWith, statusResult } from '../node-error.ts'
import { localOf } from './endpoint.ts'
import { internals } from './internals.ts'
import type { Status, UdpHandle } from './internals.ts'
import { SendQueue } from './send-queue.ts'

const { UDP } = internals

type ResultDone = (result: NetResult) => void

class HandleDatagrams implements DatagramSocket {
  readonly local: Endpoint
  readonly peer?: Endpoint
  readonly #handle: UdpHandle
  readonly #inbox = new DatagramInbox()
  readonly #sends: SendQueue
  #closed = false

  /** `handle` is bound, or connected to `peer`, and receives from now on. */
  constructor(handle: UdpHandle, peer: Endpoint | undefined) {
    this.local = localOf(handle)
    if (peer !== undefined) this.peer = peer
    this.#handle = handle
    const inbox = this.#inbox
    this.#sends = new SendQueue(handle, inbox, this)
    handle.onmessage = asEvent((length, _handle, bytes, from) => {
      if (length < 0) inbox.fail(statusResult(length))
      else inbox.arrive(bytes.buffer, from)
    })
  }

  receive(max: number, done: ReceiveDone): void {
    this.#inbox.receive(max, done)
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, done: ResultDone): void {
    this.#sends.send(bytes, to, done)
  }

  joinGroup(group: string, done: ResultDone): void {
    this.#completeLater(this.#closed ? 0 : this.#handle.addMembership(group, undefined), done)
  }

  leaveGroup(group: string, done: ResultDone): void {
    this.#completeLater(this.#closed ? 0 : this.#handle.dropMembership(group, undefined), done)
  }

  #completeLater(status: Status, done: ResultDone): void {
    afterMicrotasks(() => done(this.#closed ? NetError.ERR_CONNECTION_CLOSED : statusResult(status)))
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#sends.close()
    this.#inbox.close()
    this.#handle.close()
  }
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
