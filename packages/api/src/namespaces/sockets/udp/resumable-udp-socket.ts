/**
 * A socket of chrome.sockets.udp: it receives while it is not paused, and reports the datagrams by events. Source:
 * Chromium extensions/browser/api/sockets_udp/udp_socket_event_dispatcher.cc and ResumableUDPSocket of
 * extensions/browser/api/socket/udp_socket.h
 */
import type { Completion, Endpoint } from '../../../backend/contract.ts'
import { printedAddress } from '../../../backend/ip-address.ts'
import { NetError } from '../../../backend/net-error.ts'
import { afterMicrotasks } from '../../../backend/turn/turns.ts'
import type { Answers } from '../../../bindings/answers.ts'
import { EventSource } from '../../../bindings/event.ts'
import type { Receive } from '../../../sockets/socket.ts'
import type { UdpSocket } from '../../../sockets/udp/udp-socket.ts'
import { Properties } from '../properties.ts'
import type { UdpReceiveErrorInfo, UdpReceiveInfo } from './chrome-sockets-udp.ts'

/** The events of one app's chrome.sockets.udp. */
export class UdpEvents {
  readonly onReceive: EventSource<UdpReceiveInfo>
  readonly onReceiveError: EventSource<UdpReceiveErrorInfo>

  constructor(answers: Answers) {
    this.onReceive = new EventSource(answers)
    this.onReceiveError = new EventSource(answers)
  }
}

export class ResumableUdpSocket implements Receive {
  /** The id of the socket. It is set after the socket has been added. */
  socketId = 0
  readonly socket: UdpSocket
  readonly properties: Properties = new Properties()
  readonly #events: UdpEvents
  #isPaused = false
  /** Whether a receive is pending, or its result is about to be reported. */
  #isReceiving = false
  /** Whether a receive is being started. A result that comes within that call waits for its turn. */
  #isAsking = false
  #isDestroyed = false

  constructor(socket: UdpSocket, events: UdpEvents) {
    this.socket = socket
    this.#events = events
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /** Binds, and begins to receive. As in Chromium, a receive is pending when the callback runs. */
  bind(address: string, port: number, complete: Completion): void {
    this.socket.bind(address, port, (result) => {
      if (result === NetError.OK) this.#receive()
      complete(result)
    })
  }

  /** Pauses or resumes. After a pause, the pending receive still brings a datagram. */
  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return
    this.#isPaused = isPaused
    this.#receive()
  }

  #receive(): void {
    if (this.#isPaused || this.#isReceiving || this.socket.state.local === undefined) return
    this.#isReceiving = true
    this.#isAsking = true
    this.socket.recvFrom(this.properties.readSize, this)
    this.#isAsking = false
  }

  /**
   * Receives the result of a receive. Only the socket calls it. As in Chromium, an error pauses the socket before a listener of
   * the datagram in front of it runs.
   */
  completeReceive(result: number, data: ArrayBuffer, from: Endpoint): void {
    if (result < 0) {
      this.#isReceiving = false
      this.#isPaused = true
    }
    if (this.#isAsking) afterMicrotasks(() => this.#tell(result, data, from))
    else this.#tell(result, data, from)
  }

  /**
   * Reports the result of a receive. The next receive is started first, because in Chromium it is pending when a
   * listener runs.
   */
  #tell(result: number, data: ArrayBuffer, { address, port }: Endpoint): void {
    // Chromium raises no event for a socket that is closed.
    if (this.#isDestroyed) return
    const { onReceive, onReceiveError } = this.#events
    const { socketId } = this
    if (result >= 0) {
      this.#isReceiving = false
      this.#receive()
      onReceive.raise({ data, remoteAddress: printedAddress(address), remotePort: port, socketId })
    } else {
      onReceiveError.raise({ resultCode: result, socketId })
    }
  }

  destroy(): void {
    this.#isDestroyed = true
    this.socket.destroy()
  }
}
