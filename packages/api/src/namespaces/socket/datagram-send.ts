/**
 * A datagram of `sendTo` whose address is known. It waits for its turn, and then for the result of the system. Source:
 * Chromium extensions/browser/api/socket/socket_api.cc, SocketSendToFunction
 */
import type { Endpoint, NetResult } from '../../backend/contract.ts'
import type { WriteInfo } from './chrome-socket.ts'
import { socketNotFound } from '../socket-id.ts'
import { failed } from './socket-app.ts'
import type { Socket } from './socket-app.ts'
import type { WriteCall } from '../write-call.ts'
import { NetError } from '../../backend/net-error.ts'
import { giveBackSnapshot } from '../../sockets/copies.ts'
import type { Send } from '../../sockets/socket.ts'
import type { SocketTable } from '../../sockets/socket-table.ts'
import { sameTurn } from '../../backend/turn/turns.ts'
import type { Turn } from '../../backend/turn/turns.ts'

export class DatagramSend implements Send, Turn {
  next: Turn | undefined = undefined
  readonly #sockets: SocketTable<Socket>
  readonly #call: WriteCall<WriteInfo>
  readonly #socketId: number
  readonly #bytes: Uint8Array
  readonly #to: Endpoint
  #isDone = false

  /** `bytes` are a copy from `snapshot`. */
  constructor(
    sockets: SocketTable<Socket>,
    call: WriteCall<WriteInfo>,
    socketId: number,
    bytes: Uint8Array,
    to: Endpoint,
  ) {
    this.#sockets = sockets
    this.#call = call
    this.#socketId = socketId
    this.#bytes = bytes
    this.#to = to
  }

  /**
   * Sends the datagram. Datagrams that a script sends one after the other leave in one turn, unless one of them
   * completes in it.
   */
  run(): typeof sameTurn | undefined {
    const socket = this.#sockets.get(this.#socketId)
    if (socket === undefined) this.#fail(failed, socketNotFound)
    else if (socket.type !== 'udp') this.#fail({ bytesWritten: NetError.ERR_FAILED })
    else socket.sendTo(this.#bytes, this.#to, this)
    return this.#isDone ? undefined : sameTurn
  }

  #fail(result: WriteInfo | number, error?: string): void {
    this.#isDone = true
    this.#call.complete(result, error)
  }

  completeSend(result: NetResult): void {
    this.#isDone = true
    giveBackSnapshot(this.#bytes)
    this.#call.completeWrite(result)
  }
}
