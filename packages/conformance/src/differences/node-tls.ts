/** Where `secure` on Node's own TLS differs from Chromium, each with the reason. */
import type { Difference } from '../compare.ts'

type Changes = Difference['changes']

/** `secure` fails instead of succeeding, and the socket is gone. */
const fails = (outcome: string): Changes => [
  ['secure(#1) -> 0', `secure(#1) -> ${outcome}`],
  [
    'write(#1, bytes("over TLS")) -> {bytesWritten: 8}',
    'write(#1, bytes("over TLS")) -> {bytesWritten: -1} [Socket not found]',
  ],
  [
    'read(#1, 20) -> {data: bytes("over TLS"), resultCode: 8}',
    'read(#1, 20) -> {data: bytes(""), resultCode: -1} [Socket not found]',
  ],
]

/** `secure` succeeds where Chromium fails, and then `read` gives this. */
const succeeds = (read: string): Changes => [
  [/^secure\(#1\) -> -\d+ \[.*\]$/, 'secure(#1) -> 0'],
  [
    'write(#1, bytes("over TLS")) -> {bytesWritten: -1} [Socket not found]',
    'write(#1, bytes("over TLS")) -> {bytesWritten: 8}',
  ],
  ['read(#1, 20) -> {data: bytes(""), resultCode: -1} [Socket not found]', `read(#1, 20) -> ${read}`],
]

/** Where `nodeTls` of `@chrome-socket/backend-node` has to differ. */
export const nodeTlsDifferences: readonly Difference[] = [
  {
    reason:
      'OpenSSL does not take anyExtendedKeyUsage for the usage of a server, and does not tell what else is wrong.',
    scenarios: ['secure: certificate anyUsage'],
    changes: fails('-207 [net::ERR_CERT_INVALID]'),
  },
  {
    reason: 'RSA keys of 1024 bits are too weak for the default security level of newer versions of OpenSSL.',
    onSomeRuntimes: true,
    scenarios: ['secure: certificate rsa1024'],
    changes: fails('-207 [net::ERR_CERT_INVALID]'),
  },
  {
    reason: 'Of several faults OpenSSL tells the last that it found.',
    scenarios: ['secure: certificate expiredAndUnknown'],
    changes: [
      ['secure(#1) -> -202 [net::ERR_CERT_AUTHORITY_INVALID]', 'secure(#1) -> -201 [net::ERR_CERT_DATE_INVALID]'],
    ],
  },
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
      'Of a server that then insists on a certificate only the alert is seen, which in TLS 1.2 is handshake_failure.',
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
    reason: 'Node does not tell a close_notify during the handshake from the end of the connection.',
    scenarios: ['secure: answered with alert0'],
    changes: [['secure(#1) -> -107 [net::ERR_SSL_PROTOCOL_ERROR]', 'secure(#1) -> -100 [net::ERR_CONNECTION_CLOSED]']],
  },
  {
    reason:
      'Plain text that nobody has read is not dropped: it belongs to the stream, and what was sent in the clear must not pass for the start of TLS.',
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
