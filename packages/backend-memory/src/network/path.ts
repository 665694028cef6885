/**
 * The path from one host to another, with its latency and its cuts.
 */
import type { Cancel } from '@chrome-socket/api/backend'
import type { Clock } from '../clock.ts'

export interface Path {
  readonly clock: Clock
  /** Draws the latency of the next segment or datagram, in milliseconds. */
  latency(): number
  isCut(): boolean
  /** Runs `resume` once, when a cut ends. Another cut may still separate the hosts. */
  whenHealed(resume: () => void): Cancel
}
