/**
 * A socket of chrome.sockets.udp: it receives by itself unless it is paused, and tells what comes by events.
 * Source: Chromium extensions/browser/api/sockets_udp/udp_socket_event_dispatcher.cc and ResumableUDPSocket of
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
    this.onReceive = new EventSource('sockets.udp.onReceive', answers)
    this.onReceiveError = new EventSource('sockets.udp.onReceiveError', answers)
  }
}

export class ResumableUdpSocket implements Receive {
  /** Set once the socket has its id. */
  socketId = 0
  readonly socket: UdpSocket
  readonly properties: Properties = new Properties()
  readonly #events: UdpEvents
  #isPaused = false
  /** A receive is outstanding, or its result is about to be told. */
  #isReceiving = false
  /** The receive is being asked for: a result that comes within that call waits for its turn. */
  #isAsking = false
  #isDestroyed = false

  constructor(socket: UdpSocket, events: UdpEvents) {
    this.socket = socket
    this.#events = events
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /** Binds, and begins to receive. As in Chromium, a receive is outstanding by the time that the callback runs. */
  bind(address: string, port: number, complete: Completion): void {
    this.socket.bind(address, port, (result) => {
      if (result === NetError.OK) this.#receive()
      complete(result)
    })
  }

  /** The receive that is outstanding still brings a datagram; pausing stops the next one. */
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

  /** For the socket. As in Chromium, an error pauses the socket before a listener of the datagram in front of it runs. */
  completeReceive(result: number, data: ArrayBuffer, from: Endpoint): void {
    if (result < 0) {
      this.#isReceiving = false
      this.#isPaused = true
    }
    if (this.#isAsking) afterMicrotasks(() => this.#tell(result, data, from))
    else this.#tell(result, data, from)
  }

  /** The next receive is asked for first, as Chromium has it outstanding by the time that a listener runs. */
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
