/**
 * A UDP socket, bound or connected, with Chromium's rules for the order of calls.
 * Source: Chromium extensions/browser/api/socket/udp_socket.cc and services/network/udp_socket.cc
 */
import type { Backend, Cancel, Completion, DatagramOptions, Endpoint } from '../../backend/contract.ts'
import { DatagramChannel } from './datagram-channel.ts'
import { canonicalIpLiteral } from '../../backend/ip-address.ts'
import { MulticastGroups } from './multicast-groups.ts'
import { NetError } from '../../backend/net-error.ts'
import { discardPort, PortZeroSocket } from './port-zero.ts'
import { failReceive } from '../socket.ts'
import type { Read, Receive, Send, SocketState, Write } from '../socket.ts'
import { afterMicrotasks } from '../../backend/turn/turns.ts'

interface MulticastOptions {
  readonly multicastTtl: number
  readonly multicastLoopback: boolean
}

const defaultOptions: MulticastOptions = { multicastTtl: 1, multicastLoopback: true }

export class UdpSocket {
  hostname = ''
  readonly #backend: Backend
  /** The options for the first bind or connect. Undefined after it, even if it fails. */
  #options: MulticastOptions | undefined = defaultOptions
  #opening: Cancel | undefined
  /** Calls that were made during `#opening`. Each runs after it in a turn of its own. */
  readonly #waitingForOpening: (() => void)[] = []
  #isDestroyed = false
  #channel: DatagramChannel | undefined
  readonly #groups = new MulticastGroups()

  constructor(backend: Backend) {
    this.#backend = backend
  }

  get type(): 'udp' {
    return 'udp'
  }

  get state(): SocketState {
    const { peer, local } = this.#channel?.socket ?? {}
    return { connected: peer !== undefined, peer, local }
  }

  get joinedGroups(): readonly string[] {
    return this.#groups.list
  }

  get #connected(): DatagramChannel | undefined {
    return this.#channel?.socket.peer === undefined ? undefined : this.#channel
  }

  get #bound(): DatagramChannel | undefined {
    return this.#channel?.socket.peer === undefined ? this.#channel : undefined
  }

  /** Connects to the first address. */
  connect(addresses: readonly string[], port: number, complete: Completion): void {
    this.#open({ connect: { address: addresses[0] ?? '', port } }, complete)
  }

  bind(address: string, port: number, complete: Completion): void {
    const literal = canonicalIpLiteral(address)
    if (this.#channel === undefined && literal === undefined) complete(NetError.ERR_INVALID_ARGUMENT)
    else this.#open({ bind: { address: literal ?? '', port } }, complete)
  }

  #open(endpoint: Pick<DatagramOptions, 'bind' | 'connect'>, complete: Completion): void {
    if (this.#channel !== undefined) {
      complete(NetError.ERR_CONNECTION_FAILED)
      return
    }
    if (this.#opening !== undefined) {
      this.#waitingForOpening.push(() => {
        if (this.#channel !== undefined) complete(NetError.ERR_SOCKET_IS_CONNECTED)
        else this.#open(endpoint, complete)
      })
      return
    }
    const options = this.#options ?? defaultOptions
    this.#options = undefined
    if (this.#backend.openDatagram === undefined) {
      complete(NetError.ERR_NOT_IMPLEMENTED)
      return
    }
    const toPortZero = endpoint.connect?.port === 0
    const connect = toPortZero ? { ...endpoint.connect, port: discardPort } : endpoint.connect
    this.#opening = this.#backend.openDatagram(
      { ...endpoint, ...(connect && { connect }), ...options },
      (result, socket) => {
        this.#opening = undefined
        if (socket !== undefined) this.#channel = new DatagramChannel(toPortZero ? new PortZeroSocket(socket) : socket)
        complete(result)
        for (const call of this.#waitingForOpening.splice(0)) {
          afterMicrotasks(() => {
            if (!this.#isDestroyed) call()
          })
        }
      },
    )
  }

  read(max: number, read: Read): void {
    receiveFrom(this.#connected, max, { completeReceive: (result, data) => read.completeRead(result, data) })
  }

  recvFrom(max: number, receive: Receive): void {
    receiveFrom(this.#bound, max, receive)
  }

  /** Copies `bytes` before it returns. */
  write(bytes: Uint8Array, write: Write): void {
    const channel = this.#connected
    if (channel === undefined) write.completeWrite(NetError.ERR_SOCKET_NOT_CONNECTED)
    else channel.write(bytes, write)
  }

  /** Borrows `bytes` until `send` completes. */
  sendTo(bytes: Uint8Array, to: Endpoint, send: Send): void {
    const channel = this.#bound
    if (channel === undefined) send.completeSend(NetError.ERR_SOCKET_NOT_CONNECTED)
    else channel.send(bytes, to, send)
  }

  /** Joins a group. During a bind it waits, because Chromium passes both on in order. */
  joinGroup(address: string, complete: Completion): void {
    const waits = this.#opening !== undefined && canonicalIpLiteral(address) !== undefined
    if (waits) this.#waitingForOpening.push(() => this.joinGroup(address, complete))
    else this.#groups.join(address, this.#channel, complete)
  }

  leaveGroup(address: string, complete: Completion): void {
    this.#groups.leave(address, this.#channel, complete)
  }

  setMulticastTimeToLive(ttl: number): number {
    if (this.#options === undefined) return NetError.ERR_SOCKET_IS_CONNECTED
    if (ttl < 0 || ttl > 255) return NetError.ERR_INVALID_ARGUMENT
    this.#options = { ...this.#options, multicastTtl: ttl }
    return NetError.OK
  }

  setMulticastLoopbackMode(multicastLoopback: boolean): number {
    if (this.#options === undefined) return NetError.ERR_SOCKET_IS_CONNECTED
    this.#options = { ...this.#options, multicastLoopback }
    return NetError.OK
  }

  /** Sets or clears SO_BROADCAST. As in Chromium, the socket must be open. */
  setBroadcast(on: boolean): number {
    const socket = this.#channel?.socket
    if (socket === undefined) return NetError.ERR_SOCKET_NOT_CONNECTED
    if (socket.setBroadcast === undefined) return NetError.ERR_NOT_IMPLEMENTED
    return socket.setBroadcast(on) ? NetError.OK : NetError.ERR_FAILED
  }

  /**
   * Disconnects. A bind or a connect that is under way continues. It also continues in Chromium, but leaves a socket
   * that claims to be bound and does nothing.
   */
  disconnect(): void {
    const channel = this.#channel
    this.#channel = undefined
    this.#groups.clear()
    channel?.close()
  }

  /** Disconnects. The callbacks of calls that are under way never come. */
  destroy(): void {
    this.#isDestroyed = true
    this.#groups.abandon()
    this.#opening?.()
    this.#channel?.abandonWrites()
    this.disconnect()
  }
}

function receiveFrom(channel: DatagramChannel | undefined, max: number, receive: Receive): void {
  if (channel !== undefined) return channel.receive(max, receive)
  const result = max < 0 ? NetError.ERR_INVALID_ARGUMENT : NetError.ERR_SOCKET_NOT_CONNECTED
  failReceive(receive, result)
}
