/**
 * Faults in the first flight of a TLS 1.2 server, after the ServerHello (RFC 5246, RFC 8422).
 */
import { NetError } from '@chrome-socket/api/backend'
import { concatenate } from '../../src/bytes/bytes.ts'
import { encodeMessage } from '../../src/wire/handshake-message.ts'
import { Writer } from '../../src/wire/writer.ts'
import { before, changed, flip, longer, none, replace, shorter, twice } from '../support/alterations.ts'
import { anchor } from '../support/identity.ts'
import type { Message } from '../support/messages.ts'
import type { Script12 } from '../support/server-12.ts'
import { issue, keyUsage, makeKey } from '@chrome-socket/x509/issuing'
import type { Fault12 } from './fault.ts'

const certificate = (der: Uint8Array): Message => ({
  name: 'certificate',
  body: concatenate(
    Uint8Array.of(0, (der.length + 3) >> 8, (der.length + 3) & 255, 0, der.length >> 8, der.length & 255),
    der,
  ),
})
const rsaLeaf = (): Uint8Array =>
  issue({ subject: 'x', issuer: anchor.subject, signer: anchor.key, key: makeKey('rsa2048') })
const encipherOnly = (): Uint8Array =>
  issue({ subject: 'x', issuer: anchor.subject, signer: anchor.key, key: makeKey(), extensions: [keyUsage(2)] })
const request = (schemes: readonly number[], authorities: Uint8Array): Message => ({
  name: 'certificate_request',
  body: new Writer().vector(1, Uint8Array.of(64)).vector(2, Uint8Array.from(schemes)).vector(2, authorities).finish(),
})
const parameters = (group: number, key: Uint8Array): Script12 => ({
  parameters: () => new Writer().u8(3).u16(group).vector(1, key).finish(),
})

