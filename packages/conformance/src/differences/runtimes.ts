/**
 * The differences of runtimes other than Node, below backend-node and nodeTls. Each call is refused or fails in another
 * way than in Chromium. No call succeeds that Chromium refuses.
 */
import type { RuntimeGap } from '../compare.ts'

const denoGaps: readonly RuntimeGap[] = [
  {
    reason: 'EADDRNOTAVAIL of listen has no code of its own.',
    scenarios: ['listen: failures and what works afterwards', 'sockets.tcpServer: addresses of listen'],
  },
  {
    reason: 'dgram does not connect, it only remembers the peer: the local address stays unspecified.',
    scenarios: [
      'udp: connected',
      'udp: endRightAfterConnect (disconnect)',
      'udp: a connected socket does not see others',
      'udp: the longest datagrams',
      'udp: bind and connect more than once in a script',
      'udp: port 0',
      'udp: writes and reads when connected to port 0',
      'udp among ourselves: connected to a bound socket',
      'addresses: of connect of udp',
    ],
  },
  {
    reason: 'The error of a closed port does not reach a socket that is not connected.',
    scenarios: [
      'udp: a port where nobody is',
      'udp: who learns that nobody is there, a read or a write of the same script',
    ],
  },
  { reason: 'Sends of one script call back in any order.', scenarios: ['udp: many datagrams in one script, in order'] },
  {
    reason: 'The datagrams of one script leave in any order.',
    sometimes: true,
    scenarios: ['sockets.udp: many sends in one script, in order'],
  },
  {
    reason: 'Errors of send have no code.',
    scenarios: ['udp: families'],
  },
  {
    reason: 'Errors of send have no code: a broadcast without a route is reported as a broadcast that is not allowed.',
    sometimes: true,
    scenarios: ['udp: names, broadcast and multicast as targets'],
  },
  {
    reason: 'The port of a closed UDP socket stays in use for a while.',
    sometimes: true,
    scenarios: ['chains: bind again in the callback of the recvFrom that disconnect ended'],
  },
  {
    reason: "The system's errors of joining and leaving groups are all EINVAL.",
    sometimes: true,
    scenarios: ['multicast: a join that is pending when the socket is disconnected', 'groups: several in one script'],
  },
  {
    reason: 'A time to live of 0 is refused.',
    scenarios: ['multicast: what is sent to a group comes to its members'],
  },
  {
    reason: 'rustls refuses RSA keys of less than 2048 bits.',
    scenarios: ['secure: certificate rsa1024'],
  },
  {
    reason: 'rustls has neither CBC nor RSA key exchange.',
    scenarios: [
      'ECDHE-RSA-AES128-SHA',
      'ECDHE-RSA-AES256-SHA',
      'AES128-GCM-SHA256',
      'AES256-GCM-SHA384',
      'AES128-SHA',
      'AES256-SHA',
    ].map((suite) => `secure: suite ${suite}`),
  },
  {
    reason: 'rustls does not distinguish one alert from another.',
    scenarios: [
      'secure: no TLS: tlsApplicationData',
      'secured: an echo of the ClientHello, after some plain text',
      'sockets.tcp: secure with echo',
      ...[0, 10, 20, 22, 49, 109, 110, 112, 113, 115].map((number) => `secure: answered with alert${number}`),
    ],
  },
  {
    reason: 'The end of a paused TLS stream does not always come.',
    sometimes: true,
    scenarios: ['secure: ending tlsSource TLSv1.2', 'secure: ending tlsSource TLSv1.3'],
  },
  { reason: 'rustls refuses an empty handshake record.', scenarios: ['secure: no TLS: tlsEmptyRecord'] },
]

const bunGaps: readonly RuntimeGap[] = [
  {
    reason: 'Errors of JavaScriptCore have their own line and column.',
    scenarios: ['arguments: the namespace itself', 'callbacks: promises of create, getInfo and getNetworkList'],
  },
  {
    reason: "The system's error for an earlier datagram reaches a socket that is not connected.",
    scenarios: ['udp: families', 'addresses: of sendTo', 'sockets.udp: dnsQueryType of send'],
  },
  {
    reason: 'The error of a connect to a broadcast address has no code.',
    scenarios: ['udp: names, broadcast and multicast as targets'],
  },
  {
    reason: 'A time to live of 0 is refused.',
    scenarios: ['multicast: what is sent to a group comes to its members'],
  },
]

/** The gaps of the runtime that this runs in. */
export const runtimeGaps: readonly RuntimeGap[] = 'Deno' in globalThis ? denoGaps : 'Bun' in globalThis ? bunGaps : []
