/**
 * A socket of chrome.sockets.tcp: it reads while it is not paused, and reports the bytes by events. Source: Chromium
 * extensions/browser/api/sockets_tcp/tcp_socket_event_dispatcher.cc and ResumableTCPSocket of
 * extensions/browser/api/socket/tcp_socket.h
 */
import type { Completion, Reader } from '../../../backend/contract.ts'
import { NetError } from '../../../backend/net-error.ts'
import { afterMicrotasks } from '../../../backend/turn/turns.ts'
import type { Answers } from '../../../bindings/answers.ts'
import { EventSource } from '../../../bindings/event.ts'
import type { TcpSocket } from '../../../sockets/tcp/tcp-socket.ts'
import type { TlsSocket } from '../../../sockets/tls/tls-socket.ts'
import { Properties } from '../properties.ts'
import type { TcpReceiveErrorInfo, TcpReceiveInfo } from './chrome-sockets-tcp.ts'

/** The events of one app's chrome.sockets.tcp. */
export class TcpEvents {
  readonly onReceive: EventSource<TcpReceiveInfo>
  readonly onReceiveError: EventSource<TcpReceiveErrorInfo>

  constructor(answers: Answers) {
    this.onReceive = new EventSource(answers)
    this.onReceiveError = new EventSource(answers)
  }
}

export class ResumableTcpSocket implements Reader {
  /** The id of the socket. It is set after the socket has been added. */
  socketId = 0
  /** The socket itself. `secure` replaces it. */
  socket: TcpSocket | TlsSocket
  readonly properties: Properties = new Properties()
  readonly #events: TcpEvents
  #isPaused: boolean
  /** Whether a read is pending, or its result is about to be reported. */
  #isReading = false
  /** Whether a read is being started. A result that comes within that call waits for its turn. */
  #isAsking = false

  constructor(socket: TcpSocket, events: TcpEvents, isPaused: boolean) {
    this.socket = socket
    this.#events = events
    this.#isPaused = isPaused
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /** Connects, and begins to receive. As in Chromium, a read is pending when the callback runs. */
  connect(addresses: readonly string[], port: number, complete: Completion): void {
    this.socket.connect(addresses, port, (result) => {
      if (result === NetError.OK) this.#receive()
      complete(result)
    })
  }

  /** Pauses or resumes. After a pause, the pending read still brings bytes once. */
  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return
    this.#isPaused = isPaused
    this.#receive()
  }

  #receive(): void {
    if (this.#isPaused || this.#isReading || !this.socket.isConnected) return
    this.#isReading = true
    this.#isAsking = true
    this.socket.read(this.properties.readSize, this)
    this.#isAsking = false
  }

  /**
   * Receives the result of a read. Only the socket calls it. As in Chromium, the end pauses the socket before a listener of the
   * bytes in front of it runs.
   */
  completeRead(result: number, data: ArrayBuffer): void {
    if (result <= 0) {
      this.#isReading = false
      this.#isPaused = true
    }
    if (this.#isAsking) afterMicrotasks(() => this.#tell(result, data))
    else this.#tell(result, data)
  }

  /**
   * Reports the result of a read. The next read is started first, because in Chromium it is pending when a listener
   * runs: a listener that pauses the socket gets one more chunk, and a listener that disconnects it gets the end.
   */
  #tell(result: number, data: ArrayBuffer): void {
    const { onReceive, onReceiveError } = this.#events
    const { socketId } = this
    if (result > 0) {
      this.#isReading = false
      this.#receive()
      onReceive.raise({ data, socketId })
    } else {
      const resultCode = result === 0 ? NetError.ERR_CONNECTION_CLOSED : result
      onReceiveError.raise({ resultCode, socketId })
    }
  }

  destroy(): void {
    this.socket.destroy()
  }
}
