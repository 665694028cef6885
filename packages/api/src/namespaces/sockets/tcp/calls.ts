/**
 * The call of `chrome.sockets.tcp.send`: how the result of a write becomes its answer.
 * Source: Chromium extensions/browser/api/sockets_tcp/sockets_tcp_api.cc, SocketsTcpSendFunction
 */
import { NetError } from '../../../backend/net-error.ts'
import type { Answers, Call, Callback } from '../../../bindings/answers.ts'
import type { WriteQuota } from '../../../policy/write-quota.ts'
import type { Write } from '../../../sockets/socket.ts'
import { errorText } from '../results.ts'
import type { TcpSendInfo } from './chrome-sockets-tcp.ts'

/** Its bytes count against the quota from `count` until it is answered. */
export class SendCall implements Call<TcpSendInfo>, Write {
  length = 0
  result: number | undefined = undefined
  next: Write | undefined = undefined
  readonly #answers: Answers
  readonly #callback: Callback
  #quota: WriteQuota | undefined = undefined

  constructor(answers: Answers, callback: Callback) {
    this.#answers = answers
    this.#callback = callback
  }

  /** Counts `length` bytes. Returns false, and counts nothing, where the quota has no room for them. */
  count(length: number, quota: WriteQuota): boolean {
    if (!quota.takeBytes(length)) return false
    this.length = length
    this.#quota = quota
    return true
  }

  countBack(): void {
    this.#quota?.returnBytes(this.length)
    this.#quota = undefined
  }

  complete(result?: TcpSendInfo | number, error?: string): void {
    this.countBack()
    this.#answers.complete(this.#callback, result, error)
  }

  completeWrite(result: number): void {
    // Chromium does not answer a send that is pending when its socket is disconnected.
    if (result === NetError.ERR_ABORTED) this.countBack()
    else if (result < 0) this.complete({ resultCode: result }, errorText(result))
    else this.complete({ bytesSent: result, resultCode: NetError.OK })
  }
}
