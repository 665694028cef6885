/**
 * A UDP socket. Source: https://bun.com/docs/runtime/networking/udp and Chromium's UDPSocketPosix
 * (net/socket/udp_socket_posix.cc). Bun reads every datagram and cannot be paused, so datagrams wait in the inbox.
 */
import { isIP } from 'node:net'
import {
  afterMicrotasks,
  asEvent,
  DatagramInbox,
  emptyEndpoint,
  NetError,
  netErrorFromPosixCode,
  throwToHost,
} from '@chrome-socket/api/backend'
import type { Completion, DatagramSocket, Endpoint, NetResult, ReceiveCompletion } from '@chrome-socket/api/backend'
import type { BunError, BunUdpHandlers, BunUdpSocket } from '../bun-types.ts'
import { GroupMemberships } from './group-memberships.ts'
import { SendQueue } from './send-queue.ts'
import { udpError } from './udp-error.ts'

export class BunDatagramSocket implements DatagramSocket {
  declare readonly peer?: Endpoint
  readonly events: BunUdpHandlers = {
    data: asEvent((_socket, bytes, port, address) => this.#onData(bytes, port, address)),
    drain: () => this.#sends?.onDrain(),
    error: (...told) => this.#onError(told.at(-1) as BunError),
  }
  readonly #inbox = new DatagramInbox()
  #local: Endpoint = emptyEndpoint
  #isConnected = false
  /** The socket of Bun. This and the next two members are undefined while the socket is not open. */
  #native: BunUdpSocket | undefined
  #sends: SendQueue | undefined
  #groups: GroupMemberships | undefined

  constructor(peer: Endpoint | undefined) {
    if (peer !== undefined) this.peer = peer
  }

  get local(): Endpoint {
    return this.#local
  }

  /** Sets the open Bun socket. `isConnected` is false if there is no peer, or if the peer is a broadcast address. */
  opened(native: BunUdpSocket, isConnected: boolean): void {
    this.#native = native
    this.#isConnected = isConnected
    this.#sends = new SendQueue(native, isConnected, () => this.#tellReceive())
    const { address, port } = native.address
    this.#local = { address, port }
  }

  receive(max: number, complete: ReceiveCompletion): void {
    this.#inbox.receive(max, complete)
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, complete: Completion): void {
    const failure = this.#sends === undefined ? NetError.ERR_CONNECTION_CLOSED : this.#inbox.takeErrorOfSend()
    if (failure === undefined) this.#sends?.send(bytes, this.#isConnected ? undefined : (to ?? this.peer), complete)
    else afterMicrotasks(() => complete(failure))
  }

  joinGroup(group: string, complete: Completion): void {
    this.#changeGroup(group, (groups) => groups.join(group), complete)
  }

  leaveGroup(group: string, complete: Completion): void {
    this.#changeGroup(group, (groups) => groups.leave(group), complete)
  }

  #changeGroup(group: string, change: (groups: GroupMemberships) => void, complete: Completion): void {
    const result = this.#resultOfChange(group, change)
    afterMicrotasks(() => complete(result))
  }

  #resultOfChange(group: string, change: (groups: GroupMemberships) => void): NetResult {
    if (this.#native === undefined) return NetError.ERR_CONNECTION_CLOSED
    if (isIP(group) !== isIP(this.#local.address)) return NetError.ERR_ADDRESS_INVALID
    try {
      change((this.#groups ??= new GroupMemberships(this.#native)))
      return NetError.OK
    } catch (error) {
      return udpError(error)
    }
  }

  setBroadcast(on: boolean): boolean {
    try {
      this.#native?.setBroadcast(on)
      return this.#native !== undefined
    } catch {
      return false
    }
  }

  close(): void {
    if (this.#native === undefined) return
    const native = this.#native
    this.#native = undefined
    this.#sends?.close()
    this.#sends = undefined
    this.#groups = undefined
    this.#inbox.close()
    native.close()
  }

  #onData(data: ArrayBuffer, port: number, address: string): void {
    // The peer is a broadcast address, which never sends.
    if (this.peer !== undefined && !this.#isConnected) return
    // An exception of a completion goes to the handler of uncaught errors.
    try {
      this.#inbox.arrive(data, this.peer ?? { address, port })
    } catch (error) {
      throwToHost(error)
    }
  }

  /** Handles Bun's `error` event. It also reports ICMP errors of unconnected sockets, and errors of `send` a second time. */
  #onError({ code }: BunError): void {
    if (this.#native === undefined || !this.#isConnected || code === 'EMSGSIZE') return
    if (this.#sends?.forgetReported() === true) return
    this.#inbox.fail(netErrorFromPosixCode(code))
  }

  /** Fails a pending receive because a datagram was refused. Returns false if no receive is pending. */
  #tellReceive(): boolean {
    if (!this.#inbox.isReceiving) return false
    this.#inbox.fail(NetError.ERR_CONNECTION_REFUSED)
    return true
  }
}
