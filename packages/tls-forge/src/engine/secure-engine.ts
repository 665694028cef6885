/**
 * A TLS connection without I/O, in the shape of rustls' `ClientConnection`: its owner gives it the bytes that arrive, and asks
 * it for the data that can be read.
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
  /** Bytes for the wire, in order. The owner calls `sent` when it needs them no longer. */
  output(bytes: Uint8Array, sent: () => void): void
  /** Something has happened outside of a call: `state`, `isReadable` and `buffered` may have changed. */
  changed(): void
}

/** `ended`: the server has ended its side. `failed`: nothing but an alert follows. Data from before can still be taken. */
export type EngineState = 'handshake' | 'open' | 'ended' | 'failed'

export interface SecureEngine {
  readonly state: EngineState
  /** The reason for the state `failed`. */
  readonly fault: TlsFault | undefined
  /** Throws before the handshake is complete. */
  readonly connection: NegotiatedConnection
  /** Bytes that are kept here: data that nobody has taken, and records that are not whole or not open. */
  readonly buffered: number

  /** Begins the handshake. */
  start(): void
  /** Takes over bytes from the wire: the caller does not use them again. */
  receive(bytes: Uint8Array): void
  /** The peer has closed the connection beneath. */
  receiveEnd(): void
  /** The connection beneath has failed, with a net error. All that came before it is read first. */
  receiveFailure(netError: number): void

  /** Should a read of `max` bytes complete now? False while records are being opened that would make it longer. */
  isReadable(max: number): boolean
  /** The first application data, `max` bytes at most, in a buffer of its own; empty where there is none. */
  take(max: number): Uint8Array<ArrayBuffer>

  /** Sends application data, once the handshake is complete. The engine borrows `bytes` until it calls `written`. */
  write(bytes: Uint8Array, written: () => void): void
  /** Ends our side, and drops what waits. `sent` is called when the peer has been told. */
  close(sent: () => void): void
}
