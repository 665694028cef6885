/**
 * A datagram of `chrome.sockets.udp.send` whose address is known. It waits for its turn, and then for the result of the
 * system. Source: Chromium extensions/browser/api/sockets_udp/sockets_udp_api.cc, SocketsUdpSendFunction
 */
import type { Endpoint, NetResult } from '../../../backend/contract.ts'
import { NetError } from '../../../backend/net-error.ts'
import { sameTurn } from '../../../backend/turn/turns.ts'
import type { Turn } from '../../../backend/turn/turns.ts'
import type { Call } from '../../../bindings/answers.ts'
import type { WriteQuota } from '../../../policy/write-quota.ts'
import { giveBackSnapshot } from '../../../sockets/copies.ts'
import type { Send } from '../../../sockets/socket.ts'
import type { SocketTable } from '../../../sockets/socket-table.ts'
import { socketNotFound } from '../../socket-id.ts'
import { errorText } from '../results.ts'
import type { UdpSendInfo } from './chrome-sockets-udp.ts'
import type { ResumableUdpSocket } from './resumable-udp-socket.ts'

export class DatagramSend implements Send, Turn {
  next: Turn | undefined = undefined
  readonly #sockets: SocketTable<ResumableUdpSocket>
  readonly #quota: WriteQuota
  readonly #call: Call<UdpSendInfo>
  readonly #socketId: number
  readonly #bytes: Uint8Array
  #to: Endpoint | undefined
  #isComplete = false

  /** `bytes` are a copy from `snapshot`, which counts against `quota` until the call is complete. */
  constructor(
    sockets: SocketTable<ResumableUdpSocket>,
    quota: WriteQuota,
    call: Call<UdpSendInfo>,
    socketId: number,
    bytes: Uint8Array,
  ) {
    this.#sockets = sockets
    this.#quota = quota
    this.#call = call
    this.#socketId = socketId
    this.#bytes = bytes
  }

  /** Sets the destination. The datagram can then be queued. */
  to(endpoint: Endpoint): this {
    this.#to = endpoint
    return this
  }

  /**
   * Sends the datagram. Datagrams that a script sends one after the other leave in one turn, unless one of them
   * completes in it.
   */
  run(): typeof sameTurn | undefined {
    const client = this.#sockets.get(this.#socketId)
    if (client === undefined || this.#to === undefined) this.#finish(undefined, socketNotFound)
    else client.socket.sendTo(this.#bytes, this.#to, this)
    return this.#isComplete ? undefined : sameTurn
  }

  completeSend(result: NetResult): void {
    if (result < 0) this.fail(result)
    else this.#finish({ bytesSent: result, resultCode: NetError.OK }, undefined)
  }

  fail(resultCode: NetResult): void {
    this.#finish({ resultCode }, errorText(resultCode))
  }

  #finish(result: UdpSendInfo | undefined, error: string | undefined): void {
    this.#isComplete = true
    this.#quota.returnBytes(this.#bytes.byteLength)
    giveBackSnapshot(this.#bytes)
    this.#call.complete(result, error)
  }
}
