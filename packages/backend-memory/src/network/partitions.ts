/**
 * Partitions of a network, which cut hosts off from others for a time.
 */
import type { Cancel } from '@chrome-socket/api/backend'
import { Set } from '../globals.ts'

/** A cut between a host and another host, or all others. */
type Cut = readonly [a: string, b: string | undefined]

export class Partitions {
  readonly #cuts: Set<Cut> = new Set()
  #waiting: Set<() => void> = new Set()

  /** Cuts `a` off from `b`, or from all others. Returns the function that ends the cut. */
  cut(a: string, b: string | undefined): () => void {
    const cut: Cut = [a, b]
    this.#cuts.add(cut)
    return () => {
      if (this.#cuts.delete(cut)) this.#resumeAll()
    }
  }

  separate(from: string, to: string): boolean {
    if (from === to) return false
    for (const [a, b] of this.#cuts) {
      if ((a === from && (b ?? to) === to) || (a === to && (b ?? from) === from)) return true
    }
    return false
  }

  /** Runs `resume` once, when the next cut ends. There may still be another cut. */
  whenHealed(resume: () => void): Cancel {
    const waiting = this.#waiting
    waiting.add(resume)
    return () => {
      waiting.delete(resume)
    }
  }

  /** Runs all waiting tasks. A task that finds another cut waits again, in the new set. */
  #resumeAll(): void {
    const waiting = this.#waiting
    this.#waiting = new Set()
    for (const resume of waiting) resume()
  }
}
