/**
 * The record and its header, which has type, version and length (RFC 8446, section 5.1; RFC 5246, section 6.2.1).
 */
import { TlsFault } from '../wire/fault.ts'

export const contentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const

export const headerLength = 5
/** The maximum length of a record's content, before protection. */
export const maxPlaintext = 16_384
/**
 * The maximum length of a protected record's body: 256 bytes more than the content in TLS 1.3, 2048 bytes more in TLS
 * 1.2.
 */
export const maxCiphertext = { 'tls1.2': 18_432, 'tls1.3': 16_640 } as const

export interface RawRecord {
  readonly type: number
  /** The five bytes before the body. */
  readonly header: Uint8Array
  readonly body: Uint8Array
}

export function writeHeader(target: Uint8Array, type: number, version: number, length: number): void {
  target[0] = type
  target[1] = version >> 8
  target[2] = version & 0xff
  target[3] = length >> 8
  target[4] = length & 0xff
}

/** The limits of a record at the current point of the connection. */
export interface RecordLimits {
  readonly isProtected: boolean
  readonly maxLength: number
}

/**
 * Returns the length of the body after the header at `at` in `bytes`. Throws if the header breaks `limits`.
 *
 * The version in an unprotected record has no meaning (RFC 8446, section 5.1). As in BoringSSL, only its first byte
 * is checked, which detects an answer in another protocol. The version in a protected record is always TLS 1.2
 * (section 5.2).
 */
export function checkLimits(bytes: Uint8Array, { isProtected, maxLength }: RecordLimits, at = 0): number {
  const type = bytes[at]
  const major = bytes[at + 1]
  const minor = bytes[at + 2]
  const length = ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0)
  if (major !== 3 || (minor !== 3 && isProtected && type !== contentType.changeCipherSpec)) {
    throw new TlsFault('protocol_version', 'the record has the wrong version')
  }
  if (length > maxLength) throw new TlsFault('record_overflow', 'the record is too long')
  return length
}
