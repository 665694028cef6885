/**
 * Faults in the HelloRetryRequest, and in the messages after it, with the sections of RFC 8446.
 */
import {
  cookie,
  handshake,
  longer,
  none,
  onlyExtensions,
  psk,
  retryTo,
  retryWithCookie,
  share,
  versions,
  withExtensions,
  without,
} from '../support/alterations.ts'
import type { Fault13 } from './fault.ts'
import { offering13 } from './offered-session.ts'

export const retry: readonly Fault13[] = [
  [
    'a HelloRetryRequest that changes nothing (4.1.4)',
    { retry: (f) => ({ ...f, extensions: versions }) },
    'illegal_parameter',
  ],
  ['a HelloRetryRequest for the group that was sent (4.2.8)', { retry: retryTo(0x1d) }, 'illegal_parameter'],
  ['a HelloRetryRequest for a group that was not offered (4.2.8)', { retry: retryTo(0x19) }, 'illegal_parameter'],
  [
    'a second HelloRetryRequest (4.1.4)',
    {
      retry: retryWithCookie,
      hello: (f) => ({
        ...retryWithCookie(f),
        random: new Uint8Array(Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex')),
      }),
    },
    'unexpected_message',
  ],
  [
    'another cipher suite after the HelloRetryRequest (4.1.4)',
    { retry: retryWithCookie, hello: (f) => ({ ...f, suite: 0x1303 }) },
    'illegal_parameter',
  ],
  [
    'a HelloRetryRequest with an unknown extension (4.1.4)',
    { retry: (f) => withExtensions([0x1234, none])(retryWithCookie(f)) },
    'unsupported_extension',
  ],
  [
    'a HelloRetryRequest with an empty cookie (4.2.2)',
    { retry: (f) => ({ ...f, extensions: [...versions, ['cookie', Uint8Array.of(0, 0)]] }) },
    'decode_error',
  ],
  [
    'a HelloRetryRequest without a version (4.1.4)',
    { retry: (f) => without('supported_versions')(retryWithCookie(f)) },
    'missing_extension',
  ],
  [
    'TLS 1.2 after the HelloRetryRequest',
    { retry: retryWithCookie, hello: (f) => ({ ...f, suite: 0xc02f, extensions: [] }) },
    'illegal_parameter',
  ],
  ['a HelloRetryRequest for an unknown group', { retry: retryTo(0x6399) }, 'illegal_parameter'],
  [
    'a HelloRetryRequest with a whole share',
    { retry: onlyExtensions(...share(0x17, new Uint8Array(65))) },
    'decode_error',
  ],
  [
    'a HelloRetryRequest with an extension twice',
    { retry: onlyExtensions(...versions, ...cookie, ...cookie) },
    'illegal_parameter',
  ],
  [
    'a HelloRetryRequest with pre_shared_key (4.2)',
    { retry: onlyExtensions(...versions, ...cookie, ...psk(0)) },
    'illegal_parameter',
    offering13(),
  ],
  [
    'a HelloRetryRequest with ALPN (4.2)',
    { retry: onlyExtensions(...versions, ...cookie, ['alpn', none]) },
    'illegal_parameter',
    { alpnProtocols: ['h2'] },
  ],
  [
    'a HelloRetryRequest with another session ID',
    { retry: (f) => ({ ...retryWithCookie(f), sessionId: none }) },
    'illegal_parameter',
  ],
  [
    'a HelloRetryRequest with compression',
    { retry: (f) => ({ ...retryWithCookie(f), compression: 1 }) },
    'decode_error',
  ],
  [
    'a HelloRetryRequest with a suite of TLS 1.2',
    { retry: (f) => ({ ...retryWithCookie(f), suite: 0xc02b }) },
    'illegal_parameter',
  ],
  [
    'a HelloRetryRequest with a cookie that is too long',
    { retry: onlyExtensions(...versions, ['cookie', Uint8Array.of(0, 1, 1, 1)]) },
    'decode_error',
  ],
  [
    'handshake data after the HelloRetryRequest, in the same record (5.1)',
    {
      retry: retryWithCookie,
      plain: ([first]) => [{ type: handshake, content: longer(first!.content) }],
    },
    'unexpected_message',
  ],
  [
    'a share of the first group after a HelloRetryRequest for another (4.2.8)',
    { retry: retryTo(0x17), hello: onlyExtensions(...share(29, new Uint8Array(32).fill(9))) },
    'illegal_parameter',
  ],
  [
    'a point that is not on the curve (4.2.8.2)',
    {
      retry: retryTo(0x17),
      hello: onlyExtensions(...share(0x17, Uint8Array.of(4, ...new Uint8Array(64).fill(1)))),
    },
    'illegal_parameter',
  ],
  [
    'a compressed point (4.2.8.2)',
    {
      retry: retryTo(0x17),
      hello: onlyExtensions(...share(0x17, Uint8Array.of(2, ...new Uint8Array(32).fill(1)))),
    },
    'illegal_parameter',
  ],
  [
    'the point at infinity (4.2.8.2)',
    { retry: retryTo(0x17), hello: onlyExtensions(...share(0x17, Uint8Array.of(0))) },
    'illegal_parameter',
  ],
]
