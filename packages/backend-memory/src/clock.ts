/**
 * The time that a network goes by: the runtime's, or one that a test moves on by hand.
 */
import { type Cancel, afterMicrotasks } from '@chrome-socket/api/backend'
import { runtime } from './runtime.ts'

export interface Clock {
  /** In milliseconds, from any origin; never goes back. */
  now(): number
  /** Runs `task` once, `milliseconds` from now, unless cancelled before that. */
  after(milliseconds: number, task: () => void): Cancel
}

/** The runtime's own timers. */
export const systemClock: Clock = {
  now: () => runtime.performance.now(),
  after(milliseconds, task) {
    const timer = runtime.setTimeout(task, milliseconds)
    return () => {
      runtime.clearTimeout(timer)
    }
  },
}

interface Alarm {
  readonly at: number
  readonly task: () => void
}

/** A clock that stands still until `advance`: tests with latencies of minutes then take no time, and no luck. */
export class ManualClock implements Clock {
  #now = 0
  readonly #alarms = new Set<Alarm>()

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

  /**
   * Moves on by `milliseconds`, running what falls due on the way in the order of its time.
   * After each, completions and what their callbacks ask for have their turns, so that a program goes on as it would in
   * real time.
   */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds
    await quiet()
    for (let alarm = this.#nextBy(end); alarm !== undefined; alarm = this.#nextBy(end)) {
      this.#alarms.delete(alarm)
      this.#now = alarm.at
      alarm.task()
      await quiet()
    }
    this.#now = end
  }

  #nextBy(end: number): Alarm | undefined {
    let next: Alarm | undefined
    for (const alarm of this.#alarms) if (alarm.at <= end && (next === undefined || alarm.at < next.at)) next = alarm
    return next
  }
}

/** So many turns without anything else to do are taken for the end of a chain of completions. */
const quietTurns = 64

async function quiet(): Promise<void> {
  for (let turn = 0; turn < quietTurns; turn += 1) await new Promise<void>((resolve) => afterMicrotasks(resolve))
}
