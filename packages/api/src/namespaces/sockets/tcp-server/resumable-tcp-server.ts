/**
 * A socket of chrome.sockets.tcpServer: it accepts connections while it is not paused, and reports them by events.
 * Source: Chromium extensions/browser/api/sockets_tcp_server/tcp_server_socket_event_dispatcher.cc and
 * ResumableTCPServerSocket of extensions/browser/api/socket/tcp_socket.h
 */
import type { Completion } from '../../../backend/contract.ts'
import { NetError } from '../../../backend/net-error.ts'
import type { Answers } from '../../../bindings/answers.ts'
import { EventSource } from '../../../bindings/event.ts'
import type { TcpSocket } from '../../../sockets/tcp/tcp-socket.ts'
import { Properties } from '../properties.ts'
import type { TcpServerAcceptErrorInfo, TcpServerAcceptInfo } from './chrome-sockets-tcp-server.ts'

/** The events of one app's chrome.sockets.tcpServer. */
export class TcpServerEvents {
  readonly onAccept: EventSource<TcpServerAcceptInfo>
  readonly onAcceptError: EventSource<TcpServerAcceptErrorInfo>

  constructor(answers: Answers) {
    this.onAccept = new EventSource(answers)
    this.onAcceptError = new EventSource(answers)
  }
}

export class ResumableTcpServer {
  /** The id of the socket. It is set after the socket has been added. */
  socketId = 0
  readonly socket: TcpSocket
  readonly properties: Properties = new Properties()
  readonly #events: TcpServerEvents
  readonly #addClient: (accepted: TcpSocket) => number
  #isPaused = false
  /** The number of times that the socket has listened. An accept belongs to one of them. */
  #generation = 0
  #isAccepting = false

  /** `addClient` makes an accepted connection a socket of chrome.sockets.tcp, and returns its id. */
  constructor(socket: TcpSocket, events: TcpServerEvents, addClient: (accepted: TcpSocket) => number) {
    this.socket = socket
    this.#events = events
    this.#addClient = addClient
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /**
   * Listens. A socket that already listens leaves its old address first; in Chromium it would listen at both, and
   * accept at the old one. As in Chromium, an accept is pending when the callback runs.
   */
  listen(address: string, port: number, backlog: number, complete: Completion): void {
    this.disconnect()
    this.socket.listen(address, port, backlog, (result) => {
      if (result === NetError.OK) this.#accept()
      complete(result)
    })
  }

  /** Pauses or resumes. After a pause, the pending accept still takes one connection. */
  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return
    this.#isPaused = isPaused
    this.#accept()
  }

  #accept(): void {
    if (this.#isPaused || this.#isAccepting || this.socket.state.local === undefined) return
    this.#isAccepting = true
    const generation = this.#generation
    this.socket.accept((result, accepted) => {
      if (generation !== this.#generation) return
      this.#isAccepting = false
      this.#tell(result, accepted)
    })
  }

  #tell(resultCode: number, accepted: TcpSocket | undefined): void {
    const { onAccept, onAcceptError } = this.#events
    const { socketId } = this
    if (accepted === undefined) {
      this.#isPaused = true
      onAcceptError.raise({ resultCode, socketId })
    } else {
      const clientSocketId = this.#addClient(accepted)
      // In Chromium, the next accept is pending when a listener runs.
      this.#accept()
      onAccept.raise({ clientSocketId, socketId })
    }
  }

  disconnect(): void {
    this.#generation += 1
    this.#isAccepting = false
    this.socket.disconnect()
  }

  destroy(): void {
    this.disconnect()
  }
}