export const flight: readonly Fault12[] = [
  [
    'an empty list of certificates',
    { flight: replace('certificate', () => [{ name: 'certificate', body: Uint8Array.of(0, 0, 0) }]) },
    'decode_error',
  ],
  [
    'a certificate with a key that does not fit the suite',
    { flight: replace('certificate', () => [certificate(rsaLeaf())]) },
    'illegal_parameter',
  ],
  [
    'a certificate whose key may not sign',
    { flight: replace('certificate', () => [certificate(encipherOnly())]) },
    'illegal_parameter',
    {},
    NetError.ERR_SSL_KEY_USAGE_INCOMPATIBLE,
  ],
  ['no Certificate', { flight: replace('certificate', () => []) }, 'unexpected_message'],
  ['no ServerKeyExchange', { flight: replace('server_key_exchange', () => []) }, 'unexpected_message'],
  [
    'a ServerHelloDone with content',
    { flight: replace('server_hello_done', () => [{ name: 'server_hello_done', body: Uint8Array.of(1) }]) },
    'decode_error',
  ],
  [
    'a message after the ServerHelloDone, in the same record',
    {
      plain: (all) =>
        all.map((p, index) =>
          index === 3 ? { ...p, content: concatenate(p.content, encodeMessage('hello_request', none)) } : p,
        ),
    },
    'unexpected_message',
  ],
  [
    'a compressed certificate, which only TLS 1.3 has (RFC 8879, 4)',
    { plain: (all) => [all[0]!, { ...all[1]!, content: Uint8Array.of(25, 0, 0, 9, 0, 1, 0, 0, 1, 0, 0, 1, 0) }] },
    'unexpected_message',
  ],
  [
    'a CertificateStatus that was not asked for',
    {
      flight: (all) => [
        ...all.slice(0, 2),
        { name: 'certificate_status', body: Uint8Array.of(1, 0, 0, 0) },
        ...all.slice(2),
      ],
    },
    'unexpected_message',
  ],
  [
    'a curve without a name',
    { parameters: (bytes) => concatenate(Uint8Array.of(1), bytes.subarray(1)) },
    'decode_error',
  ],
  [
    'a group that was not offered',
    { parameters: (bytes) => concatenate(Uint8Array.of(3, 0, 25), bytes.subarray(3)) },
    'illegal_parameter',
  ],
  [
    'a public key that gives a secret of zeros',
    { parameters: (bytes) => concatenate(bytes.subarray(0, 4), new Uint8Array(32)) },
    'illegal_parameter',
  ],
  [
    'a public key of the wrong length',
    { parameters: (bytes) => concatenate(bytes.subarray(0, 3), Uint8Array.of(31), bytes.subarray(5)) },
    'illegal_parameter',
  ],
  ['a wrong signature', { signature: (bytes) => flip(bytes) }, 'decrypt_error'],
  [
    'a signature by SHA-1',
    { signature: (bytes) => concatenate(Uint8Array.of(2, 3), bytes.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a signature by a scheme of another kind of key',
    { signature: (bytes) => concatenate(Uint8Array.of(8, 4), bytes.subarray(2)) },
    'illegal_parameter',
  ],
  [
    'a ServerKeyExchange that is too long',
    { signature: (bytes) => concatenate(bytes, Uint8Array.of(0)) },
    'decode_error',
  ],
  ['a ServerKeyExchange that is cut short', { signature: (bytes) => bytes.subarray(0, 9) }, 'decode_error'],
  ['a ServerHello twice', { flight: twice('server_hello') }, 'unexpected_message'],
  ['a Certificate twice', { flight: twice('certificate') }, 'unexpected_message'],
  ['a ServerKeyExchange twice', { flight: twice('server_key_exchange') }, 'unexpected_message'],
  [
    'EncryptedExtensions',
    { flight: before('certificate', { name: 'encrypted_extensions', body: Uint8Array.of(0, 0) }) },
    'unexpected_message',
  ],
  [
    'a CertificateVerify',
    { flight: before('server_hello_done', { name: 'certificate_verify', body: none }) },
    'unexpected_message',
  ],
  ['a Certificate that is too long', { flight: changed('certificate', longer) }, 'decode_error'],
  ['a Certificate cut short', { flight: changed('certificate', shorter) }, 'decode_error'],
  ['an empty certificate', { flight: changed('certificate', () => Uint8Array.of(0, 0, 3, 0, 0, 0)) }, 'decode_error'],
  [
    'a Certificate in the form of TLS 1.3',
    { flight: changed('certificate', (b) => concatenate(Uint8Array.of(0), b)) },
    'decode_error',
  ],
  ['explicit curve parameters', { parameters: (b) => concatenate(Uint8Array.of(2), b.subarray(1)) }, 'decode_error'],
  ['an empty point', parameters(29, none), 'decode_error'],
  [
    'a point that is not on the curve',
    parameters(23, Uint8Array.of(4, ...new Uint8Array(64).fill(1))),
    'illegal_parameter',
  ],
  ['a compressed point', parameters(23, Uint8Array.of(2, ...new Uint8Array(32).fill(1))), 'illegal_parameter'],
  ['the point at infinity', parameters(23, Uint8Array.of(0)), 'illegal_parameter'],
  ['an unknown group', parameters(0x1234, new Uint8Array(32)), 'illegal_parameter'],
  ['a post-quantum group', parameters(0x11ec, new Uint8Array(32)), 'illegal_parameter'],
  ['an empty signature', { signature: (b) => concatenate(b.subarray(0, 2), Uint8Array.of(0, 0)) }, 'decrypt_error'],
  ['a signature by MD5', { signature: (b) => concatenate(Uint8Array.of(1, 1), b.subarray(2)) }, 'illegal_parameter'],
  [
    'a signature over changed parameters',
    {
      flight: changed('server_key_exchange', (b) => {
        const copy = b.slice()
        copy[10] = (copy[10] ?? 0) ^ 1
        return copy
      }),
    },
    'decrypt_error',
  ],
  ['a CertificateRequest without schemes', { flight: before('server_hello_done', request([], none)) }, 'decode_error'],
  [
    'a CertificateRequest with half a scheme',
    { flight: before('server_hello_done', request([4, 3, 4], none)) },
    'decode_error',
  ],
  [
    'a CertificateRequest with an empty authority',
    { flight: before('server_hello_done', request([4, 3], Uint8Array.of(0, 0))) },
    'decode_error',
  ],
  [
    'a CertificateRequest twice',
    { flight: before('server_hello_done', request([4, 3], none), request([4, 3], none)) },
    'unexpected_message',
  ],
  [
    'a CertificateRequest before the ServerKeyExchange',
    { flight: before('server_key_exchange', request([4, 3], none)) },
    'unexpected_message',
  ],
  [
    'a Finished before the ServerHelloDone',
    { flight: before('server_hello_done', { name: 'finished', body: new Uint8Array(12) }) },
    'unexpected_message',
  ],
  [
    'a KeyUpdate',
    { flight: before('server_hello_done', { name: 'key_update', body: Uint8Array.of(0) }) },
    'unexpected_message',
  ],
]
