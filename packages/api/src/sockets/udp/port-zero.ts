/**
 * A UDP socket that is connected to port 0. The system allows that, but no runtime does. So the runtime's socket is
 * connected to the discard port (RFC 863), and nothing is sent there. A host refuses a datagram to port 0 (RFC 1122,
 * 4.1.3.1), so this socket refuses it if the host is its own.
 */
import { ArrayBuffer } from '../../backend/globals.ts'
import { emptyEndpoint } from '../../backend/endpoint.ts'
import type { Completion, DatagramSocket, Endpoint, NetResult, ReceiveCompletion } from '../../backend/contract.ts'
import { NetError } from '../../backend/net-error.ts'
import { afterMicrotasks } from '../../backend/turn/turns.ts'

export const discardPort = 9

export class PortZeroSocket implements DatagramSocket {
  readonly local: Endpoint
  readonly peer: Endpoint
  readonly #socket: DatagramSocket
  #receive: ReceiveCompletion | undefined
  /** Whether a datagram has been refused, and no receive or send has reported it yet. */
  #isRefused = false

  /** `socket` is connected to the discard port. */
  constructor(socket: DatagramSocket) {
    this.#socket = socket
    this.local = socket.local
    this.peer = { address: socket.peer?.address ?? '', port: 0 }
  }

  receive(_max: number, complete: ReceiveCompletion): void {
    this.#receive = complete
    if (this.#isRefused) afterMicrotasks(() => this.#refuse())
  }

  send(bytes: Uint8Array, _to: Endpoint | undefined, complete: Completion): void {
    const result = this.#isRefused ? NetError.ERR_CONNECTION_REFUSED : bytes.byteLength
    this.#isRefused = !this.#isRefused && isThisHost(this.peer.address)
    afterMicrotasks(() => {
      complete(result)
      afterMicrotasks(() => this.#refuse())
    })
  }

  #refuse(): void {
    if (!this.#isRefused || this.#receive === undefined) return
    this.#isRefused = false
    this.#completeReceive(NetError.ERR_CONNECTION_REFUSED)
  }

  #completeReceive(result: NetResult): void {
    const complete = this.#receive
    this.#receive = undefined
    complete?.(result, new ArrayBuffer(0), emptyEndpoint)
  }

  joinGroup(group: string, complete: Completion): void {
    this.#socket.joinGroup(group, complete)
  }

  leaveGroup(group: string, complete: Completion): void {
    this.#socket.leaveGroup(group, complete)
  }

  close(): void {
    this.#socket.close()
    this.#isRefused = false
    afterMicrotasks(() => this.#completeReceive(NetError.ERR_CONNECTION_CLOSED))
  }
}

function isThisHost(address: string): boolean {
  return /^127\.|^::1$|^0\.0\.0\.0$|^::$|^::ffff:7f/.test(address)
}
