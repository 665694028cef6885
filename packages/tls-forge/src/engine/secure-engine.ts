/**
 * A TLS connection without I/O, in the shape of rustls' `ClientConnection`. Its owner passes in the bytes that arrive, and
 * takes out the data that can be read.
 *
 *     receive(bytes) ──► records ──► handshake messages, alerts ──► state
 *                           └──────► application data ────────────► take(max)
 *     write(bytes) ────► records ──► output
 *
 * The engine calls nobody back from within a call. The owner looks at `state` after each call. `changed` tells of changes
 * that come later, when asynchronous cryptography is done.
 */
import type { NegotiatedConnection } from '../handshake/context.ts'
import type { TlsFault } from '../wire/fault.ts'

export interface EngineEvents {
  /** Hands over bytes for the wire, in order. The owner calls `sent` when it needs them no longer. */
  output(bytes: Uint8Array, sent: () => void): void
  /** Reports a change outside of a call: `state`, `isReadable` and `buffered` may have changed. */
  changed(): void
}

/**
 * The state of the connection. In `ended`, the server has ended its side. In `failed`, nothing but an alert follows.
 * In both, data from before can still be taken.
 */
export type EngineState = 'handshake' | 'open' | 'ended' | 'failed'

export interface SecureEngine {
  readonly state: EngineState
  /** The reason for the state `failed`. */
  readonly fault: TlsFault | undefined
  /** Throws before the handshake is complete. */
  readonly connection: NegotiatedConnection
  /** The number of bytes in the engine: data that nobody has taken, and records that are not complete or not open. */
  readonly buffered: number

  /** Begins the handshake. */
  start(): void
  /** Takes ownership of bytes from the wire. */
  receive(bytes: Uint8Array): void
  /** Notes that the peer has closed the connection beneath. */
  receiveEnd(): void
  /** Notes that the connection beneath has failed, with a net error. The bytes from before are processed first. */
  receiveFailure(netError: number): void

  /**
   * Whether a read of `max` bytes should complete now. False while records are being opened that would give it more
   * data.
   */
  isReadable(max: number): boolean
  /** Takes the first application data, at most `max` bytes, in a buffer of its own. Empty if there is none. */
  take(max: number): Uint8Array<ArrayBuffer>

  /** Sends application data, once the handshake is complete. The engine borrows `bytes` until it calls `written`. */
  write(bytes: Uint8Array, written: () => void): void
  /** Ends our side and drops the data that waits. `sent` is called when the alert has left. */
  close(sent: () => void): void
}
