/**
 * The calls of chrome.socket that receive data. They turn the result of a read or a receive into an answer. Source:
 * Chromium extensions/browser/api/socket/socket_api.cc, the OnCompleted functions
 *
 * The socket completes the call itself, without a closure, so a pending read keeps only this object. The classes have
 * no common base, which would make a call of 70 ns take 85 in V8.
 */
import type { Endpoint } from '../../backend/contract.ts'
import { printedAddress } from '../../backend/ip-address.ts'
import type { Answers, Call, Callback } from '../../bindings/answers.ts'
import type { Read, Receive } from '../../sockets/socket.ts'
import type { ReadInfo, RecvFromInfo } from './chrome-socket.ts'

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
