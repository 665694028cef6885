/**
 * A call that writes or sends: its bytes count against the app's quota until it is answered. Source: Chromium
 * extensions/browser/api/socket/socket_api.cc (SocketWriteFunction) and
 * extensions/browser/api/sockets_tcp/sockets_tcp_api.cc (SocketsTcpSendFunction)
 *
 * The socket completes the call itself, without a closure, so a write makes only this object.
 */
import { NetError } from '../backend/net-error.ts'
import type { Answers, Call, Callback } from '../bindings/answers.ts'
import type { WriteQuota } from '../policy/write-quota.ts'
import type { Write } from '../sockets/socket.ts'

/** Chromium's text for a write that exceeds the quota. */
export const quotaExceeded = 'Exceeded write quota.'

/** The form in which a namespace answers a write. */
export interface WriteAnswer<Info> {
  infoOf(result: number): Info
  errorOf(result: number): string | undefined
}

export class WriteCall<Info> implements Call<Info>, Write {
  length = 0
  result: number | undefined = undefined
  next: Write | undefined = undefined
  readonly #answers: Answers
  readonly #callback: Callback
  readonly #answer: WriteAnswer<Info>
  #quota: WriteQuota | undefined = undefined

  constructor(answers: Answers, callback: Callback, answer: WriteAnswer<Info>) {
    this.#answers = answers
    this.#callback = callback
    this.#answer = answer
  }

  /** Counts `length` bytes. Returns false, and counts nothing, if they exceed the quota. */
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

  complete(result?: Info | number, error?: string): void {
    this.countBack()
    this.#answers.complete(this.#callback, result, error)
  }

  completeWrite(result: number): void {
    // Chromium does not answer a write that is pending when its socket is disconnected.
    if (result === NetError.ERR_ABORTED) this.countBack()
    else this.complete(this.#answer.infoOf(result), this.#answer.errorOf(result))
  }
}
