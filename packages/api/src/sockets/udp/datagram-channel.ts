/**
 * The channel of a bound or connected UDP socket. It receives one datagram at a time, and answers writes in the order
 * of the calls. Source: Chromium extensions/browser/api/socket/udp_socket.cc and services/network/udp_socket.cc
 */
import type { DatagramSocket, Endpoint, NetResult } from '../../backend/contract.ts'
import { isIpv6 } from '../../backend/ip-address.ts'
import { NetError } from '../../backend/net-error.ts'
import { Queue } from '../../backend/queue.ts'
import { giveBackSnapshot, snapshot } from '../copies.ts'
import { failReceive } from '../socket.ts'
import type { Receive, Send, Write } from '../socket.ts'
import { afterMicrotasks } from '../../backend/turn/turns.ts'

const { min } = Math

/** The longest datagram in bytes. Chromium itself refuses longer ones. */
const maxPacketSize = 64 * 1024 - 1
/** The longest read in bytes. No datagram is longer. */
const maxReadSize = 64 * 1024

/** The prefix of an IPv4 address that is mapped into IPv6 (RFC 4291, 2.5.5.2). */
const mapped = '::ffff:'

export class DatagramChannel {
  readonly socket: DatagramSocket
  readonly #isIpv6: boolean
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
      failReceive(receive, NetError.ERR_IO_PENDING)
    } else if (max < 0) {
      failReceive(receive, NetError.ERR_INVALID_ARGUMENT)
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
    else failReceive(receive, result)
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

  /** Answers writes in the order of the calls, each in a turn of its own. A write that is too long fails at once and yet waits. */
  #answerWrites(): void {
    const write = this.#writes.first
    if (write?.result === undefined) return
    this.#writes.shift()
    write.completeWrite(write.result)
    if (this.#writes.first?.result !== undefined) afterMicrotasks(() => this.#answerWrites())
  }

  /** Borrows `bytes` until `send` completes. `to` is given if and only if the socket is not connected. */
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
      // Chromium reports a datagram as sent that was under way when the socket was disconnected.
      send.completeSend(result === NetError.ERR_CONNECTION_CLOSED && this.#isClosed ? bytes.byteLength : result)
    })
  }

  /**
   * Returns `to` in the form that the socket can send to, or null if it cannot. An IPv6 socket reaches IPv4 by mapped
   * addresses, unless it is bound to a specific IPv6 address. An IPv4 socket does not reach IPv6.
   */
  #reachable(to: Endpoint): Endpoint | null {
    if (!this.#isIpv6) return isIpv6(to.address) ? null : to
    const local = this.socket.local.address
    const address = isIpv6(to.address) ? to.address : `${mapped}${to.address}`
    const isIpv6Only = local !== '::' && !local.startsWith(mapped)
    return isIpv6Only && address.startsWith(mapped) ? null : { address, port: to.port }
  }

  /** Drops the writes that are not answered yet. Chromium destroys a socket before it answers them. */
  abandonWrites(): void {
    for (let write = this.#writes.shift(); write !== undefined; write = this.#writes.shift()) {
      write.completeWrite(NetError.ERR_ABORTED)
    }
  }

  /**
   * Closes the channel. The owner calls it once. A pending recvFrom is answered with `ERR_CONNECTION_CLOSED`, and a
   * pending read is not answered.
   */
  close(): void {
    const recvFrom = this.socket.peer === undefined ? this.#receive : undefined
    this.#receive = undefined
    this.#isClosed = true
    this.socket.close()
    if (recvFrom !== undefined) failReceive(recvFrom, NetError.ERR_CONNECTION_CLOSED)
  }
}
