/**
 * Faults in the ServerHello and the HelloRetryRequest of TLS 1.3, with the sections of RFC 8446.
 */
import { NetError } from '@chrome-socket/api'
import { concatenate } from '../../src/wire/bytes.ts'
import { encodeMessage } from '../../src/wire/handshake-message.ts'
import { cookie, handshake, none, retryTo, shareOf, versions, withExtensions, without, type Fault } from './fault.ts'

const { ERR_SSL_PROTOCOL_ERROR, ERR_SSL_VERSION_OR_CIPHER_MISMATCH } = NetError

export const serverHello: readonly Fault[] = [
  ['a cipher suite that was not offered (4.1.3)', { hello: (f) => ({ ...f, suite: 0x1304 }) }, 'illegal_parameter'],
  ['a cipher suite of TLS 1.2 (4.1.3)', { hello: (f) => ({ ...f, suite: 0xc02f }) }, 'illegal_parameter'],
  ['another session ID (4.1.3)', { hello: (f) => ({ ...f, sessionId: new Uint8Array(32) }) }, 'illegal_parameter'],
  ['a session ID of 33 bytes (4.1.3)', { hello: (f) => ({ ...f, sessionId: new Uint8Array(33) }) }, 'decode_error'],
  ['compression (4.1.3)', { hello: (f) => ({ ...f, compression: 1 }) }, 'decode_error'],
  ['no key share (9.2)', { hello: without('key_share') }, 'missing_extension'],
  [
    'a share of a group that none was sent for (4.2.8)',
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
  ['an extension that nobody asked for (4.2)', { hello: withExtensions([0x1234, none]) }, 'unsupported_extension'],
  [
    'a session that was not offered (4.2)',
    { hello: withExtensions(['pre_shared_key', Uint8Array.of(0, 0)]) },
    'unsupported_extension',
  ],
  [
    'ALPN in the ServerHello (4.2)',
    { hello: withExtensions(['alpn', Uint8Array.of(0, 3, 2, 104, 50)]) },
    'illegal_parameter',
    ERR_SSL_PROTOCOL_ERROR,
    { alpnProtocols: ['h2'] },
  ],
  ['an extension twice (4.2)', { hello: withExtensions(...versions) }, 'illegal_parameter'],
  [
    'supported_versions of TLS 1.2 (4.2.1)',
    { hello: (f) => ({ ...f, extensions: [['supported_versions', Uint8Array.of(3, 3)]] }) },
    'illegal_parameter',
  ],
  [
    'supported_versions of a version to come (4.2.1)',
    { hello: (f) => ({ ...f, extensions: [['supported_versions', Uint8Array.of(3, 5)]] }) },
    'illegal_parameter',
  ],
  [
    'TLS 1.1',
    { hello: (f) => ({ ...f, legacyVersion: 0x0302, extensions: [] }) },
    'protocol_version',
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ],
  [
    'SSL 3.0',
    { hello: (f) => ({ ...f, legacyVersion: 0x0300, extensions: [] }) },
    'protocol_version',
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
  ],
  [
    'TLS 1.2 when only 1.3 will do',
    { hello: (f) => ({ ...f, extensions: [] }) },
    'protocol_version',
    ERR_SSL_VERSION_OR_CIPHER_MISMATCH,
    { minVersion: 'tls1.3' },
  ],
  [
    'TLS 1.2 by a server that knows 1.3 (4.1.3)',
    {
      hello: (f) => ({
        ...f,
        suite: 0xc02f,
        extensions: [],
        random: concatenate(new Uint8Array(24), Buffer.from('DOWNGRD\u0001')),
      }),
    },
    'illegal_parameter',
    NetError.ERR_TLS13_DOWNGRADE_DETECTED,
  ],
  [
    'TLS 1.1 by a server that knows 1.3, said in 1.2 (4.1.3)',
    {
      hello: (f) => ({
        ...f,
        suite: 0xc02f,
        extensions: [],
        random: concatenate(new Uint8Array(24), Buffer.from('DOWNGRD\0')),
      }),
    },
    'illegal_parameter',
    NetError.ERR_TLS13_DOWNGRADE_DETECTED,
  ],
  [
    'a ServerHello that is cut short',
    {
      plain: ([first]) => [{ type: handshake, content: encodeMessage('server_hello', first!.content.subarray(4, 30)) }],
    },
    'decode_error',
  ],
  [
    'a ServerHello that goes on',
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
  [
    'a Certificate first',
    { plain: () => [{ type: handshake, content: encodeMessage('certificate', none) }] },
    'unexpected_message',
  ],
  [
    'a message of no known type',
    { plain: () => [{ type: handshake, content: Uint8Array.of(99, 0, 0, 0) }] },
    'unexpected_message',
  ],
  [
    'more handshake data in the record of the ServerHello (5.1)',
    {
      plain: ([first]) => [{ type: handshake, content: concatenate(first!.content, Uint8Array.of(8, 0, 0, 2, 0, 0)) }],
    },
    'unexpected_message',
  ],
]

export const retry: readonly Fault[] = [
  ['one that changes nothing (4.1.4)', { retry: (f) => ({ ...f, extensions: versions }) }, 'illegal_parameter'],
  ['one to the group that was sent (4.2.8)', { retry: retryTo(0x1d) }, 'illegal_parameter'],
  ['one to a group that was not offered (4.2.8)', { retry: retryTo(0x19) }, 'illegal_parameter'],
  [
    'a second one (4.1.4)',
    {
      retry: cookie,
      hello: (f) => ({
        ...cookie(f),
        random: new Uint8Array(Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex')),
      }),
    },
    'unexpected_message',
  ],
  [
    'another cipher suite after it (4.1.4)',
    { retry: cookie, hello: (f) => ({ ...f, suite: 0x1303 }) },
    'illegal_parameter',
  ],
  [
    'an unknown extension in it (4.1.4)',
    { retry: (f) => withExtensions([0x1234, none])(cookie(f)) },
    'unsupported_extension',
  ],
  [
    'an empty cookie (4.2.2)',
    { retry: (f) => ({ ...f, extensions: [...versions, ['cookie', Uint8Array.of(0, 0)]] }) },
    'decode_error',
  ],
  ['one without a version (4.1.4)', { retry: (f) => without('supported_versions')(cookie(f)) }, 'missing_extension'],
  ['TLS 1.2 after it', { retry: cookie, hello: (f) => ({ ...f, suite: 0xc02f, extensions: [] }) }, 'illegal_parameter'],
]
