/**
 * The path from one host to another: how long things take on it, and whether it is cut now.
 */
import type { Cancel } from '@chrome-socket/api/backend'
import type { Clock } from '../clock.ts'

export interface Path {
  readonly clock: Clock
  /** In milliseconds, drawn anew for each segment and datagram. */
  latency(): number
  isCut(): boolean
  /** Runs `resume` once, when a cut is healed. The path may still be cut then. */
  whenHealed(resume: () => void): Cancel
}
