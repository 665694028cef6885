/**
 * A queue in which a backend collects datagrams, to send several of them together.
 *
 * Entries that come in turns in a row form one batch, which is sent when the last of these turns ends. A tick of the
 * event loop may have several batches, one for each event that is answered. Then all of them wait for the last event of
 * the tick. Datagrams that an app sends in a loop take a fifth less CPU in Node. In Bun they need one system call
 * instead of one each.
 */
import { setImmediate, setTimeout } from './globals.ts'
import { Queue } from './queue.ts'
import { asEvent, sameTurn, takeTurn } from './turn/turns.ts'
import type { Turn } from './turn/turns.ts'

const { max, min } = Math

/** The number of batches between two watched ones while each tick has one batch, because watching a tick takes 1 µs. */
const batchesPerLook = 32
/** The upper bound of the confidence. After it, eight ticks with one batch end the waiting. */
const mostConfidence = 8

const afterEventsOfTick: (task: () => void) => void = setImmediate ?? ((task) => setTimeout(task, 0))

/**
 * A queue of entries that are sent together. It chooses the time. An entry in it must not wait for a turn as well.
 * @errors Cannot fail. An error that `send` throws goes to the handler of uncaught errors.
 * @example
 * import { Outbox, type Turn } from '@chrome-socket/api/backend'
 *
 * const outbox = new Outbox<Turn>(() => {
 *   for (let entry = outbox.shift(); entry !== undefined; entry = outbox.shift()) entry.run()
 * })
 * outbox.push({ next: undefined, run: () => console.log('sent') })
 */
export class Outbox<Entry extends Turn> {
  readonly #entries = new Queue<Turn>()
  readonly #endOfBatch: Turn = { next: undefined, run: () => this.#endBatch() }
  readonly #send: () => void
  /** Whether the end of a batch waits for its turn. */
  #isBatchOpen = false
  /** The number of batches since a tick was last watched, or in the tick that is watched. */
  #batches = 0
  #isWatching = false
  /** Above 0 if more ticks had several batches than had one. Entries then wait for the end of the tick. */
  #confidence = 0

  /** `send` removes the entries that it can send. */
  constructor(send: () => void) {
    this.#send = send
  }

  /**
   * Appends an entry. `send` is called when its batch or the tick has ended.
   * @param entry an entry that is in no queue and waits for no turn
   * @errors Cannot fail.
   */
  push(entry: Entry): void {
    this.#entries.push(entry)
    if (this.#isBatchOpen) return
    this.#isBatchOpen = true
    takeTurn(this.#endOfBatch)
  }

  /** The first entry. The entries are linked by their `next`. */
  get first(): Entry | undefined {
    return this.#entries.first as Entry | undefined
  }

  /**
   * Removes the first entry and returns it. Returns undefined if the queue is empty.
   * @errors Cannot fail.
   */
  shift(): Entry | undefined {
    return this.#entries.shift() as Entry | undefined
  }

  #endBatch(): typeof sameTurn {
    this.#isBatchOpen = false
    this.#batches += 1
    if (!this.#isWatching && (this.#confidence > 0 || this.#batches === batchesPerLook)) {
      this.#isWatching = true
      this.#batches = 1
      afterEventsOfTick(this.#onEndOfTick)
    }
    if (this.#confidence === 0) this.#send()
    return sameTurn
  }

  readonly #onEndOfTick: () => void = asEvent(() => {
    this.#isWatching = false
    const change = this.#batches > 1 ? 1 : -1
    this.#confidence = max(0, min(mostConfidence, this.#confidence + change))
    this.#batches = 0
    this.#send()
  })
}
