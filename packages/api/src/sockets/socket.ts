/**
 * What the kinds of socket have in common.
 * Source: Chromium extensions/browser/api/socket/socket.h
 */
import { longestKeepAliveDelay } from '../backend/keep-alive.ts'
import type { Endpoint, NetResult } from '../backend/contract.ts'

export interface SocketState {
  readonly connected: boolean
  readonly peer: Endpoint | undefined
  readonly local: Endpoint | undefined
}

/** An answer that has no data: OK, a count, or a net error. */
export type ResultDone = (result: number) => void
/** An answer whose failure may say more than its net error. */
export type ExplainedDone = (result: number, error?: string) => void

/** A read of an app, which somebody wants to hear of. */
export interface Read {
  done(result: NetResult, data: ArrayBuffer): void
}

/** The same of a datagram. A `Read` will do where it does not matter who has sent it. */
export interface Receive {
  done(result: NetResult, data: ArrayBuffer, from: Endpoint): void
}

/** A datagram that an app sends, which somebody wants to hear of. */
export interface Send {
  done(result: NetResult): void
}

/** A write of an app, which somebody wants to hear of, and which may have to wait for its answer in a `Queue`. */
export interface Write {
  /** In bytes. */
  readonly length: number
  /** What it is to be answered, once that is known. */
  result: NetResult | undefined
  next: Write | undefined
  done(result: NetResult): void
}

/** Whether `delaySeconds`, which counts only when probes are turned on, is one that Chromium takes. */
export function isKeepAliveDelay(on: boolean, delaySeconds: number): boolean {
  return !on || (delaySeconds >= 0 && delaySeconds <= longestKeepAliveDelay)
}
