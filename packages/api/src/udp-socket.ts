/**
 * A UDP socket, bound or connected, with Chromium's rules for what may follow what.
 * Source: Chromium extensions/browser/api/socket/udp_socket.cc and services/network/udp_socket.cc
 */
import type { Backend, Cancel, DatagramOptions, DatagramSocket, Endpoint } from './backend.ts'
import { canonicalIpLiteral, isIpv6, isMulticast } from './ip-address.ts'
import { NetError } from './net-error.ts'
import { discardPort, PortZeroSocket } from './port-zero.ts'
import { Queue } from './queue.ts'
import { snapshot } from './snapshot.ts'
import type { Read, Receive, ResultDone, Send, SocketState, Write } from './socket.ts'
import { afterMicrotasks } from './turn.ts'

/** In bytes: a longer datagram is refused before the system is asked. */
const maxPacketSize = 64 * 1024 - 1
/** In bytes: no datagram is longer. */
const maxReadSize = 64 * 1024

/** Of IPv4 addresses as IPv6 ones. */
const mapped = '::ffff:'

const nowhere: Endpoint = { address: '', port: 0 }

interface MulticastOptions {
  readonly multicastTtl: number
  readonly multicastLoopback: boolean
}

const defaultOptions: MulticastOptions = { multicastTtl: 1, multicastLoopback: true }

export class UdpSocket {
  hostname = ''
  readonly #backend: Backend
  /** Until the first bind or connect takes them, whatever becomes of it. */
  #options: MulticastOptions | undefined = defaultOptions
  #opening: Cancel | undefined
  /** What was asked for while that is under way: Chromium finds out in its turn that the socket is open. */
  readonly #waitingToOpen: (() => void)[] = []
  #socket: DatagramSocket | undefined
  #receive: Receive | undefined
  readonly #writes = new Queue<Write>()
  readonly #groups = new Set<string>()
  #isDestroyed = false

  constructor(backend: Backend) {
    this.#backend = backend
  }

  get type(): 'udp' {
    return 'udp'
  }

  get state(): SocketState {
    const peer = this.#socket?.peer
    return { connected: peer !== undefined, peer, local: this.#socket?.local }
  }

  get joinedGroups(): readonly string[] {
    return [...this.#groups]
  }

  get #isConnected(): boolean {
    return this.#socket?.peer !== undefined
  }

  get #isBound(): boolean {
    return this.#socket !== undefined && this.#socket.peer === undefined
  }

  /** Takes the first address only. */
  connect(addresses: readonly string[], port: number, done: ResultDone): void {
    this.#open({ connect: { address: addresses[0] ?? '', port } }, done)
  }

