/**
 * Reads the ServerHello (RFC 8446, section 4.1.3; RFC 5246, section 7.4.1.3) and the version that it chooses.
 */
import { Set, Uint8Array } from '../bytes/globals.ts'
import { NetError } from '@chrome-socket/api/backend'
import { equalBytes } from '../bytes/bytes.ts'
import { readExtensions } from '../wire/extensions.ts'
import { TlsFault } from '../wire/fault.ts'
import { Reader } from '../wire/reader.ts'
import type { HandshakeContext } from './context.ts'
import { versionNumber, type NegotiableVersion } from '../wire/versions.ts'

export interface ServerHello {
  readonly legacyVersion: number
  readonly random: Uint8Array
  readonly sessionId: Uint8Array
  readonly suiteId: number
  readonly compression: number
  /** The block of extensions, not parsed yet. */
  readonly extensions: Uint8Array
  readonly isRetryRequest: boolean
}

const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

/** The random of a HelloRetryRequest: the SHA-256 of "HelloRetryRequest". */
const retryRandom = bytesOfHex('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c')

/**
 * The end of a random that marks a downgrade: "DOWNGRD" and a byte for the version (section 4.1.3). OpenJDK 11 sent
 * the last value instead, and BoringSSL looks for it too.
 */
const downgradeSentinels = ['444f574e47524401', '444f574e47524400', 'ed bf b4 a8 c2 47 10 ff'].map((hex) =>
  bytesOfHex(hex.replaceAll(' ', '')),
)

export function readServerHello(body: Uint8Array): ServerHello {
  const reader = new Reader(body)
  const legacyVersion = reader.u16()
  const random = reader.bytes(32)
  const sessionId = reader.vector(1)
  if (sessionId.length > 32) throw new TlsFault('decode_error', 'the session ID is too long')
  const suiteId = reader.u16()
  const compression = reader.u8()
  // A ServerHello of TLS 1.2 may end before the extensions.
  const extensions = reader.remaining === 0 ? new Uint8Array(0) : reader.vector(2)
  reader.end()
  const isRetryRequest = equalBytes(random, retryRandom)
  return { legacyVersion, random, sessionId, suiteId, compression, extensions, isRetryRequest }
}

/**
 * The fault that hands the connection to forge's engine: the server chose a version before TLS 1.2, and the caller
 * allows that.
 */
export class LegacyVersionFault extends TlsFault {}

/** Returns the version that the server has chosen. Throws if it was not offered. */
export function chosenVersion(context: HandshakeContext, hello: ServerHello): NegotiableVersion {
  if (context.offers('tls1.3')) {
    const versions = readExtensions(hello.extensions, {
      solicited: undefined,
      allowed: new Set(['supported_versions']),
      duplicate: 'illegal_parameter',
    }).get('supported_versions')
    if (versions !== undefined) {
      const reader = new Reader(versions)
      const version = reader.u16()
      reader.end()
      if (version !== versionNumber['tls1.3'])
        throw new TlsFault('illegal_parameter', 'supported_versions is not TLS 1.3')
      return 'tls1.3'
    }
    if (hello.isRetryRequest) throw new TlsFault('missing_extension', 'the HelloRetryRequest has no version')
  }
  if (
    context.offersLegacy &&
    (hello.legacyVersion === versionNumber.tls1 || hello.legacyVersion === versionNumber['tls1.1'])
  ) {
    refuseDowngrade(context, hello)
    throw new LegacyVersionFault(undefined, 'the server chose a version before TLS 1.2')
  }
  if (hello.legacyVersion !== versionNumber['tls1.2'] || !context.offers('tls1.2')) {
    throw new TlsFault('protocol_version', 'the version was not offered', NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH)
  }
  return 'tls1.2'
}

/**
 * Throws if the ServerHello shows a downgrade. A server that supports a later version than it chose says so at the
 * end of its random (section 4.1.3). If the client offered that version, somebody in between has changed a message.
 */
export function refuseDowngrade(context: HandshakeContext, hello: ServerHello): void {
  const isOld = hello.legacyVersion < versionNumber['tls1.2']
  if (!context.offers('tls1.3') && !(isOld && context.offers('tls1.2'))) return
  const end = hello.random.subarray(24)
  if (downgradeSentinels.some((sentinel) => equalBytes(sentinel, end))) {
    throw new TlsFault(
      'illegal_parameter',
      'the server knows a later version than it has chosen',
      NetError.ERR_TLS13_DOWNGRADE_DETECTED,
    )
  }
}
