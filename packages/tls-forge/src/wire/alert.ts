/**
 * The numbers and names of alerts. Sources: RFC 8446, section 6, and the IANA registry "TLS Alerts".
 */
import { Map, Uint8Array } from '../bytes/globals.ts'

const alertNumbers = {
  close_notify: 0,
  unexpected_message: 10,
  bad_record_mac: 20,
  record_overflow: 22,
  decompression_failure: 30,
  handshake_failure: 40,
  bad_certificate: 42,
  unsupported_certificate: 43,
  certificate_revoked: 44,
  certificate_expired: 45,
  certificate_unknown: 46,
  illegal_parameter: 47,
  unknown_ca: 48,
  access_denied: 49,
  decode_error: 50,
  decrypt_error: 51,
  protocol_version: 70,
  insufficient_security: 71,
  internal_error: 80,
  inappropriate_fallback: 86,
  user_canceled: 90,
  no_renegotiation: 100,
  missing_extension: 109,
  unsupported_extension: 110,
  unrecognized_name: 112,
  bad_certificate_status_response: 113,
  unknown_psk_identity: 115,
  certificate_required: 116,
  no_application_protocol: 120,
} as const

export type AlertName = keyof typeof alertNumbers

const warning = 1
const fatal = 2

const nameByNumber: ReadonlyMap<number, AlertName> = new Map(
  Object.entries(alertNumbers).map(([name, number]) => [number, name as AlertName]),
)

export function alertName(number: number): AlertName | undefined {
  return nameByNumber.get(number)
}

/** Returns the two bytes of an alert. Every alert is fatal, except the two that close a connection without a fault. */
export function encodeAlert(name: AlertName): Uint8Array {
  return Uint8Array.of(name === 'close_notify' || name === 'user_canceled' ? warning : fatal, alertNumbers[name])
}

export interface ReceivedAlert {
  readonly level: 'warning' | 'fatal' | 'unknown'
  /** Undefined for a number without a name. */
  readonly name: AlertName | undefined
  readonly number: number
}

/** Decodes an alert. Undefined unless `bytes` has exactly the length of an alert. */
export function decodeAlert(bytes: Uint8Array): ReceivedAlert | undefined {
  const [level, number] = bytes
  if (bytes.length !== 2 || level === undefined || number === undefined) return undefined
  return {
    level: level === warning ? 'warning' : level === fatal ? 'fatal' : 'unknown',
    name: alertName(number),
    number,
  }
}
