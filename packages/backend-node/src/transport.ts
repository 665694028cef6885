/**
 * The part of the backend that carries bytes. There are two: `handles/` and `sockets/`.
 */
import { defaultKeepAliveDelay } from '@chrome-socket/api/backend'
import type { Backend } from '@chrome-socket/api/backend'

export type Transport = Required<Pick<Backend, 'connect' | 'listen' | 'openDatagram'>>

/** The options of `net` for a connection like Chromium's. Node sets none of them by default. */
export const connectionOptions: {
  readonly noDelay: boolean
  readonly keepAlive: boolean
  /** The keep-alive delay in milliseconds. */
  readonly keepAliveInitialDelay: number
} = { noDelay: true, keepAlive: true, keepAliveInitialDelay: defaultKeepAliveDelay * 1000 }
