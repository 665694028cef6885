/** The differences of `secure` on Node's own TLS from Chromium, each with the reason. */
import type { Difference } from '../compare.ts'

type Changes = Difference['changes']

/** The changes for a scenario in which `secure` succeeds and Chromium's fails. The next `read` gives the error. */
const succeeds = (read: string): Changes => [
  [/^secure\(#1\) -> -\d+ \[.*\]$/, 'secure(#1) -> 0'],
  [
    'write(#1, bytes("over TLS")) -> {bytesWritten: -1} [Socket not found]',
    'write(#1, bytes("over TLS")) -> {bytesWritten: 8}',
  ],
  ['read(#1, 20) -> {data: bytes(""), resultCode: -1} [Socket not found]', `read(#1, 20) -> ${read}`],
]

/** The differences from Chromium that `nodeTls` of `@chrome-socket/backend-node` cannot avoid. */
export const nodeTlsDifferences: readonly Difference[] = [
  {
    reason:
      'A client without a certificate sends an empty list, and the server may go on: users of Chrome Apps met -110 there.',
    scenarios: [
      'secure: client certificate clientOptional TLSv1.2',
      'secure: client certificate clientOptional TLSv1.3',
    ],
    changes: succeeds('{data: bytes("over TLS"), resultCode: 8}'),
  },
  {
    reason:
      'A server that then insists on a certificate sends an alert, which in TLS 1.2 is handshake_failure, and Node reports nothing else.',
    scenarios: ['secure: client certificate clientRequired TLSv1.2'],
    changes: [
      [
        'secure(#1) -> -110 [net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED]',
        'secure(#1) -> -113 [net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH]',
      ],
    ],
  },
  {
    reason: 'In TLS 1.3 the handshake has ended for the client before the server insists on a certificate.',
    scenarios: ['secure: client certificate clientRequired TLSv1.3'],
    changes: succeeds('{data: bytes(""), resultCode: 0}'),
  },
  {
    reason: 'Node does not distinguish a close_notify during the handshake from the end of the connection.',
    scenarios: ['secure: answered with alert0'],
    changes: [['secure(#1) -> -107 [net::ERR_SSL_PROTOCOL_ERROR]', 'secure(#1) -> -100 [net::ERR_CONNECTION_CLOSED]']],
  },
  {
    reason:
      'Unread plain text is not dropped: it belongs to the stream, and bytes that were sent in the clear must not count as the start of TLS.',
    scenarios: ['secure: with plain text unread'],
    changes: [
      [
        /^(getInfo\(#1\)) -> \{connected: true.*$/,
        'secure(#1) -> -107 [net::ERR_SSL_PROTOCOL_ERROR]\n$1 -> nothing [Socket not found]',
      ],
      ['secure(#1) is never answered', undefined],
      ['secure(#2) -> 0', 'secure(#2) -> -107 [net::ERR_SSL_PROTOCOL_ERROR]'],
      [/^(getInfo\(#2\)) -> \{connected: true.*$/, '$1 -> nothing [Socket not found]'],
    ],
  },
]
