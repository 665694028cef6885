/**
 * Faults in the ServerHello of TLS 1.3, with the sections of RFC 8446.
 */
import { NetError } from '@chrome-socket/api/backend'
import { concatenate } from '../../src/bytes/bytes.ts'
import { encodeMessage } from '../../src/wire/handshake-message.ts'
import {
  cookie,
  data,
  handshake,
  message,
  none,
  onlyExtensions,
  psk,
  repeated,
  schemes,
  share,
  shareOf,
  versions,
  withExtensions,
  without,
} from '../support/alterations.ts'
import type { Fault13 } from './fault.ts'
import { offering13 } from './offered-session.ts'

const { ERR_SSL_VERSION_OR_CIPHER_MISMATCH } = NetError

export const serverHello: readonly Fault13[] = [
  ['a cipher suite that was not offered (4.1.3)', { hello: (f) => ({ ...f, suite: 0x1304 }) }, 'illegal_parameter'],
  ['a cipher suite of TLS 1.2 (4.1.3)', { hello: (f) => ({ ...f, suite: 0xc02f }) }, 'illegal_parameter'],
  ['another session ID (4.1.3)', { hello: (f) => ({ ...f, sessionId: new Uint8Array(32) }) }, 'illegal_parameter'],
  ['a session ID of 33 bytes (4.1.3)', { hello: (f) => ({ ...f, sessionId: new Uint8Array(33) }) }, 'decode_error'],
  ['compression (4.1.3)', { hello: (f) => ({ ...f, compression: 1 }) }, 'decode_error'],
  ['no key share (9.2)', { hello: without('key_share') }, 'missing_extension'],
  [
    'a share of a group for which no share was sent (4.2.8)',
    { hello: (f) => ({ ...f, extensions: [...versions, ['key_share', shareOf(0x17, new Uint8Array(65))]] }) },
    'illegal_parameter',
  ],
  [
    'a share of an unknown group (4.2.8)',
    { hello: (f) => ({ ...f, extensions: [...versions, ['key_share', shareOf(0x1234, new Uint8Array(65))]] }) },
    'illegal_parameter',
  ],
  [
    'a share that gives a secret of zeros (7.4.2)',
    { hello: (f) => ({ ...f, extensions: [...versions, ['key_share', shareOf(0x1d, new Uint8Array(32))]] }) },
    'illegal_parameter',
  ],
  [
    'a share of the wrong length (4.2.8)',
    { hello: (f) => ({ ...f, extensions: [...versions, ['key_share', shareOf(0x1d, new Uint8Array(31).fill(9))]] }) },
    'illegal_parameter',
  ],
  [
    'a share with bytes after it',
    {
      hello: (f) => ({
        ...f,
        extensions: [
          ...versions,
          ['key_share', concatenate(shareOf(0x1d, new Uint8Array(32).fill(9)), Uint8Array.of(0))],
        ],
      }),
    },
    'decode_error',
  ],
  ['an unsolicited extension (4.2)', { hello: withExtensions([0x1234, none]) }, 'unsupported_extension'],
  [
    'a session that was not offered (4.2)',
    { hello: withExtensions(['pre_shared_key', Uint8Array.of(0, 0)]) },
    'unsupported_extension',
  ],
  [
    'ALPN in the ServerHello (4.2)',
    { hello: withExtensions(['alpn', Uint8Array.of(0, 3, 2, 104, 50)]) },
    'illegal_parameter',
    { alpnProtocols: ['h2'] },
  ],
  ['an extension twice (4.2)', { hello: withExtensions(...versions) }, 'illegal_parameter'],
  [
    'supported_versions with TLS 1.2 (4.2.1)',
    { hello: (f) => ({ ...f, extensions: [['supported_versions', Uint8Array.of(3, 3)]] }) },
    'illegal_parameter',
  ],
  [
    'supported_versions with a future version (4.2.1)',
    { hello: (f) => ({ ...f, extensions: [['supported_versions', Uint8Array.of(3, 5)]] }) },
    'illegal_parameter',
  ],
  [
    'TLS 1.1',
    { hello: (f) => ({ ...f, legacyVersion: 0x0302, extensions: [] }) },
    'protocol_version',
    {},
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ],
  [
    'SSL 3.0',
    { hello: (f) => ({ ...f, legacyVersion: 0x0300, extensions: [] }) },
    'protocol_version',
    {},
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ],
  [
    'TLS 1.2 if only TLS 1.3 was offered',
    { hello: (f) => ({ ...f, extensions: [] }) },
    'protocol_version',
    { minVersion: 'tls1.3' },
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ],
  [
    'TLS 1.2 from a server that supports TLS 1.3 (4.1.3)',
    {
      hello: (f) => ({
        ...f,
        suite: 0xc02f,
        extensions: [],
        random: concatenate(new Uint8Array(24), Buffer.from('DOWNGRD\u0001')),
      }),
    },
    'illegal_parameter',
    {},
    NetError.ERR_TLS13_DOWNGRADE_DETECTED,
  ],
  [
    'TLS 1.2 from a server that supports TLS 1.3, with the sentinel of TLS 1.1 (4.1.3)',
    {
      hello: (f) => ({
        ...f,
        suite: 0xc02f,
        extensions: [],
        random: concatenate(new Uint8Array(24), Buffer.from('DOWNGRD\0')),
      }),
    },
    'illegal_parameter',
    {},
    NetError.ERR_TLS13_DOWNGRADE_DETECTED,
  ],
  [
    'a ServerHello cut short',
    {
      plain: ([first]) => [message('server_hello', first!.content.subarray(4, 30))],
    },
    'decode_error',
  ],
  [
    'a ServerHello that is too long',
    {
      plain: ([first]) => [
        {
          type: handshake,
          content: encodeMessage('server_hello', concatenate(first!.content.subarray(4), Uint8Array.of(0))),
        },
      ],
    },
    'decode_error',
  ],
  ['a Certificate before the ServerHello', { plain: () => [message('certificate', none)] }, 'unexpected_message'],
  [
    'a message of an unknown type',
    { plain: () => [{ type: handshake, content: Uint8Array.of(99, 0, 0, 0) }] },
    'unexpected_message',
  ],
  [
    'handshake data after the ServerHello, in the same record (5.1)',
    {
      plain: ([first]) => [{ type: handshake, content: concatenate(first!.content, Uint8Array.of(8, 0, 0, 2, 0, 0)) }],
    },
    'unexpected_message',
  ],
  ['key_share twice (4.2)', { hello: (f) => withExtensions(...f.extensions.slice(1))(f) }, 'illegal_parameter'],
  ['an empty key_share', { hello: onlyExtensions(...versions, ['key_share', none]) }, 'decode_error'],
  [
    'a key_share cut short',
    { hello: onlyExtensions(...versions, ['key_share', Uint8Array.of(0, 29, 0, 32, 1)]) },
    'decode_error',
  ],
  ['a key of no bytes', { hello: onlyExtensions(...share(29, none)) }, 'decode_error'],
  ['a share of 33 bytes', { hello: onlyExtensions(...share(29, new Uint8Array(33).fill(9))) }, 'illegal_parameter'],
  [
    'a point of small order, not 0 (7.4.2; RFC 7748, 6.1)',
    { hello: onlyExtensions(...share(29, Uint8Array.of(1, ...new Uint8Array(31)))) },
    'illegal_parameter',
  ],
  [
    'supported_versions of one byte',
    { hello: withExtensions(['supported_versions', Uint8Array.of(3)]) },
    'illegal_parameter',
  ],
  ['a cookie (4.2)', { hello: withExtensions(...cookie) }, 'unsupported_extension'],
  ['early_data (4.2)', { hello: withExtensions(['early_data', none]) }, 'unsupported_extension'],
  [
    'supported_groups (4.2)',
    { hello: withExtensions(['supported_groups', Uint8Array.of(0, 2, 0, 29)]) },
    'illegal_parameter',
  ],
  ['signature_algorithms (4.2)', { hello: withExtensions(...schemes) }, 'illegal_parameter'],
  ['extended_master_secret (4.2)', { hello: withExtensions(['extended_master_secret', none]) }, 'illegal_parameter'],
  ['unsolicited status_request', { hello: withExtensions([5, none]) }, 'unsupported_extension'],
  ['GREASE (RFC 8701, 4)', { hello: withExtensions([0x0a0a, none]) }, 'unsupported_extension'],
  ['a legacy_version of 0x0304 (4.1.3)', { hello: (f) => ({ ...f, legacyVersion: 0x0304 }) }, 'decode_error'],
  ['a legacy_version of 0x0301 (4.1.3)', { hello: (f) => ({ ...f, legacyVersion: 0x0301 }) }, 'decode_error'],
  ['an empty session ID (4.1.3)', { hello: (f) => ({ ...f, sessionId: none }) }, 'illegal_parameter'],
  [
    'a session without a key share (4.2.11)',
    { hello: onlyExtensions(...versions, ...psk(0)) },
    'illegal_parameter',
    offering13(),
  ],
  ['TLS_NULL_WITH_NULL_NULL', { hello: (f) => ({ ...f, suite: 0 }) }, 'illegal_parameter'],
  ['a ServerHello twice', { plain: ([first]) => [first!, first!] }, 'unexpected_message'],
  ['a ClientHello sent back', { plain: () => [message('client_hello', none)] }, 'unexpected_message'],
  ['a message_hash', { plain: () => [message('message_hash', new Uint8Array(32))] }, 'unexpected_message'],
  [
    'EncryptedExtensions in the clear',
    { plain: () => [message('encrypted_extensions', Uint8Array.of(0, 0))] },
    'unexpected_message',
  ],
  [
    'a Finished before the ServerHello',
    { plain: () => [message('finished', new Uint8Array(32))] },
    'unexpected_message',
  ],
  ['application data before the ServerHello', { plain: () => [data] }, 'unexpected_message'],
  ['heartbeat', { plain: () => [{ type: 24, content: Uint8Array.of(1) }] }, 'unexpected_message'],
  [
    '33 empty records',
    { plain: (all) => [...repeated(33, { type: handshake, content: none }), ...all] },
    'unexpected_message',
  ],
  [
    'a ServerHello of 2^14 + 1 bytes',
    { plain: () => [{ type: handshake, content: Uint8Array.of(2, 0, 0x40, 1) }] },
    'illegal_parameter',
  ],
  [
    'a Certificate of 2^24 - 1 bytes',
    { inner: () => [{ type: handshake, content: Uint8Array.of(11, 255, 255, 255) }] },
    'illegal_parameter',
  ],
]
