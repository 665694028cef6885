/** A UDP socket over Node's handle, which is bound or connected. */
import type {
  Cancel,
  Completion,
  DatagramOptions,
  DatagramSocket,
  Endpoint,
  OpenDatagramCompletion,
  ReceiveCompletion,
} from '@chrome-socket/api/backend'
import {
  afterMicrotasks,
  asEvent,
  completeLater,
  DatagramInbox,
  lacksZone,
  NetError,
  openLater,
  withoutZone,
} from '@chrome-socket/api/backend'
import { statusResult } from '../node-error.ts'
import { HandleSendQueue } from './handle-send-queue.ts'
import { localOf } from './handle-types.ts'
import type { Status, UdpHandle } from './handle-types.ts'
import { internals } from './internals.ts'

const { UDP } = internals

class HandleDatagrams implements DatagramSocket {
  readonly local: Endpoint
  readonly peer?: Endpoint
  readonly #handle: UdpHandle
  readonly #inbox = new DatagramInbox()
  readonly #sends: HandleSendQueue
  #isClosed = false

  /** Makes a socket of a handle that is bound, or connected to `peer`, and already receives. */
  constructor(handle: UdpHandle, peer: Endpoint | undefined) {
    this.local = localOf(handle)
    if (peer !== undefined) this.peer = peer
    this.#handle = handle
    const inbox = this.#inbox
    this.#sends = new HandleSendQueue(handle, inbox, this)
    handle.onmessage = asEvent((length, _handle, bytes, from) => {
      if (length < 0) inbox.fail(statusResult(length))
      else inbox.arrive(bytes.buffer, from.family === 'IPv4' ? from : { ...from, address: withoutZone(from.address) })
    })
  }

  receive(max: number, complete: ReceiveCompletion): void {
    this.#inbox.receive(max, complete)
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, complete: Completion): void {
    this.#sends.send(bytes, to, complete)
  }

  joinGroup(group: string, complete: Completion): void {
    this.#completeLater(this.#isClosed ? 0 : this.#handle.addMembership(group, undefined), complete)
  }

  leaveGroup(group: string, complete: Completion): void {
    this.#completeLater(this.#isClosed ? 0 : this.#handle.dropMembership(group, undefined), complete)
  }

  #completeLater(status: Status, complete: Completion): void {
    afterMicrotasks(() => complete(this.#isClosed ? NetError.ERR_CONNECTION_CLOSED : statusResult(status)))
  }

  setBroadcast(on: boolean): boolean {
    return !this.#isClosed && this.#handle.setBroadcast(on ? 1 : 0) === 0
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#sends.close()
    this.#inbox.close()
    this.#handle.close()
  }
}

export function openHandleDatagrams(options: DatagramOptions, complete: OpenDatagramCompletion): Cancel {
  const { address } = options.connect ?? options.bind ?? anywhere
  if (lacksZone(address)) return completeLater(() => complete(NetError.ERR_INVALID_ARGUMENT))
  const handle = new UDP()
  const status = openedStatus(handle, options)
  if (status !== 0) {
    handle.close()
    return completeLater(() => complete(statusResult(status)))
  }
  return openLater(new HandleDatagrams(handle, options.connect), complete)
}

const anywhere: Endpoint = { address: '0.0.0.0', port: 0 }
const anywhereIpv6: Endpoint = { address: '::', port: 0 }

/** Opens the socket step by step. Returns the status of the first step that fails, or 0. */
function openedStatus(handle: UdpHandle, options: DatagramOptions): Status {
  const { connect, bind = connect?.address.includes(':') ? anywhereIpv6 : anywhere } = options
  const isIpv6 = bind.address.includes(':')
  const steps: readonly (() => Status)[] = [
    () => (isIpv6 ? handle.bind6(bind.address, bind.port, 0) : handle.bind(bind.address, bind.port, 0)),
    () => handle.setMulticastTTL(options.multicastTtl),
    () => handle.setMulticastLoopback(options.multicastLoopback ? 1 : 0),
    // Without this option Linux refuses to connect to a broadcast address.
    () => (options.broadcast === true ? handle.setBroadcast(1) : 0),
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
