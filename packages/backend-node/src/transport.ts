/**
 * The part of the backend that carries bytes, which is there twice: `handles/` and `sockets/`.
 */
import { defaultKeepAliveDelay } from '@chrome-socket/api/backend'
import type { Backend } from '@chrome-socket/api/backend'

export type Transport = Required<Pick<Backend, 'connect' | 'listen' | 'openDatagram'>>

/** The options of `net` that make a connection like Chromium's. Node sets neither by itself. */
export const connectionOptions: {
  readonly noDelay: boolean
  readonly keepAlive: boolean
  /** In milliseconds. */
  readonly keepAliveInitialDelay: number
} = { noDelay: true, keepAlive: true, keepAliveInitialDelay: defaultKeepAliveDelay * 1000 }
