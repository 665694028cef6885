/**
 * A datagram or a write on its way out. One object is the entry of the queue that it waits in, and the turn in which it
 * completes, so that nothing else is made for it.
 */
import type { Completion, Endpoint, NetResult } from '../contract.ts'
import { NetError } from '../net-error.ts'
import { takeTurn } from '../turn/turns.ts'
import type { Turn } from '../turn/turns.ts'

/**
 * A datagram or a write on its way out, which is also the turn in which it completes. It borrows the bytes until then.
 * @errors It completes with `-100 ERR_CONNECTION_CLOSED` once its owner is closed, and else with what `completeLater` was given.
 * @example
 * import { Send, type Completion } from '@chrome-socket/api/backend'
 *
 * export function sendNothing(owner: { isClosed: boolean }, bytes: Uint8Array, complete: Completion): void {
 *   new Send(owner, bytes, undefined, complete).completeLater(bytes.byteLength)
 * }
 */
export class Send implements Turn {
  /** For the queue that it waits in. */
  next: Turn | undefined = undefined
  /** Borrowed until it completes. */
  readonly bytes: Uint8Array
  /** Only for a datagram of a socket that is not connected. */
  readonly to: Endpoint | undefined
  readonly #owner: { readonly isClosed: boolean }
  readonly #complete: Completion
  #result: NetResult = NetError.OK

  /** `owner` sends it. Once the owner is closed, it completes with `ERR_CONNECTION_CLOSED`, whatever became of it. */
  constructor(
    owner: { readonly isClosed: boolean },
    bytes: Uint8Array,
    to: Endpoint | undefined,
    complete: Completion,
  ) {
    this.#owner = owner
    this.bytes = bytes
    this.to = to
    this.#complete = complete
  }

  /**
   * Completes in a turn of its own. Call it once, when it is in no queue.
   * @param result the length that was sent, or one of `NetError`
   * @errors Cannot fail.
   */
  completeLater(result: NetResult): void {
    this.#result = result
    takeTurn(this)
  }

  /** For the queue of turns. */
  run(): void {
    const complete = this.#complete
    complete(this.#owner.isClosed ? NetError.ERR_CONNECTION_CLOSED : this.#result)
  }
}
