/**
 * Faults in the ServerHello of TLS 1.2, and in sessions that it resumes. Sections are those of RFC 5246 unless
 * another RFC is named.
 */
import { NetError } from '@chrome-socket/api/backend'
import { concatenate } from '../../src/bytes/bytes.ts'
import { changed, longer, none, shorter, withExtensions } from '../support/alterations.ts'
import type { Fault12 } from './fault.ts'
import { offering12, sessionId } from './offered-session.ts'

export const serverHello: readonly Fault12[] = [
  ['a cipher suite that was not offered', { hello: (f) => ({ ...f, suite: 0x002f }) }, 'illegal_parameter'],
  ['a cipher suite of TLS 1.3', { hello: (f) => ({ ...f, suite: 0x1301 }) }, 'illegal_parameter'],
  ['compression', { hello: (f) => ({ ...f, compression: 1 }) }, 'illegal_parameter'],
  ['an unsolicited extension', { hello: withExtensions([0x1234, none]) }, 'unsupported_extension'],
  [
    'unsolicited supported_versions',
    { hello: withExtensions(['supported_versions', Uint8Array.of(3, 3)]) },
    'unsupported_extension',
    { maxVersion: 'tls1.2' },
  ],
  ['key_share', { hello: withExtensions(['key_share', none]) }, 'illegal_parameter'],
  ['compress_certificate', { hello: withExtensions([27, Uint8Array.of(2, 0, 1)]) }, 'unsupported_extension'],
  ['an extension twice', { hello: withExtensions(['extended_master_secret', none]) }, 'decode_error'],
  [
    'an extended_master_secret with content',
    { hello: (f) => ({ ...f, extensions: [['extended_master_secret', Uint8Array.of(1)]] }) },
    'decode_error',
  ],
  [
    'a renegotiation_info of an earlier connection (RFC 5746, 3.4)',
    { hello: (f) => ({ ...f, extensions: [['renegotiation_info', Uint8Array.of(1, 7)]] }) },
    'handshake_failure',
  ],
  [
    'a malformed renegotiation_info',
    { hello: (f) => ({ ...f, extensions: [['renegotiation_info', Uint8Array.of(2, 7)]] }) },
    'decode_error',
  ],
  [
    'no uncompressed points (RFC 8422, 5.2)',
    { hello: withExtensions(['ec_point_formats', Uint8Array.of(1, 1)]) },
    'illegal_parameter',
  ],
  ['unsolicited status_request', { hello: withExtensions([5, none]) }, 'unsupported_extension'],
  [
    'a session ticket for a client without a cache',
    { hello: withExtensions(['session_ticket', none]) },
    'unsupported_extension',
  ],
  ['unsolicited ALPN', { hello: withExtensions(['alpn', Uint8Array.of(0, 3, 2, 104, 50)]) }, 'unsupported_extension'],
  ['encrypt_then_mac (RFC 7366, 3)', { hello: withExtensions([22, none]) }, 'unsupported_extension'],
  [
    'server_name with content (RFC 6066, 3)',
    { hello: withExtensions(['server_name', Uint8Array.of(0)]) },
    'decode_error',
  ],
  [
    'server_name for an address',
    { hello: withExtensions(['server_name', none]) },
    'unsupported_extension',
    { serverName: '1.2.3.4' },
  ],
  [
    'session_ticket with content (RFC 5077, 3.2)',
    { hello: withExtensions(['session_ticket', Uint8Array.of(1)]) },
    'decode_error',
    offering12({ sessionId: none, ticket: Uint8Array.of(1) }),
  ],
  [
    'an empty renegotiation_info',
    { hello: (f) => ({ ...f, extensions: [['renegotiation_info', none]] }) },
    'decode_error',
  ],
  [
    'ec_point_formats without a format',
    { hello: withExtensions(['ec_point_formats', Uint8Array.of(0)]) },
    'decode_error',
  ],
  [
    'ec_point_formats that is too long',
    { hello: withExtensions(['ec_point_formats', Uint8Array.of(1, 0, 0)]) },
    'decode_error',
  ],
  [
    'ALPN with two protocols',
    { hello: withExtensions(['alpn', Uint8Array.of(0, 6, 2, 104, 50, 2, 104, 51)]) },
    'decode_error',
    { alpnProtocols: ['h2', 'h3'] },
  ],
  [
    'ALPN with a protocol that was not offered',
    { hello: withExtensions(['alpn', Uint8Array.of(0, 3, 2, 104, 51)]) },
    'illegal_parameter',
    { alpnProtocols: ['h2'] },
  ],
  ['pre_shared_key', { hello: withExtensions(['pre_shared_key', Uint8Array.of(0, 0)]) }, 'unsupported_extension'],
  ['a cipher suite with static RSA', { hello: (f) => ({ ...f, suite: 0x009c }) }, 'illegal_parameter'],
  ['TLS_FALLBACK_SCSV as a cipher suite', { hello: (f) => ({ ...f, suite: 0x5600 }) }, 'illegal_parameter'],
  [
    'the session ID of a session that never existed',
    { hello: (f) => ({ ...f, sessionId: new Uint8Array(33) }) },
    'decode_error',
  ],
  ['an extension block cut short', { flight: changed('server_hello', shorter) }, 'decode_error'],
  ['a ServerHello that is too long', { flight: changed('server_hello', longer) }, 'decode_error'],
  [
    'a legacy_version of 0x0304',
    { hello: (f) => ({ ...f, legacyVersion: 0x0304 }) },
    'protocol_version',
    {},
    NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ],
  [
    'a version of 0x0403',
    { hello: (f) => ({ ...f, legacyVersion: 0x0403 }) },
    'protocol_version',
    {},
    NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ],
  [
    'DTLS',
    { hello: (f) => ({ ...f, legacyVersion: 0xfefd }) },
    'protocol_version',
    {},
    NetError.ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ],
  [
    "OpenJDK's value in place of the sentinel",
    {
      hello: (f) => ({
        ...f,
        random: concatenate(f.random.subarray(0, 24), Uint8Array.of(0xed, 0xbf, 0xb4, 0xa8, 0xc2, 0x47, 0x10, 0xff)),
      }),
    },
    'illegal_parameter',
    {},
    NetError.ERR_TLS13_DOWNGRADE_DETECTED,
  ],
  [
    'TLS 1.1 from a server that supports TLS 1.2, to a client of TLS 1.2 (RFC 8446, 4.1.3)',
    {
      hello: (f) => ({
        ...f,
        legacyVersion: 0x0302,
        random: concatenate(new Uint8Array(24), Buffer.from('DOWNGRD\0')),
      }),
    },
    'illegal_parameter',
    { maxVersion: 'tls1.2', legacyVersions: true },
    NetError.ERR_TLS13_DOWNGRADE_DETECTED,
  ],
  [
    'TLS 1.0 from a server that supports TLS 1.3 (RFC 8446, 4.1.3)',
    {
      hello: (f) => ({
        ...f,
        legacyVersion: 0x0301,
        random: concatenate(new Uint8Array(24), Buffer.from('DOWNGRD\u0001')),
      }),
    },
    'illegal_parameter',
    { legacyVersions: true },
    NetError.ERR_TLS13_DOWNGRADE_DETECTED,
  ],
  [
    'a session under another cipher suite',
    { hello: (f) => ({ ...f, sessionId, suite: 0xc02c }) },
    'illegal_parameter',
    offering12(),
  ],
  [
    'a session without its extended master secret (RFC 7627, 5.3)',
    { hello: (f) => ({ ...f, sessionId, extensions: [['renegotiation_info', Uint8Array.of(0)]] }) },
    'handshake_failure',
    offering12(),
  ],
  [
    'a resumed session, and then a Certificate',
    { hello: (f) => ({ ...f, sessionId }) },
    'unexpected_message',
    offering12(),
  ],
]
