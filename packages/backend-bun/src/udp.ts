/**
 * UDP, bound or connected, with multicast. Source: https://bun.com/docs/runtime/networking/udp
 * and Chromium's UDPSocketPosix (net/socket/udp_socket_posix.cc).
 */
import { isIP } from 'node:net'
import { afterMicrotasks, asEvent, NetError, netErrorFromPosixCode } from '@chrome-socket/api/backend'
import type { Cancel, DatagramOptions, DatagramSocket, Endpoint, NetResult } from '@chrome-socket/api/backend'
import type { BunError, BunRuntime, BunUdpHandlers, BunUdpSocket } from './bun-types.ts'
import { DatagramQueue } from './datagram-queue.ts'
import { loopbackInterface6 } from './interfaces.ts'
import { SendQueue } from './send-queue.ts'
import { rethrow } from './tcp.ts'

type OpenDone = (result: NetResult, socket?: DatagramSocket) => void
type ReceiveDone = (result: NetResult, data: ArrayBuffer, from: Endpoint) => void

const nowhere: Endpoint = { address: '', port: 0 }

export function openDatagram(bun: BunRuntime, options: DatagramOptions, done: OpenDone): Cancel {
  let wanted = true
  let outcome: Parameters<OpenDone> | undefined
  let isTurnOver = false
  const answer = (): void => {
    isTurnOver = true
    if (outcome === undefined) return
    const [result, socket] = outcome
    if (!wanted) return socket?.close()
    wanted = false
    done(result, socket)
  }
  const opened = (...found: Parameters<OpenDone>): void => {
    outcome = found
    if (isTurnOver) afterMicrotasks(answer)
  }
  // Bun knows by then, and what the app asks for after this call comes after this turn.
  afterMicrotasks(answer)
  open(bun, options).then(
    (socket) => opened(NetError.OK, socket),
    (error: unknown) => opened(netErrorOf(error)),
  )
  return () => {
    wanted = false
  }
}

async function open(bun: BunRuntime, options: DatagramOptions): Promise<DatagramSocket> {
  const { bind, connect } = options
  const at = bind ?? { address: isIP(connect?.address ?? '') === 6 ? '::' : '0.0.0.0', port: 0 }
  const socket = new BunDatagramSocket(connect)
  const native = await bun.udpSocket({
    hostname: at.address,
    port: at.port,
    ...(connect === undefined ? {} : { connect: { hostname: connect.address, port: connect.port } }),
    binaryType: 'arraybuffer',
    socket: socket.events,
  })
  try {
    setMulticast(native, isIP(at.address) === 6, options)
  } catch (error) {
    native.close()
    throw error
  }
  socket.opened(native)
  return socket
}

/** The defaults of the system are left alone: most sockets never send to a group. */
function setMulticast(native: BunUdpSocket, isIPv6: boolean, options: DatagramOptions): void {
  const { multicastTtl, multicastLoopback } = options
  if (multicastTtl === 0) {
    // Bun refuses 0, "not beyond this host": what goes out by way of the loopback interface stays there.
    native.setMulticastInterface(isIPv6 ? loopbackInterface6() : '127.0.0.1')
  } else if (multicastTtl !== 1) {
    native.setMulticastTTL(multicastTtl)
  }
  if (!multicastLoopback) native.setMulticastLoopback(false)
}

/** What Bun throws of its own accord, without a POSIX name, is about an address that is none. */
function netErrorOf(error: unknown): NetResult {
  const { code } = error as BunError
  return code === 'ERR_INVALID_ARG_TYPE' ? NetError.ERR_INVALID_ARGUMENT : netErrorFromPosixCode(code)
}

