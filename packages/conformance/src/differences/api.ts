/**
 * The differences on purpose between this project's `chrome.socket` and Chromium's. The list in the README is this
 * list.
 */
import type { Difference } from '../compare.ts'
import { socketsDifferences } from './sockets.ts'

const udpMeansTcp = [/socketType: "udp"/, 'socketType: "tcp"'] as const
const tlsEndings = ['tlsBye', 'tlsCut', 'tlsReset', 'tlsGarbageLater', 'tlsSource']

/** The differences on purpose between `@chrome-socket/api` and Chromium, on any backend. */
export const apiDifferences: readonly Difference[] = [
  ...socketsDifferences,
  {
    reason: 'After secure, Chromium calls the socket a UDP socket.',
    scenarios: [
      'secure: a secured socket otherwise',
      ...tlsEndings.flatMap((ending) => ['TLSv1.2', 'TLSv1.3'].map((version) => `secure: ending ${ending} ${version}`)),
    ],
    changes: [udpMeansTcp],
  },
  {
    reason: 'After secure, Chromium does not find the connection to set its options.',
    scenarios: ['secure: options of the sockets below'],
    changes: [
      ['setNoDelay(#1, true) -> false', 'setNoDelay(#1, true) -> true'],
      ['setKeepAlive(#1, true, 5) -> false', 'setKeepAlive(#1, true, 5) -> true'],
    ],
  },
  {
    reason: 'In listen, Chromium takes a port modulo 65536; here a wrong port is an error, as it is in connect.',
    scenarios: ['listen: ports outside 0 to 65535'],
    changes: [
      [/^(listen\(.*\)) -> 0$/, '$1 -> nothing [Port must be a value between 0 and 65535.]'],
      [/, localAddress: "127.0.0.1", localPort: <port \d>/, ''],
    ],
  },
  {
    reason:
      'An exception of a callback goes to the global error handler, where Node, Deno and Bun let an app see it; Chromium only writes it to the console.',
    scenarios: [
      'callbacks: one that throws breaks nothing else',
      'chains: a callback that throws, and the accept and the read after it',
    ],
    changes: [[/^console: Error handling response: /, 'uncaught: ']],
  },
  {
    reason: 'A socket has no options before it is connected.',
    scenarios: ['tcp: the same some time later'],
    changes: [
      ['setNoDelay(#1, true) -> true', 'setNoDelay(#1, true) -> false'],
      ['setKeepAlive(#1, true) -> true', 'setKeepAlive(#1, true) -> false'],
    ],
  },
  {
    reason: 'After a failed connect, Chromium does not find the next connection to set its options.',
    scenarios: ['tcp: options after a connect that failed and one that did not'],
    changes: [[/^(setNoDelay|setKeepAlive)(.*) -> false$/, '$1$2 -> true']],
  },
  {
    reason: 'After a failed connect, Chromium does not find the next connection to secure it, either.',
    scenarios: ['secured: after a connect that failed and one that did not'],
    changes: [[/^(secure\(#2\)) -> -15 \[net::ERR_SOCKET_NOT_CONNECTED\]$/, '$1 -> 0']],
  },
  {
    reason: 'In Chromium a write that was pending at disconnect blocks all later ones on the socket for good.',
    scenarios: ['tcp: disconnect while a write is pending'],
    changes: [
      ['write(#1, bytes("again")) is never answered', undefined],
      [
        'connect(#1, "127.0.0.1", <echo>) -> 0',
        'connect(#1, "127.0.0.1", <echo>) -> 0\nwrite(#1, bytes("again")) -> {bytesWritten: 5}',
      ],
    ],
  },
  {
    reason: 'When a listening socket listens again, Chromium goes on listening at the old address, too.',
    scenarios: ['listen: again on a listening socket'],
    changes: [['connect(#2, "127.0.0.1", <port 1>) -> 0', 'connect(#2, "127.0.0.1", <port 1>) -> -102']],
  },
  {
    reason:
      'When a listening socket listens again, Chromium accepts only at the old address, but getInfo has the new address.',
    scenarios: ['listen: again on a listening socket, with a connection at each address'],
    changes: [[/(?<=^getInfo\(#4\).*)<port 3>/, '<port 4>']],
  },
  {
    reason: 'A certificate can have an IPv6 literal as a name; Chromium does not accept that.',
    scenarios: ['secure: a name that a certificate cannot have'],
    changes: [[/^(secure\(#(?:9|10)\)) -> -2 \[net::ERR_FAILED\]$/, '$1 -> -200 [net::ERR_CERT_COMMON_NAME_INVALID]']],
  },
]
