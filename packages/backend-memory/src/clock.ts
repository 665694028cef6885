/**
 * The clocks of a network: the runtime's clock, and a clock that a test moves.
 */
import { afterMicrotasks } from '@chrome-socket/api/backend'
import type { Cancel } from '@chrome-socket/api/backend'
import { clearTimeout, now, Promise, Set, setTimeout } from './globals.ts'

/** The time of a network: the runtime's, or one that a test moves on by hand. */
export interface Clock {
  /** In milliseconds, from any origin. It never goes back. */
  now(): number
  /** Runs `task` once, `milliseconds` from now, unless it is cancelled before. */
  after(milliseconds: number, task: () => void): Cancel
  /** Is told of every operation that a host begins, where the clock wants to know. */
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
 * A clock that stands still until `advance`. A test with latencies of minutes then takes no time, and its order of events is
 * the same in every run.
 *
 * @example
 * const clock = new ManualClock()
 * const network = new MemoryNetwork({ clock, latency: 60_000 })
 * await clock.advance(60_000)
 */
export class ManualClock implements Clock {
  #now = 0
  #operations = 0
  readonly #alarms: Set<Alarm> = new Set()

  now(): number {
    return this.#now
  }

  after(milliseconds: number, task: () => void): Cancel {
    const alarm: Alarm = { at: this.#now + Math.max(0, milliseconds), task }
    this.#alarms.add(alarm)
    return () => {
      this.#alarms.delete(alarm)
    }
  }

  operationBegun(): void {
    this.#operations += 1
  }

  /**
   * Moves on by `milliseconds` and runs what falls due, in the order of its time. Before each step of the time, and at the
   * end, all completions are told, and the operations that their callbacks begin complete too, as long as they take no time.
   * Work of the runtime on other threads (WebCrypto) is not waited for.
   *
   * Rejects when half a million operations follow each other without any time between them: give the network a latency.
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