class BunDatagramSocket implements DatagramSocket {
  readonly peer?: Endpoint
  readonly events: BunUdpHandlers = {
    data: asEvent((_socket, bytes, port, address) => this.#onData(bytes, port, address)),
    drain: () => this.#sends?.drained(),
    error: (...told) => this.#onError(told.at(-1) as BunError),
  }
  readonly #received = new DatagramQueue()
  #local: Endpoint = nowhere
  #native: BunUdpSocket | undefined
  #sends: SendQueue | undefined
  #max = 0
  #done: ReceiveDone | undefined
  #turnTaken = false
  /** What ICMP has said and nobody has been told, on a connected socket. */
  #error: NetResult = NetError.OK

  constructor(peer: Endpoint | undefined) {
    if (peer !== undefined) this.peer = peer
  }

  get local(): Endpoint {
    return this.#local
  }

  opened(native: BunUdpSocket): void {
    this.#native = native
    this.#sends = new SendQueue(native, this.peer !== undefined, () => this.#tellReceive())
    const { address, port } = native.address
    this.#local = { address, port }
  }

  receive(max: number, done: ReceiveDone): void {
    this.#max = max
    this.#done = done
    if (this.#native === undefined || this.#error !== NetError.OK || !this.#received.isEmpty) this.#completeLater()
  }

  send(bytes: Uint8Array, to: Endpoint | undefined, done: (result: NetResult) => void): void {
    if (this.#sends === undefined) {
      afterMicrotasks(() => done(NetError.ERR_CONNECTION_CLOSED))
    } else if (this.#error !== NetError.OK && this.#done === undefined) {
      const error = this.#takeError()
      afterMicrotasks(() => done(error))
    } else {
      this.#sends.send(bytes, to, done)
    }
  }

  joinGroup(group: string, done: (result: NetResult) => void): void {
    this.#changeGroup(group, (native) => native.addMembership(group), done)
  }

  leaveGroup(group: string, done: (result: NetResult) => void): void {
    this.#changeGroup(group, (native) => native.dropMembership(group), done)
  }

  close(): void {
    if (this.#native === undefined) return
    const native = this.#native
    this.#native = undefined
    this.#sends?.close()
    this.#sends = undefined
    this.#received.clear()
    this.#error = NetError.OK
    if (this.#done !== undefined) this.#completeLater()
    native.close()
  }

  #changeGroup(group: string, change: (native: BunUdpSocket) => boolean, done: (result: NetResult) => void): void {
    let result: NetResult = NetError.OK
    if (this.#native === undefined) {
      result = NetError.ERR_CONNECTION_CLOSED
    } else if (isIP(group) === 0 || isIP(group) !== isIP(this.#local.address)) {
      result = NetError.ERR_ADDRESS_INVALID
    } else {
      try {
        change(this.#native)
      } catch (error) {
        result = netErrorOf(error)
      }
    }
    afterMicrotasks(() => done(result))
  }

  #onData(buffer: ArrayBuffer, port: number, address: string): void {
    if (this.#native === undefined) return
    const from = this.peer ?? { address, port }
    if (this.#done === undefined || this.#turnTaken) {
      this.#received.add(buffer, from)
      return
    }
    // Within the event, which is a turn of its own. What is thrown goes where every uncaught error goes.
    try {
      this.#complete(buffer, from)
    } catch (error) {
      rethrow(error)
    }
  }

  /**
   * Bun lets the system report ICMP errors to sockets that are not connected too, and errors of `send` a second time.
   */
  #onError({ code }: BunError): void {
    if (this.#native === undefined || this.peer === undefined || code === 'EMSGSIZE') return
    if (this.#sends?.forgetReported() === true) return
    this.#error = netErrorFromPosixCode(code)
    if (this.#done !== undefined) this.#completeLater()
  }

  /** A receive that waits is told that a datagram was refused; false if none does. */
  #tellReceive(): boolean {
    if (this.#done === undefined) return false
    this.#error = NetError.ERR_CONNECTION_REFUSED
    this.#completeLater()
    return true
  }

  #takeError(): NetResult {
    const error = this.#error
    this.#error = NetError.OK
    return error
  }

  #completeLater(): void {
    if (this.#turnTaken) return
    this.#turnTaken = true
    afterMicrotasks(() => {
      this.#turnTaken = false
      const done = this.#done
      if (done === undefined) return
      // The system too reports an error before what has been received.
      const error = this.#native === undefined ? NetError.ERR_CONNECTION_CLOSED : this.#takeError()
      const datagram = error === NetError.OK ? this.#received.take() : undefined
      if (datagram !== undefined) {
        this.#complete(datagram.buffer, datagram.from)
      } else if (error !== NetError.OK) {
        this.#done = undefined
        done(error, new ArrayBuffer(0), nowhere)
      }
    })
  }

  #complete(buffer: ArrayBuffer, from: Endpoint): void {
    const done = this.#done
    this.#done = undefined
    const { byteLength } = buffer
    if (byteLength > this.#max) done?.(NetError.ERR_MSG_TOO_BIG, new ArrayBuffer(0), from)
    else done?.(byteLength, buffer, from)
  }
}
