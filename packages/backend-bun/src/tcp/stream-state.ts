/**
 * The state of a stream on which something has happened: bytes have come unread, a write has waited, one side has ended.
 * Most connections of an app are open and idle, and share one state that never changes.
 */
import type { NetResult } from '@chrome-socket/api/backend'
import { ReceivedBytes } from './received-bytes.ts'
import type { WriteQueue } from './write-queue.ts'

export class StreamState {
  isClosed = false
  /** The pending read completes in a turn that has been asked for. */
  isReadDue = false
  /** The socket is paused, because enough bytes have come that nobody has read. */
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

  /** Whether the peer has ended its side or the connection is lost, as far as that is known. */
  get isOver(): boolean {
    return this.end !== undefined || this.loss !== undefined
  }
}

/** The state of every stream that is open and idle. Its type keeps it from being changed. */
export const idleState: Readonly<StreamState> = new StreamState()
