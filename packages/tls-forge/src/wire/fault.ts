/**
 * The error that ends a connection: the alert for the peer, and the net error for the caller.
 */
import { NetError } from '@chrome-socket/api/backend'
import type { AlertName } from './alert.ts'

export class TlsFault extends Error {
  /** The alert to send. Undefined if none is sent, as after an alert from the peer. */
  readonly alert: AlertName | undefined
  /** One of `NetError`. */
  readonly netError: number

  /** `reason` is for a log. It must contain no secret. */
  constructor(alert: AlertName | undefined, reason: string, netError: number = NetError.ERR_SSL_PROTOCOL_ERROR) {
    super(reason)
    this.name = 'TlsFault'
    this.alert = alert
    this.netError = netError
  }
}

/** The fault of a connection that the peer has ended by an alert. */
export class PeerAlertFault extends TlsFault {}
