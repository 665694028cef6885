/** How long a scenario waits: until no answer comes any more, or until the answer that it needs has come. */
import type { TraceWriter } from './trace-writer.ts'

export interface Patience {
  /** After this time without an answer `quiet` ends, in milliseconds. */
  readonly quietMs: number
  /** After this time an awaited answer is given up, in milliseconds. */
  readonly patienceMs: number
}

/** Only what every JavaScript host has: a page's globals are not those of Node, nor the other way round. */
const host = globalThis as unknown as {
  setTimeout: (task: () => void, ms: number) => number
  clearTimeout: (id: number) => void
}

/**
 * Times are waited for in parts. A process that is held up for long loses one part, and still has the others to answer
 * in.
 */
const parts = 6

export interface Waits {
  quiet(): Promise<void>
  breathe(): Promise<void>
  /** Calls `giveUp` when patience ends. Returns what calls that off. */
  afterPatience(giveUp: () => void): () => void
}

export function makeWaits({ quietMs, patienceMs }: Patience, writer: TraceWriter): Waits {
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      host.setTimeout(resolve, ms)
    })
  return {
    async quiet() {
      for (let part = 0, seen = writer.answers; part < parts; part += 1) {
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
