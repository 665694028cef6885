/**
 * A fault of a scripted server, and its expected outcome.
 */
import type { ClientOptions } from '../../src/handshake/context.ts'
import type { Script12 } from '../support/server-12.ts'
import type { Script13 } from '../support/server-13.ts'

/** A fault. `alert` is undefined if no alert is sent. `error` is ERR_SSL_PROTOCOL_ERROR by default. */
type Fault<Script> = readonly [
  what: string,
  script: Script,
  alert: string | undefined,
  client?: Partial<ClientOptions>,
  error?: number,
]

export type Fault12 = Fault<Script12>
export type Fault13 = Fault<Script13>
