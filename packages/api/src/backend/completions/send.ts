/**
 * A datagram or a write on its way out. The same object is the entry of the queue and the turn of the completion, so a
 * send allocates nothing else.
 */
import type { Completion, Endpoint, NetResult } from '../contract.ts'
import { NetError } from '../net-error.ts'
import { takeTurn } from '../turn/turns.ts'
import type { Turn } from '../turn/turns.ts'

/**
 * A datagram or a write on its way out, which is also the turn in which it completes. It borrows the bytes until it
 * completes.
 * @errors It completes with `-100 ERR_CONNECTION_CLOSED` if its owner is closed, and otherwise with the result that
 * `completeLater` got.
 * @example
 * import { Send, type Completion } from '@chrome-socket/api/backend'
 *
 * export function sendNothing(owner: { isClosed: boolean }, bytes: Uint8Array, complete: Completion): void {
 *   new Send(owner, bytes, undefined, complete).completeLater(bytes.byteLength)
 * }
 */
export class Send implements Turn {
  /** The next entry of the queue. */
  next: Turn | undefined = undefined
  /** The bytes, which are borrowed until the send completes. */
  readonly bytes: Uint8Array
  /** The destination of a datagram, unless the socket is connected. */
  readonly to: Endpoint | undefined
  readonly #owner: { readonly isClosed: boolean }
  readonly #complete: Completion
  #result: NetResult = NetError.OK

  /**
   * `owner` is the socket that sends it. If the owner is closed, the send completes with `ERR_CONNECTION_CLOSED`, even
   * if it was sent.
   */
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
   * Completes the send in a turn of its own. Call it once, while the send is in no queue.
   * @param result the number of sent bytes, or one of `NetError`
   * @errors Cannot fail.
   */
  completeLater(result: NetResult): void {
    this.#result = result
    takeTurn(this)
  }

  /** Completes the send. Only the queue of turns calls it. */
  run(): void {
    const complete = this.#complete
    complete(this.#owner.isClosed ? NetError.ERR_CONNECTION_CLOSED : this.#result)
  }
}
