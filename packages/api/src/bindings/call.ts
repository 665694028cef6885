/**
 * A call of the app that waits for its answer, and how the results of reads and writes become that answer. The call itself is
 * what the socket tells the result: one object, and no closure, is all that is made for it, and that a pending read keeps.
 * The classes have no base, which would make a call of 70 ns one of 85 in V8.
 * Source: Chromium extensions/browser/api/socket/socket_api.cc, the OnCompleted functions
 */
import type { Endpoint } from '../backend/contract.ts'
import type { Callback, Delivery } from './delivery.ts'
import { printedAddress } from '../backend/ip-address.ts'
import { NetError } from '../backend/net-error.ts'
import type { Read, Receive, Send, Write } from '../sockets/socket.ts'
import type { WriteQuota } from '../policy/write-quota.ts'

export interface Call {
  /** To be called once: with nothing for a callback without an argument. */
  respond(result?: unknown, error?: string): void
}

/** Of a function that has no callback. */
export const callWithoutAnswer: Call = { respond() {} }

export class CallWithPromise implements Call {
  readonly #delivery: Delivery
  readonly #resolve: (result: unknown) => void
  readonly #reject: (error: Error) => void

  constructor(delivery: Delivery, resolve: (result: unknown) => void, reject: (error: Error) => void) {
    this.#delivery = delivery
    this.#resolve = resolve
    this.#reject = reject
  }

  respond(result?: unknown, error?: string): void {
    const settle = (): void => (error === undefined ? this.#resolve(result) : this.#reject(new Error(error)))
    this.#delivery.answer(settle, undefined, undefined)
  }
}

export class CallWithCallback implements Call {
  readonly #delivery: Delivery
  readonly #callback: Callback

  constructor(delivery: Delivery, callback: Callback) {
    this.#delivery = delivery
    this.#callback = callback
  }

  respond(result?: unknown, error?: string): void {
    this.#delivery.answer(this.#callback, result, error)
  }
}

export class ReadCall implements Call, Read {
  readonly #delivery: Delivery
  readonly #callback: Callback

  constructor(delivery: Delivery, callback: Callback) {
    this.#delivery = delivery
    this.#callback = callback
  }

  respond(result?: unknown, error?: string): void {
    this.#delivery.answer(this.#callback, result, error)
  }

  done(resultCode: number, data: ArrayBuffer): void {
    this.respond({ data, resultCode })
  }
}

export class ReceiveCall implements Call, Receive {
  readonly #delivery: Delivery
  readonly #callback: Callback

  constructor(delivery: Delivery, callback: Callback) {
    this.#delivery = delivery
    this.#callback = callback
  }

  respond(result?: unknown, error?: string): void {
    this.#delivery.answer(this.#callback, result, error)
  }

  done(resultCode: number, data: ArrayBuffer, { address, port }: Endpoint): void {
    this.respond({ address: printedAddress(address), data, port, resultCode })
  }
}

/** Of `write` and `sendTo`. Its bytes count against the quota from `count` until it is answered. */
export class WriteCall implements Call, Write, Send {
  length = 0
  result: number | undefined = undefined
  next: Write | undefined = undefined
  readonly #delivery: Delivery
  readonly #callback: Callback
  #quota: WriteQuota | undefined = undefined

  constructor(delivery: Delivery, callback: Callback) {
    this.#delivery = delivery
    this.#callback = callback
  }

  /** False when so many bytes more would be too many. */
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

  respond(result?: unknown, error?: string): void {
    this.countBack()
    this.#delivery.answer(this.#callback, result, error)
  }

  done(bytesWritten: number): void {
    // Chromium does not answer a write that was pending when its socket was disconnected.
    if (bytesWritten === NetError.ERR_ABORTED) this.countBack()
    else this.respond({ bytesWritten })
  }
}
