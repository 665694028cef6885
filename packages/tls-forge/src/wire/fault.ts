/**
 * Why a connection ends before its time: the alert that tells the peer, the net error that tells the caller.
 */
import { NetError } from '@chrome-socket/api/backend'
import type { AlertName } from './alert.ts'

export class TlsFault extends Error {
  /** What to send to the peer; undefined when nothing is to be sent, as after an alert of its own. */
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
