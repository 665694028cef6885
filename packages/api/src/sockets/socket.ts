/**
 * The types that all kinds of socket share.
 * Source: Chromium extensions/browser/api/socket/socket.h
 */
import { ArrayBuffer } from '../backend/globals.ts'
import type { Endpoint, NetResult, Reader } from '../backend/contract.ts'
import { emptyEndpoint } from '../backend/endpoint.ts'
import { longestKeepAliveDelay } from '../backend/keep-alive.ts'

export interface SocketState {
  readonly connected: boolean
  readonly peer: Endpoint | undefined
  readonly local: Endpoint | undefined
}

/** Receives the result of an operation. `error` may say more than the net error. */
export type ExplainedCompletion = (result: NetResult, error?: string) => void

/** A read of an app. A stream completes it like any reader. */
export type Read = Reader

/** Completes a read without data, because it failed or the connection has ended. */
export function completeWithoutData(read: Read, result: NetResult): void {
  read.completeRead(result, new ArrayBuffer(0))
}

/** A receive of a datagram. */
export interface Receive {
  completeReceive(result: NetResult, data: ArrayBuffer, from: Endpoint): void
}

export function failReceive(receive: Receive, error: NetResult): void {
  receive.completeReceive(error, new ArrayBuffer(0), emptyEndpoint)
}

/** A datagram that an app sends. */
export interface Send {
  completeSend(result: NetResult): void
}

/** A write of an app. It may wait in a `Queue` for its answer. */
export interface Write {
  /** The number of bytes. */
  readonly length: number
  /** The result. It is set while the write waits for its answer. */
  result: NetResult | undefined
  next: Write | undefined
  completeWrite(result: NetResult): void
}

/** The socket that a channel belongs to. */
export interface ChannelOwner {
  /** Closes the channel. */
  disconnect(): void
}

/** Whether Chromium accepts `delaySeconds`. The delay matters only if probes are turned on. */
export function isKeepAliveDelay(on: boolean, delaySeconds: number): boolean {
  return !on || (delaySeconds >= 0 && delaySeconds <= longestKeepAliveDelay)
}
