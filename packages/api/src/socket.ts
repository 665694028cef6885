/**
 * What the three kinds of socket have in common, as far as `functions.ts` needs to know.
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
