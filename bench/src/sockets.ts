/**
 * The primitives of a variant: all that differs between chrome.socket and the sockets of a runtime. `tasks/` says what is
 * done with them.
 *
 * A primitive is as much of a program as each API has a way of its own to write: the whole loop of writes, say, since one
 * API calls back, and another says at once how much it took. So nothing of this lies between a program and its sockets but
 * one call for each event, which counts it. What a variant gives are objects of classes with one or two fields, so that
 * they weigh nothing beside the connections whose memory is measured.
 */
import type { Target } from './task.ts'

export interface Connection {
  /** From now on `received` gets the length of what comes, in pieces of `size` bytes at most where the API reads on demand. */
  receive(size: number, received: (length: number) => void): void
  /** Without waiting for it. */
  write(bytes: Uint8Array): void
  /** One write outstanding; `written` is called after each, and says whether there is another. */
  writeInTurn(bytes: Uint8Array, written: () => boolean): void
  /** `count` writes at a time; `written` is called when all have been taken, and says whether there are as many again. */
  writeTogether(bytes: Uint8Array, count: number, written: () => boolean): void
  /** As a program does that needs it no more. Nothing is received after that. */
  close(): void
}

export interface Listener {
  readonly port: number
  close(): void
}

/** Bound to a port of its own; it sends to the target's. */
export interface Datagrams {
  readonly port: number
  receive(received: () => void): void
  /** Without waiting for it. */
  send(bytes: Uint8Array): void
  /** `count` at a time; `sent` is called when all have been taken, and says whether there are as many again. */
  sendTogether(bytes: Uint8Array, count: number, sent: () => boolean): void
  close(): void
}

export interface Sockets {
  /** Secured, where the target has an authority. */
  connect(target: Target): Promise<Connection>
  listen(accepted: (connection: Connection) => void): Promise<Listener>
  bind(target: Target): Promise<Datagrams>
  /** Makes a call that throws for its arguments. */
  callWrongly(): void
}
