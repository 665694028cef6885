/**
 * The primitives of a variant, which are the differences between chrome.socket and the sockets of a runtime. The tasks in
 * `tasks/` use them.
 *
 * A primitive is a part of a program that differs between the APIs. A loop of writes is one primitive, because one API calls
 * back and another returns the number of accepted bytes. So the benchmark adds only one call for each event, which counts it.
 * The objects of a variant have one or two fields, so that they hardly add to the measured memory of a connection.
 */
import type { Target } from './task.ts'

export interface Connection {
  /**
   * Starts receiving. `received` gets the length of each received piece. A piece has at most `size` bytes if the API reads on
   * demand.
   */
  receive(size: number, received: (length: number) => void): void
  /** Writes bytes without waiting for the completion. */
  write(bytes: Uint8Array): void
  /** Writes `bytes` again and again, one write at a time, while `written`, called after each write, returns true. */
  writeInTurn(bytes: Uint8Array, written: () => boolean): void
  /** Writes `bytes` `count` times at once, and again while `written`, called after all these writes, returns true. */
  writeTogether(bytes: Uint8Array, count: number, written: () => boolean): void
  /** Closes the connection as an ordinary program would. Nothing is received afterwards. */
  close(): void
}

export interface Listener {
  readonly port: number
  close(): void
}

/** A UDP socket that is bound to its own port and sends to the target's port. */
export interface Datagrams {
  readonly port: number
  receive(received: () => void): void
  /** Sends a datagram without waiting for the completion. */
  send(bytes: Uint8Array): void
  /** Sends `bytes` `count` times at once, and again while `sent`, called after all these sends, returns true. */
  sendTogether(bytes: Uint8Array, count: number, sent: () => boolean): void
  close(): void
}

export interface Sockets {
  /** Connects to the target, over TLS if the target has an authority. */
  connect(target: Target): Promise<Connection>
  listen(accepted: (connection: Connection) => void): Promise<Listener>
  bind(target: Target): Promise<Datagrams>
  /** Makes a call that throws because of its arguments. */
  callWrongly(): void
}
