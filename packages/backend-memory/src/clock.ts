/**
 * The clocks of a network: the runtime's clock, and a clock that a test moves.
 */
import { afterMicrotasks } from '@chrome-socket/api/backend'
import type { Cancel } from '@chrome-socket/api/backend'
import { clearTimeout, now, Promise, Set, setTimeout } from './globals.ts'

/** The time of a network: the runtime's, or one that a test moves on by hand. */
export interface Clock {
  /**
   * Returns the time, in milliseconds since an arbitrary origin. It never goes back.
   * @errors Cannot fail.
   * @example
   * import { systemClock } from '@chrome-socket/backend-memory'
   *
   * const start = systemClock.now()
   */
  now(): number

  /**
   * Runs `task` once, after `milliseconds`.
   * @param milliseconds the delay, at least 0
   * @param task the function to run; an error that it throws goes to the handler of uncaught errors
   * @returns the function that cancels the task
   * @errors Cannot fail.
   * @example
   * import { systemClock } from '@chrome-socket/backend-memory'
   *
   * const cancel = systemClock.after(1000, () => console.log('a second later'))
   */
  after(milliseconds: number, task: () => void): Cancel
  /** The network calls it for every operation that a host begins. */
  operationBegun?(): void
}

/** The runtime's own timers. */
export const systemClock: Clock = {
  now,
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds)
    return () => clearTimeout(timer)
  },
}

interface Alarm {
  readonly at: number
  readonly task: () => void
}

/** The number of turns without a new operation after which a chain of completions has ended. */
const quietTurns = 64

/** The most operations at one moment. A longer chain never ends: two sides answer each other without latency. */
const mostOperations = 500_000

/**
 * A clock that moves only when a test calls `advance`. A test with latencies of minutes takes no time, and its
 * events have the same order in every run.
 * @errors `advance` rejects with an Error if half a million operations follow each other at the same moment.
 * @example
 * import { ManualClock, MemoryNetwork } from '@chrome-socket/backend-memory'
 *
 * const clock = new ManualClock()
 * const network = new MemoryNetwork({ clock, latency: 60_000 })
 * await clock.advance(60_000)
 */
export class ManualClock implements Clock {
  #now = 0
  #operations = 0
  readonly #alarms: Set<Alarm> = new Set()

  /** Returns the time, in milliseconds since the clock was made. */
  now(): number {
    return this.#now
  }

  /** Runs `task` once `advance` has moved the clock by `milliseconds`. */
  after(milliseconds: number, task: () => void): Cancel {
    const alarm: Alarm = { at: this.#now + Math.max(0, milliseconds), task }
    this.#alarms.add(alarm)
    return () => {
      this.#alarms.delete(alarm)
    }
  }

  /** Counts an operation. Only the network calls it. */
  operationBegun(): void {
    this.#operations += 1
  }

  /**
   * Moves the clock, and runs the tasks that fall due, in the order of their times. Before each step and at the
   * end, it waits until all operations that take no time are complete, also those that callbacks begin. It does not
   * wait for work on other threads, such as WebCrypto.
   * @param milliseconds the time to move by, at least 0
   * @throws Error, as a rejection: half a million operations follow each other at the same moment. Give the network a
   * latency.
   * @example
   * import { ManualClock } from '@chrome-socket/backend-memory'
   *
   * const clock = new ManualClock()
   * clock.after(60_000, () => console.log('a minute later'))
   * await clock.advance(60_000)
   */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds
    await this.#untilQuiet()
    for (let alarm = this.#nextBy(end); alarm !== undefined; alarm = this.#nextBy(end)) {
      this.#alarms.delete(alarm)
      this.#now = alarm.at
      alarm.task()
      await this.#untilQuiet()
    }
    this.#now = end
  }

  #nextBy(end: number): Alarm | undefined {
    let next: Alarm | undefined
    for (const alarm of this.#alarms) if (alarm.at <= end && (next === undefined || alarm.at < next.at)) next = alarm
    return next
  }

  async #untilQuiet(): Promise<void> {
    const atStart = this.#operations
    let seen = atStart
    for (let quiet = 0; quiet < quietTurns; quiet += 1) {
      await new Promise<void>((resolve) => afterMicrotasks(resolve))
      if (this.#operations === seen) continue
      seen = this.#operations
      quiet = 0
      if (seen - atStart > mostOperations) {
        throw new Error('ManualClock: the operations at one moment do not end. Give the network a latency.')
      }
    }
  }
}
