/**
 * Faults in the protected flight of a server of TLS 1.3, with the sections of RFC 8446.
 */
import { NetError } from '@chrome-socket/api'
import { concatenate } from '../../src/wire/bytes.ts'
import { Writer } from '../../src/wire/writer.ts'
import { flip, handshake, none, replace, versions, type Fault } from './fault.ts'

const { ERR_SSL_PROTOCOL_ERROR } = NetError

const certificateOf = (...entries: readonly Uint8Array[]): Uint8Array => {
  const writer = new Writer()
  writer.u8(0).vector(3, () => {
    for (const entry of entries) writer.vector(3, entry).u16(0)
  })
  return writer.finish()
}

export const flight: readonly Fault[] = [
  [
    'an EncryptedExtensions with key_share (4.3.1)',
    { encryptedExtensions: [['key_share', none]] },
    'illegal_parameter',
  ],
  ['one with supported_versions (4.3.1)', { encryptedExtensions: versions }, 'illegal_parameter'],
  ['one with an extension nobody asked for (4.2)', { encryptedExtensions: [[0x1234, none]] }, 'unsupported_extension'],
  [
    'one with ALPN that nobody asked for (4.2)',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 3, 2, 104, 50)]] },
    'unsupported_extension',
  ],
  [
    'an application protocol that was not offered (RFC 7301, 3.2)',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 3, 2, 104, 51)]] },
    'illegal_parameter',
    ERR_SSL_PROTOCOL_ERROR,
    { alpnProtocols: ['h2'] },
  ],
  [
    'two application protocols (RFC 7301, 3.1)',
    { encryptedExtensions: [['alpn', Uint8Array.of(0, 6, 2, 104, 50, 2, 104, 51)]] },
    'decode_error',
    ERR_SSL_PROTOCOL_ERROR,
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
    'an EncryptedExtensions that goes on',
    { flight: replace('encrypted_extensions', () => [{ name: 'encrypted_extensions', body: Uint8Array.of(0, 0, 0) }]) },
    'decode_error',
  ],
  ['no EncryptedExtensions', { flight: replace('encrypted_extensions', () => []) }, 'unexpected_message'],
  [
    'no certificate (4.4.2.4)',
    { flight: replace('certificate', () => [{ name: 'certificate', body: certificateOf() }]) },
    'decode_error',
  ],
  [
    'an empty certificate',
    { flight: replace('certificate', () => [{ name: 'certificate', body: certificateOf(none) }]) },
    'decode_error',
  ],
  [
    'a request context in the certificate',
    {
      flight: replace('certificate', (m) => [
        { name: 'certificate', body: concatenate(Uint8Array.of(1, 7), m.body.subarray(1)) },
      ]),
    },
    'decode_error',
  ],
  ['no Certificate message', { flight: replace('certificate', () => []) }, 'unexpected_message'],
  ['no CertificateVerify', { flight: replace('certificate_verify', () => []) }, 'unexpected_message'],
  ['a signature that is wrong (4.4.3)', { certificateVerify: (body) => flip(body) }, 'decrypt_error'],
  [
    'a signature by PKCS#1 (4.2.3)',
    { certificateVerify: (body) => concatenate(Uint8Array.of(4, 1), body.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a signature by a scheme for another curve',
    { certificateVerify: (body) => concatenate(Uint8Array.of(5, 3), body.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a signature by SHA-1',
    { certificateVerify: (body) => concatenate(Uint8Array.of(2, 3), body.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a CertificateVerify that goes on',
    { certificateVerify: (body) => concatenate(body, none, Uint8Array.of(0)) },
    'decode_error',
  ],
  ['a Finished that is wrong (4.4.4)', { finished: (body) => flip(body) }, 'decrypt_error'],
  ['a Finished that is too short', { finished: (body) => body.subarray(1) }, 'decrypt_error'],
  [
    'a CertificateRequest without signature schemes (4.3.2)',
    { flight: replace('certificate', (m) => [{ name: 'certificate_request', body: Uint8Array.of(0, 0, 0) }, m]) },
    'missing_extension',
  ],
  ['a ServerHello again', { flight: (all) => [{ name: 'server_hello', body: none }, ...all] }, 'unexpected_message'],
  ['a HelloRequest (4)', { flight: (all) => [{ name: 'hello_request', body: none }, ...all] }, 'unexpected_message'],
  [
    'handshake data after the Finished, under the old key (5.1)',
    { inner: ([first]) => [{ type: handshake, content: concatenate(first!.content, Uint8Array.of(4, 0)) }] },
    'unexpected_message',
  ],
  [
    'a message longer than is accepted',
    { inner: () => [{ type: handshake, content: Uint8Array.of(8, 0, 0x40, 1, 0) }] },
    'illegal_parameter',
  ],
]
