/**
 * What the kinds of socket have in common.
 * Source: Chromium extensions/browser/api/socket/socket.h
 */
import type { Endpoint } from './backend.ts'

export interface SocketState {
  readonly connected: boolean
  readonly peer: Endpoint | undefined
  readonly local: Endpoint | undefined
}

/** An answer that has no data: OK, a count, or a net error. */
export type ResultDone = (result: number) => void
/** An answer whose failure may say more than its net error. */
export type ExplainedDone = (result: number, error?: string) => void

/** In seconds: Linux takes no longer delay for keep-alive (MAX_TCP_KEEPIDLE), and so neither does Chromium on it. */
const longestKeepAliveDelay = 32767

/** Whether `delaySeconds`, which counts only when probes are turned on, is one that Chromium takes. */
export function isKeepAliveDelay(on: boolean, delaySeconds: number): boolean {
  return !on || (delaySeconds >= 0 && delaySeconds <= longestKeepAliveDelay)
}
