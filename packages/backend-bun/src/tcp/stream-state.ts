/**
 * The state of a stream after its first event: unread bytes, a waiting write, or the end of a side. Most connections of an
 * app are open and idle. They share one state, which never changes.
 */
import type { NetResult } from '@chrome-socket/api/backend'
import { ReceivedBytes } from './received-bytes.ts'
import type { WriteQueue } from './write-queue.ts'

export class StreamState {
  isClosed = false
  /** Whether TLS has the socket. The stream is closed then, but still sets the options of the socket. */
  isUpgraded = false
  /** Whether a turn is scheduled that completes the pending read. */
  isReadDue = false
  /** Whether the socket is paused, because enough bytes are unread. */
  isPaused = false
  readonly received: ReceivedBytes = new ReceivedBytes()
  writes: WriteQueue | undefined
  /** The result of a read once all received bytes are read: `OK` after the peer's end, or the error of the connection. */
  end: NetResult | undefined
  /** The result of a write once Bun's socket is gone. */
  loss: NetResult | undefined

  get hasReceived(): boolean {
    return this.received.length > 0
  }

  /** Whether the peer has ended its side or the connection is lost, as far as Bun has reported it. */
  get isOver(): boolean {
    return this.end !== undefined || this.loss !== undefined
  }
}

/** The state of every open, idle stream. Its type is read-only. */
export const idleState: Readonly<StreamState> = new StreamState()
