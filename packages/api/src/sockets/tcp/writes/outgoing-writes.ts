/**
 * The writes of a connected socket, with Chromium's results. A write waits in one of two queues until it is answered:
 *
 *                  sent               in a turn of its own
 *   call ──▶ pending ──▶ answers ─────────────────────▶ complete(its length)
 *               │            ▲
 *               ├── the connection failed: -2 for the first, -15 for the others
 *               └── ended: complete(its length) if Chromium's pipe had taken it, else complete(ERR_ABORTED)
 *
 * Its bytes go another way meanwhile, in batches of one or more writes:
 *
 *   call ──▶ waiting ──▶ under way ──▶ sent             a copy, until the stream has it and is done with it
 *   call ───────────────▶ under way ──▶ sent             the first write of a turn
 *   call ─────────────────────────────▶ sent             what the system takes within the call
 *
 * The queues of writes are in write-order.ts, those of bytes in write-batches.ts, and what counts as sent when the
 * connection ends is in chromium-pipe.ts.
 * Source: Chromium extensions/browser/api/socket/socket.cc
 */
import type { ByteStream, NetResult } from '../../../backend/contract.ts'
import { NetError } from '../../../backend/net-error.ts'
import type { Queue } from '../../../backend/queue.ts'
import { afterMicrotasks } from '../../../backend/turn/turns.ts'
import type { ChannelOwner, Write } from '../../socket.ts'
import { fitsPipe, markRefused, takeWhatFits } from './chromium-pipe.ts'
import { WriteBatches } from './write-batches.ts'
import type { BatchOwner } from './write-batches.ts'
import { WriteOrder } from './write-order.ts'

export class OutgoingWrites implements BatchOwner {
  readonly #owner: ChannelOwner
  readonly #order = new WriteOrder()
  readonly #batches: WriteBatches
  #hasFailed = false

  /** `owner` is disconnected, and so ends this, when the stream has failed: before the write that meets the failure is answered. */
  constructor(stream: ByteStream, owner: ChannelOwner) {
    this.#owner = owner
    this.#batches = new WriteBatches(stream, this)
  }

  get arePending(): boolean {
    return this.#order.arePending
  }

  /** Whether the next write is sent within the call, with no other before it. */
  get sendsAtOnce(): boolean {
    return !this.#hasFailed && this.#batches.sendsAtOnce
  }

  /** Copies `bytes` before it returns. The system already has the first `taken` bytes. */
  write(bytes: Uint8Array, taken: number, write: Write): void {
    if (this.#hasFailed) {
      this.#refuse(write)
    } else {
      this.#batches.add(bytes, write.length, taken)
      this.#order.push(write)
    }
  }

  /** The first write that meets the failure fails within the call: whatever else the script calls finds the socket disconnected. */
  #refuse(write: Write): void {
    const isFirst = !this.#order.arePending
    this.#order.push(write)
    if (isFirst) this.#order.complete(this.#takeRefused())
  }

  /** Receives the result of a batch. Only the batches call it. */
  completeBatch(result: NetResult, writes: number, length: number): void {
    if (result < 0) {
      this.#hasFailed = true
      afterMicrotasks(() => this.#refusePending())
      if (!fitsPipe(length)) return
    }
    this.#order.completeFirst(writes)
  }

  #refusePending(): void {
    if (!this.#order.arePending) return
    const refused = this.#takeRefused()
    afterMicrotasks(() => this.#order.complete(refused))
  }

  #takeRefused(): Queue<Write> {
    const refused = this.#order.takePending()
    this.#owner.disconnect()
    markRefused(refused)
    return refused
  }

  /**
   * Ends the writes before their stream is closed. Those that Chromium's pipe has taken go to the stream and are returned: the
   * caller completes them as sent. The others complete with `ERR_ABORTED`.
   */
  end(): Write[] {
    const pending = this.#order.takePending()
    const sent = takeWhatFits(pending)
    this.#batches.handOver(sent.length)
    this.#batches.drop()
    for (let write = pending.shift(); write !== undefined; write = pending.shift()) {
      write.completeWrite(NetError.ERR_ABORTED)
    }
    return sent
  }
}
