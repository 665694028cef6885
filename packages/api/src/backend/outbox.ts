/**
 * For backends: what is given to be sent one by one, and when it leaves together.
 *
 * What is given in turns in a row is one batch, which leaves at its end. In a tick of the event loop with more batches, one
 * for each event that is answered, all wait for the last event. Datagrams that are sent in a loop, with nothing else between,
 * take a fifth less CPU in Node, and in Bun all but one system call is spared.
 */
import { setImmediate, setTimeout } from './globals.ts'
import { Queue } from './queue.ts'
import { asEvent, sameTurn, takeTurn } from './turn/turns.ts'
import type { Turn } from './turn/turns.ts'

const { max, min } = Math

/** To watch a tick takes 1 µs: where nothing is to be gained, it is done once in so many batches. */
const batchesPerLook = 32
/** So many ticks may wait in vain after many that did not. */
const mostConfidence = 8

const afterEventsOfTick: (task: () => void) => void = setImmediate ?? ((task) => setTimeout(task, 0))

/**
 * A queue of what is to be sent together, and the choice of when. An entry that waits here waits for no turn.
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
  /** The end of a batch waits for its turn. */
  #isBatchOpen = false
  /** Since the last look, or in the tick that is watched. */
  #batches = 0
  #isWatching = false
  /** Above 0, what is given waits for the end of the tick: more ticks had several batches than one. */
  #confidence = 0

  /** `send` takes out what it can send. */
  constructor(send: () => void) {
    this.#send = send
  }

  /**
   * Puts an entry behind all others. `send` is called once its batch, or the tick, has ended.
   * @param entry one that is in no queue, and waits for no turn
   * @errors Cannot fail.
   */
  push(entry: Entry): void {
    this.#entries.push(entry)
    if (this.#isBatchOpen) return
    this.#isBatchOpen = true
    takeTurn(this.#endOfBatch)
  }

  /** The entries are linked by their `next`. */
  get first(): Entry | undefined {
    return this.#entries.first as Entry | undefined
  }

  /**
   * Takes the first entry out.
   * @errors Cannot fail. Undefined where nothing waits.
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
