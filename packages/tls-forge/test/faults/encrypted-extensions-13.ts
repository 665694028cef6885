/**
 * Faults in the EncryptedExtensions, with the sections of RFC 8446.
 */
import { before, changed, cookie, none, psk, replace, schemes, versions } from '../support/alterations.ts'
import type { Fault13 } from './fault.ts'
import { offering13 } from './offered-session.ts'

export const encryptedExtensions: readonly Fault13[] = [
  ['EncryptedExtensions with key_share (4.3.1)', { encryptedExtensions: [['key_share', none]] }, 'illegal_parameter'],
  ['EncryptedExtensions with supported_versions (4.3.1)', { encryptedExtensions: versions }, 'illegal_parameter'],
  [
    'EncryptedExtensions with an unsolicited extension (4.2)',
    { encryptedExtensions: [[0x1234, none]] },
    'unsupported_extension',
  ],
  [
    'EncryptedExtensions with unsolicited ALPN (4.2)',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 3, 2, 104, 50)]] },
    'unsupported_extension',
  ],
  [
    'compress_certificate, which only a CertificateRequest may have (RFC 8879, 3)',
    { encryptedExtensions: [[27, Uint8Array.of(2, 0, 1)]] },
    'unsupported_extension',
  ],
  [
    'an application protocol that was not offered (RFC 7301, 3.2)',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 3, 2, 104, 51)]] },
    'illegal_parameter',
    { alpnProtocols: ['h2'] },
  ],
  [
    'two application protocols (RFC 7301, 3.1)',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 6, 2, 104, 50, 2, 104, 51)]] },
    'decode_error',
    { alpnProtocols: ['h2'] },
  ],
  [
    'an extension twice',
    {
      encryptedExtensions: [
        ['supported_groups', Uint8Array.of(0, 2, 0, 29)],
        ['supported_groups', Uint8Array.of(0, 2, 0, 29)],
      ],
    },
    'decode_error',
  ],
  [
    'EncryptedExtensions that are too long',
    { flight: replace('encrypted_extensions', () => [{ name: 'encrypted_extensions', body: Uint8Array.of(0, 0, 0) }]) },
    'decode_error',
  ],
  ['no EncryptedExtensions', { flight: replace('encrypted_extensions', () => []) }, 'unexpected_message'],
  ['EncryptedExtensions of no bytes', { flight: changed('encrypted_extensions', () => none) }, 'decode_error'],
  [
    'EncryptedExtensions cut short in an extension',
    { flight: changed('encrypted_extensions', () => Uint8Array.of(0, 3, 0, 10, 0)) },
    'decode_error',
  ],
  [
    'server_name with content (RFC 6066, 3)',
    { encryptedExtensions: [['server_name', Uint8Array.of(0)]] },
    'decode_error',
  ],
  [
    'server_name for an address',
    { encryptedExtensions: [['server_name', none]] },
    'unsupported_extension',
    { serverName: '::1' },
  ],
  ['EncryptedExtensions with pre_shared_key', { encryptedExtensions: psk(0) }, 'illegal_parameter', offering13()],
  ['EncryptedExtensions with signature_algorithms', { encryptedExtensions: schemes }, 'illegal_parameter'],
  ['EncryptedExtensions with a cookie', { encryptedExtensions: cookie }, 'unsupported_extension'],
  [
    'EncryptedExtensions with ec_point_formats',
    { encryptedExtensions: [['ec_point_formats', Uint8Array.of(1, 0)]] },
    'illegal_parameter',
  ],
  [
    'EncryptedExtensions with renegotiation_info',
    { encryptedExtensions: [['renegotiation_info', Uint8Array.of(0)]] },
    'illegal_parameter',
  ],
  [
    'ALPN without a protocol',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 0)]] },
    'decode_error',
    { alpnProtocols: ['h2'] },
  ],
  [
    'ALPN with an empty protocol',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 1, 0)]] },
    'decode_error',
    { alpnProtocols: ['h2'] },
  ],
  [
    'ALPN cut short',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 4, 2, 104, 50)]] },
    'decode_error',
    { alpnProtocols: ['h2'] },
  ],
  [
    'EncryptedExtensions twice',
    { flight: before('certificate', { name: 'encrypted_extensions', body: Uint8Array.of(0, 0) }) },
    'unexpected_message',
  ],
]
