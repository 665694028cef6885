/**
 * The reason why a connection ends before its time: the alert for the peer, and the net error for the caller.
 */
import { NetError } from '@chrome-socket/api/backend'
import type { AlertName } from './alert.ts'

export class TlsFault extends Error {
  /** The alert to send; undefined when none is sent, as after an alert of the peer. */
  readonly alert: AlertName | undefined
  /** One of `NetError`. */
  readonly netError: number

  /** `reason` is for a person who reads a log; it names no secret. */
  constructor(alert: AlertName | undefined, reason: string, netError: number = NetError.ERR_SSL_PROTOCOL_ERROR) {
    super(reason)
    this.name = 'TlsFault'
    this.alert = alert
    this.netError = netError
  }
}

/** The peer has ended the connection by an alert of its own. */
export class PeerAlertFault extends TlsFault {}
