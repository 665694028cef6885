/** How long a scenario waits: until no answer comes any more, or until the answer that it needs has come. */
import type { TraceWriter } from './trace-writer.ts'

export interface Patience {
  /** The time without an answer after which `quiet` ends, in milliseconds. */
  readonly quietMs: number
  /** The time after which an awaited answer is given up, in milliseconds. */
  readonly patienceMs: number
  /**
   * Resolves when the peers have done what they were asked before. `quiet` waits for it, too: on a machine with much other
   * work, the peers may need longer than its time. A page has no such function.
   */
  readonly peersAreDone?: () => Promise<void>
}

/** The globals that every JavaScript host has: pages and Node have different globals besides. */
const host = globalThis as unknown as {
  setTimeout: (task: () => void, ms: number) => number
  clearTimeout: (id: number) => void
}

/** A wait has parts. A process that is held up for long loses one part, and still has the others for answers. */
const parts = 6

export interface Waits {
  quiet(): Promise<void>
  breathe(): Promise<void>
  /** Calls `giveUp` when patience ends. Returns the function that cancels this. */
  afterPatience(giveUp: () => void): () => void
}

export function makeWaits({ quietMs, patienceMs, peersAreDone }: Patience, writer: TraceWriter): Waits {
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      host.setTimeout(resolve, ms)
    })
  return {
    async quiet() {
      for (let part = 0, seen = writer.answers; part < parts; part += 1) {
        await peersAreDone?.()
        await pause(quietMs / parts)
        if (writer.answers === seen) continue
        seen = writer.answers
        part = -1
      }
      writer.endPart()
    },
    breathe: () => pause(quietMs / 2),
    afterPatience(giveUp) {
      let timer = 0
      const wait = (left: number): void => {
        timer = host.setTimeout(() => (left > 1 ? wait(left - 1) : giveUp()), patienceMs / parts)
      }
      wait(parts)
      return () => host.clearTimeout(timer)
    },
  }
}
