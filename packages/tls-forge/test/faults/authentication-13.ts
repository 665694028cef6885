/**
 * Faults in the Certificate, CertificateVerify and Finished messages of TLS 1.3, and messages that may not come among
 * them, with the sections of RFC 8446.
 */
import { concatenate } from '../../src/bytes/bytes.ts'
import { Writer } from '../../src/wire/writer.ts'
import { before, changed, flip, handshake, longer, none, replace, shorter, twice } from '../support/alterations.ts'
import type { Fault13 } from './fault.ts'

const certificateOf = (...entries: readonly Uint8Array[]): Uint8Array => {
  const writer = new Writer()
  writer.u8(0).vector(3, () => {
    for (const entry of entries) writer.vector(3, entry).u16(0)
  })
  return writer.finish()
}

export const authentication: readonly Fault13[] = [
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
  ['a wrong signature (4.4.3)', { certificateVerify: (body) => flip(body) }, 'decrypt_error'],
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
    'a CertificateVerify that is too long',
    { certificateVerify: (body) => concatenate(body, none, Uint8Array.of(0)) },
    'decode_error',
  ],
  ['a wrong Finished (4.4.4)', { finished: (body) => flip(body) }, 'decrypt_error'],
  ['a Finished that is too short', { finished: (body) => body.subarray(1) }, 'decrypt_error'],
  ['a second ServerHello', { flight: (all) => [{ name: 'server_hello', body: none }, ...all] }, 'unexpected_message'],
  ['a HelloRequest (4)', { flight: (all) => [{ name: 'hello_request', body: none }, ...all] }, 'unexpected_message'],
  [
    'handshake data after the Finished, under the old key (5.1)',
    { inner: ([first]) => [{ type: handshake, content: concatenate(first!.content, Uint8Array.of(4, 0)) }] },
    'unexpected_message',
  ],
  [
    'a message over the limit',
    { inner: () => [{ type: handshake, content: Uint8Array.of(8, 0, 0x40, 1, 0) }] },
    'illegal_parameter',
  ],
  ['a Certificate that is too long', { flight: changed('certificate', longer) }, 'decode_error'],
  ['a Certificate cut short', { flight: changed('certificate', shorter) }, 'decode_error'],
  ['a Certificate of no bytes', { flight: changed('certificate', () => none) }, 'decode_error'],
  [
    'status_request in a certificate',
    {
      flight: changed('certificate', (b) => {
        const copy = concatenate(b.subarray(0, -2), Uint8Array.of(0, 4, 0, 5, 0, 0))
        copy[3] = (copy.length - 4) & 255
        copy[2] = (copy.length - 4) >> 8
        return copy
      }),
    },
    'unsupported_extension',
  ],
  ['two Certificates', { flight: twice('certificate') }, 'unexpected_message'],
  ['two CertificateVerifys', { flight: twice('certificate_verify') }, 'unexpected_message'],
  [
    'a CertificateVerify without a signature',
    { certificateVerify: (b) => concatenate(b.subarray(0, 2), Uint8Array.of(0, 0)) },
    'decrypt_error',
  ],
  ['a CertificateVerify cut short', { certificateVerify: shorter }, 'decode_error'],
  [
    'a CertificateVerify by Ed25519 with another key',
    { certificateVerify: (b) => concatenate(Uint8Array.of(8, 7), b.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a CertificateVerify by an unknown scheme',
    { certificateVerify: (b) => concatenate(Uint8Array.of(0xfe, 0xfe), b.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a ServerKeyExchange',
    { flight: before('certificate_verify', { name: 'server_key_exchange', body: none }) },
    'unexpected_message',
  ],
  ['a ServerHelloDone', { flight: (all) => [...all, { name: 'server_hello_done', body: none }] }, 'unexpected_message'],
  [
    'a CertificateStatus',
    { flight: before('certificate_verify', { name: 'certificate_status', body: none }) },
    'unexpected_message',
  ],
  [
    'a KeyUpdate before the Finished (4.6.3)',
    { flight: (all) => [...all, { name: 'key_update', body: Uint8Array.of(0) }] },
    'unexpected_message',
  ],
  [
    'a ticket before the Finished (4.6.1)',
    { flight: (all) => [...all, { name: 'new_session_ticket', body: none }] },
    'unexpected_message',
  ],
  ['a Finished of no bytes', { finished: () => none }, 'decrypt_error'],
  ['a Finished that is too long', { finished: longer }, 'decrypt_error'],
]