  bind(address: string, port: number, done: ResultDone): void {
    const literal = canonicalIpLiteral(address)
    if (this.#socket === undefined && literal === undefined) done(NetError.ERR_INVALID_ARGUMENT)
    else this.#open({ bind: { address: literal ?? '', port } }, done)
  }

  #open(endpoint: Pick<DatagramOptions, 'bind' | 'connect'>, done: ResultDone): void {
    if (this.#socket !== undefined) {
      done(NetError.ERR_CONNECTION_FAILED)
      return
    }
    if (this.#opening !== undefined) {
      this.#waitingToOpen.push(() => {
        if (this.#socket !== undefined) done(NetError.ERR_SOCKET_IS_CONNECTED)
        else this.#open(endpoint, done)
      })
      return
    }
    const options = this.#options ?? defaultOptions
    this.#options = undefined
    if (this.#backend.openDatagram === undefined) {
      done(NetError.ERR_NOT_IMPLEMENTED)
      return
    }
    const toPortZero = endpoint.connect?.port === 0
    const connect = toPortZero ? { ...endpoint.connect, port: discardPort } : endpoint.connect
    this.#opening = this.#backend.openDatagram(
      { ...endpoint, ...(connect && { connect }), ...options },
      (result, socket) => {
        this.#opening = undefined
        this.#socket = socket !== undefined && toPortZero ? new PortZeroSocket(socket) : socket
        done(result)
        for (const open of this.#waitingToOpen.splice(0)) afterMicrotasks(open)
      },
    )
  }

  read(max: number, read: Read): void {
    this.#receiveOne(max, this.#isConnected, read)
  }

  recvFrom(max: number, receive: Receive): void {
    this.#receiveOne(max, this.#isBound, receive)
  }

  #receiveOne(max: number, isReady: boolean, receive: Receive): void {
    const socket = this.#socket
    if (isReady && this.#receive !== undefined) receive.done(NetError.ERR_IO_PENDING, new ArrayBuffer(0), nowhere)
    else if (max < 0) receive.done(NetError.ERR_INVALID_ARGUMENT, new ArrayBuffer(0), nowhere)
    else if (!isReady || socket === undefined) {
      receive.done(NetError.ERR_SOCKET_NOT_CONNECTED, new ArrayBuffer(0), nowhere)
    } else {
      this.#receive = receive
      socket.receive(Math.min(max, maxReadSize), (result, bytes, from) => {
        if (this.#socket !== socket) return
        this.#receive = undefined
        if (result >= 0) receive.done(result, bytes.buffer, from)
        else receive.done(result, new ArrayBuffer(0), nowhere)
      })
    }
  }

  /** Copies `bytes` before it returns. */
  write(bytes: Uint8Array, write: Write): void {
    if (!this.#isConnected) {
      write.done(NetError.ERR_SOCKET_NOT_CONNECTED)
      return
    }
    const copy = snapshot(bytes)
    this.#writes.push(write)
    this.#send(copy, undefined, {
      done: (result) => {
        write.result = result
        this.#answerWrites()
      },
    })
  }

  /** In the order of the calls, each in its own turn: one that is too long waits for those before it. */
  #answerWrites(): void {
    const write = this.#writes.first
    if (write?.result === undefined) return
    this.#writes.shift()
    write.done(write.result)
    if (this.#writes.first?.result !== undefined) afterMicrotasks(() => this.#answerWrites())
  }

  /** `bytes` are this socket's from now on. */
  sendTo(bytes: Uint8Array, to: Endpoint, send: Send): void {
    if (this.#isBound) this.#send(bytes, to, send)
    else send.done(NetError.ERR_SOCKET_NOT_CONNECTED)
  }

  #send(bytes: Uint8Array, to: Endpoint | undefined, send: Send): void {
    const socket = this.#socket as DatagramSocket
    if (bytes.byteLength > maxPacketSize) {
      send.done(NetError.ERR_MSG_TOO_BIG)
      return
    }
    const target = to === undefined ? undefined : reachableFrom(socket.local, to)
    if (target === null) {
      afterMicrotasks(() => send.done(NetError.ERR_ADDRESS_UNREACHABLE))
      return
    }
    socket.send(bytes, target, (result) => {
      // Chromium tells of a datagram that was on its way when the socket was disconnected as sent.
      send.done(result === NetError.ERR_CONNECTION_CLOSED && this.#socket !== socket ? bytes.byteLength : result)
    })
  }

  joinGroup(address: string, done: ResultDone): void {
    const group = canonicalIpLiteral(address)
    const socket = this.#socket
    if (group === undefined || this.#groups.has(group)) {
      done(NetError.ERR_ADDRESS_INVALID)
      return
    }
    const refusal = this.#joinRefusal(group)
    if (refusal !== undefined || socket === undefined) afterMicrotasks(() => done(refusal ?? NetError.ERR_UNEXPECTED))
    else {
      socket.joinGroup(group, (joined) => {
        if (this.#isDestroyed) return
        const result = this.#resultOnTheWay(socket, joined)
        if (result === NetError.OK) this.#groups.add(group)
        done(result)
      })
    }
  }

  /** What Chromium's network service says, or its system would. */
  #joinRefusal(group: string): number | undefined {
    if (!this.#isBound) return NetError.ERR_UNEXPECTED
    const isOtherFamily = isIpv6(group) !== isIpv6(this.#socket?.local.address ?? '')
    if (isOtherFamily) return NetError.ERR_ADDRESS_INVALID
    return isMulticast(group) ? undefined : NetError.ERR_INVALID_ARGUMENT
  }

  leaveGroup(address: string, done: ResultDone): void {
    const group = canonicalIpLiteral(address)
    const socket = this.#socket
    if (group === undefined || !this.#groups.has(group)) done(NetError.ERR_ADDRESS_INVALID)
    else if (socket === undefined) afterMicrotasks(() => done(NetError.ERR_UNEXPECTED))
    else {
      socket.leaveGroup(group, (left) => {
        if (this.#isDestroyed) return
        const result = this.#resultOnTheWay(socket, left)
        if (result === NetError.OK) this.#groups.delete(group)
        done(result)
      })
    }
  }

  /** Chromium goes on with what was on its way when the socket was disconnected; a group that is joined so stays in the list. */
  #resultOnTheWay(socket: DatagramSocket, result: number): number {
    return result === NetError.ERR_CONNECTION_CLOSED && this.#socket !== socket ? NetError.OK : result
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

  /**
   * A recvFrom that is pending is answered, a read is not. A bind or a connect that is under way goes on: in Chromium it
   * leaves a socket that says it is bound and does nothing, which helps nobody.
   */
  disconnect(): void {
    const socket = this.#socket
    const recvFrom = this.#isBound ? this.#receive : undefined
    this.#socket = undefined
    this.#receive = undefined
    this.#groups.clear()
    socket?.close()
    recvFrom?.done(NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0), nowhere)
  }

  /** Disconnects, and gives up what is under way without an answer. */
  destroy(): void {
    this.#isDestroyed = true
    this.#opening?.()
    this.#waitingToOpen.length = 0
    this.disconnect()
  }
}

/**
 * An IPv6 socket reaches IPv4 by mapped addresses (RFC 4291, 2.5.5.2), unless it is bound to an address that is none;
 * an IPv4 socket does not reach IPv6.
 */
function reachableFrom(local: Endpoint, to: Endpoint): Endpoint | null {
  if (!isIpv6(local.address)) return isIpv6(to.address) ? null : to
  const address = isIpv6(to.address) ? to.address : `${mapped}${to.address}`
  const isIpv6Only = local.address !== '::' && !local.address.startsWith(mapped)
  return isIpv6Only && address.startsWith(mapped) ? null : { address, port: to.port }
}
