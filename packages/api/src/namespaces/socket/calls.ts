/**
 * The calls of chrome.socket that carry data: how the result of a read, a receive or a write becomes an answer.
 * Source: Chromium extensions/browser/api/socket/socket_api.cc, the OnCompleted functions
 *
 * The call itself is told by the socket. It is the one object that is made for it, without a closure, and all that a pending
 * read keeps. The classes have no base: with one a call of 70 ns takes 85 in V8.
 */
import type { Endpoint } from '../../backend/contract.ts'
import { printedAddress } from '../../backend/ip-address.ts'
import { NetError } from '../../backend/net-error.ts'
import type { Answers, Call, Callback } from '../../bindings/answers.ts'
import type { WriteQuota } from '../../policy/write-quota.ts'
import type { Read, Receive, Write } from '../../sockets/socket.ts'
import type { ReadInfo, RecvFromInfo, WriteInfo } from './chrome-socket.ts'

/** A call of `read`. */
export class ReadCall implements Call<ReadInfo>, Read {
  readonly #answers: Answers
  readonly #callback: Callback

  constructor(answers: Answers, callback: Callback) {
    this.#answers = answers
    this.#callback = callback
  }

  complete(result?: ReadInfo | number, error?: string): void {
    this.#answers.complete(this.#callback, result, error)
  }

  completeRead(resultCode: number, data: ArrayBuffer): void {
    this.complete({ data, resultCode })
  }
}

/** A call of `recvFrom`. */
export class ReceiveCall implements Call<RecvFromInfo>, Receive {
  readonly #answers: Answers
  readonly #callback: Callback

  constructor(answers: Answers, callback: Callback) {
    this.#answers = answers
    this.#callback = callback
  }

  complete(result?: RecvFromInfo | number, error?: string): void {
    this.#answers.complete(this.#callback, result, error)
  }

  completeReceive(resultCode: number, data: ArrayBuffer, { address, port }: Endpoint): void {
    this.complete({ address: printedAddress(address), data, port, resultCode })
  }
}

/** A call of `write` or `sendTo`. Its bytes count against the quota from `count` until it is answered. */
export class WriteCall implements Call<WriteInfo>, Write {
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

  complete(result?: WriteInfo | number, error?: string): void {
    this.countBack()
    this.#answers.complete(this.#callback, result, error)
  }

  completeWrite(bytesWritten: number): void {
    // Chromium does not answer a write that was pending when its socket was disconnected.
    if (bytesWritten === NetError.ERR_ABORTED) this.countBack()
    else this.complete({ bytesWritten })
  }
}
