/**
 * What has happened to a stream that is not just open and idle. Most of an application's connections are, and have none.
 */
import type { NetResult } from '@chrome-socket/api/backend'
import type { ReceivedBytes } from './received-bytes.ts'
import type { WriteQueue } from './write-queue.ts'

export class StreamState {
  isClosed = false
  /** A turn in which the pending read completes has been asked for. */
  isTurnTaken = false
  /** Enough has been received that nobody has read. */
  isPaused = false
  received: ReceivedBytes | undefined
  writes: WriteQueue | undefined
  /** What a read gives after what has been received: `OK` at the end of the peer's side, else why the connection failed. */
  over: NetResult | undefined
  /** Bun's socket is no more, and this is what a write gives. */
  lost: NetResult | undefined

  get hasReceived(): boolean {
    return this.received !== undefined && this.received.length > 0
  }

  get isLostOnly(): boolean {
    return this.lost !== undefined && !this.isClosed
  }
}
