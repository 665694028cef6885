/**
 * What a UDP socket does once it is bound or connected: one receive at a time, sends as they come, and writes that are
 * answered in their order.
 * Source: Chromium extensions/browser/api/socket/udp_socket.cc and services/network/udp_socket.cc
 */
import { ArrayBuffer } from '../../backend/globals.ts'
import { emptyEndpoint } from '../../backend/endpoint.ts'
import type { DatagramSocket, Endpoint, NetResult } from '../../backend/contract.ts'
import { isIpv6 } from '../../backend/ip-address.ts'
import { NetError } from '../../backend/net-error.ts'
import { Queue } from '../../backend/queue.ts'
import { giveBackSnapshot, snapshot } from '../copies.ts'
import type { Receive, Send, Write } from '../socket.ts'
import { afterMicrotasks } from '../../backend/turn/turns.ts'

const { min } = Math

/** In bytes: a longer datagram is refused before the system is asked. */
const maxPacketSize = 64 * 1024 - 1
/** In bytes: no datagram is longer. */
const maxReadSize = 64 * 1024

/** Of IPv4 addresses as IPv6 ones. */
const mapped = '::ffff:'

export class DatagramChannel {
  readonly socket: DatagramSocket
  readonly #isIpv6: boolean
  /** The one that is pending. */
  #receive: Receive | undefined
  readonly #onReceived = this.#completeReceive.bind(this)
  readonly #writes = new Queue<Write>()
  #isClosed = false

  constructor(socket: DatagramSocket) {
    this.socket = socket
    this.#isIpv6 = isIpv6(socket.local.address)
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  receive(max: number, receive: Receive): void {
    if (this.#receive !== undefined) {
      receive.completeReceive(NetError.ERR_IO_PENDING, new ArrayBuffer(0), emptyEndpoint)
    } else if (max < 0) {
      receive.completeReceive(NetError.ERR_INVALID_ARGUMENT, new ArrayBuffer(0), emptyEndpoint)
    } else {
      this.#receive = receive
      this.socket.receive(min(max, maxReadSize), this.#onReceived)
    }
  }

  #completeReceive(result: NetResult, data: ArrayBuffer, from: Endpoint): void {
    const receive = this.#receive
    if (receive === undefined) return
    this.#receive = undefined
    if (result >= 0) receive.completeReceive(result, data, from)
    else receive.completeReceive(result, new ArrayBuffer(0), emptyEndpoint)
  }

  /** Copies `bytes` before it returns. */
  write(bytes: Uint8Array, write: Write): void {
    const copy = snapshot(bytes, write.length)
    this.#writes.push(write)
    this.send(copy, undefined, {
      completeSend: (result) => {
        giveBackSnapshot(copy)
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
    write.completeWrite(write.result)
    if (this.#writes.first?.result !== undefined) afterMicrotasks(() => this.#answerWrites())
  }

  /** `bytes` are to be left alone until `send` is complete. `to` is for a socket that is not connected. */
  send(bytes: Uint8Array, to: Endpoint | undefined, send: Send): void {
    if (bytes.byteLength > maxPacketSize) {
      send.completeSend(NetError.ERR_MSG_TOO_BIG)
      return
    }
    const target = to && this.#reachable(to)
    if (target === null) {
      afterMicrotasks(() => send.completeSend(NetError.ERR_ADDRESS_UNREACHABLE))
      return
    }
    this.socket.send(bytes, target, (result) => {
      // Chromium tells of a datagram that was on its way when the socket was disconnected as sent.
      send.completeSend(result === NetError.ERR_CONNECTION_CLOSED && this.#isClosed ? bytes.byteLength : result)
    })
  }

  /**
   * An IPv6 socket reaches IPv4 by mapped addresses (RFC 4291, 2.5.5.2), unless it is bound to an address that is none;
   * an IPv4 socket does not reach IPv6.
   */
  #reachable(to: Endpoint): Endpoint | null {
    if (!this.#isIpv6) return isIpv6(to.address) ? null : to
    const local = this.socket.local.address
    const address = isIpv6(to.address) ? to.address : `${mapped}${to.address}`
    const isIpv6Only = local !== '::' && !local.startsWith(mapped)
    return isIpv6Only && address.startsWith(mapped) ? null : { address, port: to.port }
  }

  /** Writes that are not answered yet never will be: Chromium is slower to answer them than to destroy the socket. */
  abandonWrites(): void {
    for (let write = this.#writes.shift(); write !== undefined; write = this.#writes.shift()) {
      write.completeWrite(NetError.ERR_ABORTED)
    }
  }

  /** For its owner, once. A recvFrom that is pending is answered, a read is not. */
  close(): void {
    const recvFrom = this.socket.peer === undefined ? this.#receive : undefined
    this.#receive = undefined
    this.#isClosed = true
    this.socket.close()
    recvFrom?.completeReceive(NetError.ERR_CONNECTION_CLOSED, new ArrayBuffer(0), emptyEndpoint)
  }
}
