/** The differences on purpose between this project's `chrome.sockets` and Chromium's. */
import type { Difference } from '../compare.ts'

const invalidArgument = '-4 [net::ERR_INVALID_ARGUMENT]'

/** The differences on purpose between `chrome.sockets` of `@chrome-socket/api` and Chromium, on any backend. */
export const socketsDifferences: readonly Difference[] = [
  {
    reason: "An event has no dispatch. It would call the app's own listeners, and no app is known to need that.",
    scenarios: ['sockets: the namespaces themselves'],
    changes: [[/"dispatch", /, '']],
  },
  {
    reason: "A listener is called without a this. Chromium gives it the page's global object, even in strict code.",
    scenarios: ['sockets events: order, arguments and this'],
    changes: [['this is the global object: true, 1 argument', 'this is the global object: false, 1 argument']],
  },
  {
    reason:
      'An exception of a listener goes to the global error handler, where Node, Deno and Bun let an app see it; Chromium only writes it to the console.',
    scenarios: ['sockets events: a listener that throws'],
    changes: [[/^console: Error in event handler: /, 'uncaught: ']],
  },
  {
    reason: 'A port outside 0 to 65535 is an error, as it is in chrome.socket; Chromium takes it modulo 65536.',
    scenarios: ['sockets.tcp: ports outside 0 to 65535'],
    changes: [
      [/^(tcp\.connect\(.*\)) -> .*$/, `$1 -> ${invalidArgument}`],
      ['tcp.send(tcp#1, bytes("x")) -> {bytesSent: 1, resultCode: 0}', undefined],
    ],
  },
  {
    reason: 'A port outside 0 to 65535 is an error in listen, too.',
    scenarios: ['sockets.tcpServer: ports outside 0 to 65535'],
    changes: [
      [/^(tcpServer\.listen\(.*\)) -> 0$/, `$1 -> ${invalidArgument}`],
      [/localAddress: "127.0.0.1", localPort: <port \d>, /, ''],
    ],
  },
  {
    reason: 'A port outside 0 to 65535 is an error in bind and send, too.',
    scenarios: ['sockets.udp: ports outside 0 to 65535'],
    changes: [
      [/^(udp\.bind\(.*\)) -> 0$/, `$1 -> ${invalidArgument}`],
      [/localAddress: "127.0.0.1", localPort: <port \d>, /, ''],
      [
        /^(udp\.send\(.* \+ 65536\)) -> \{bytesSent: 1, resultCode: 0\}$/,
        '$1 -> {resultCode: -4} [net::ERR_INVALID_ARGUMENT]',
      ],
    ],
  },
  {
    reason: 'A server that is unpaused accepts again; in Chromium it never does.',
    scenarios: ['sockets.tcpServer: unpaused again'],
    changes: [
      [
        'tcpServer.setPaused(tcpServer#1, false) -> nothing',
        'tcpServer.onAccept {clientSocketId: tcp#4, socketId: tcpServer#1}\ntcpServer.setPaused(tcpServer#1, false) -> nothing',
      ],
    ],
  },
  {
    reason: 'A server that was paused before listen and is unpaused accepts; in Chromium it never does.',
    scenarios: ['sockets.tcpServer: paused before listen'],
    changes: [
      [
        'tcpServer.setPaused(tcpServer#1, false) -> nothing',
        'tcpServer.onAccept {clientSocketId: tcp#2, socketId: tcpServer#1}\ntcpServer.setPaused(tcpServer#1, false) -> nothing',
      ],
    ],
  },
  {
    reason:
      'A server that listens again leaves its old address and accepts at the new address. Chromium keeps both, accepts only at the old address, and is paused.',
    scenarios: ['sockets.tcpServer: listen on a listening server'],
    changes: [
      ['tcpServer.onAcceptError {resultCode: -2, socketId: tcpServer#1}', undefined],
      [
        'tcp.connect(tcp#1, "127.0.0.1", <port 1>) -> 0',
        'tcp.connect(tcp#1, "127.0.0.1", <port 1>) -> -102 [net::ERR_CONNECTION_REFUSED]',
      ],
      [/paused: true/, 'paused: false'],
      ['tcpServer.onAccept {clientSocketId: tcp#2, socketId: tcpServer#1}', undefined],
      [
        'tcp.connect(tcp#3, "127.0.0.1", <port 2>) -> 0',
        'tcp.connect(tcp#2, "127.0.0.1", <port 2>) -> 0\ntcpServer.onAccept {clientSocketId: tcp#3, socketId: tcpServer#1}',
      ],
    ],
  },
  {
    reason:
      'A server whose second listen failed listens nowhere and has no address; in Chromium it keeps the old address.',
    scenarios: ['sockets.tcpServer: listen on a listening server, at a taken port'],
    changes: [[/localAddress: "127.0.0.1", localPort: <port 2>, /, '']],
  },
  {
    reason: 'secure keeps name and bufferSize, and the options of the connection can still be set.',
    scenarios: ['sockets.tcp: a secured socket keeps and loses'],
    changes: [
      [
        /^(tcp\.getInfo\(tcp#1\)) -> \{(connected: true, .*<port 1>, )(paused: true, .*)$/,
        '$1 -> {bufferSize: 3, $2name: "named", $3',
      ],
      [
        /^(tcp\.getInfo\(tcp#1\) -> \{bufferSize: 4, connected: (?:true, .*<port 1>|false), )(paused)/,
        '$1name: "named", $2',
      ],
      [/^(tcp\.set(?:NoDelay|KeepAlive)\(.*\)) -> -2 \[net::ERR_FAILED\]$/, '$1 -> 0'],
    ],
  },
  {
    reason:
      'After a failed connect, the next connection can be secured and its options can be set. Chromium does not find it before a disconnect.',
    scenarios: ['sockets.tcp: options and secure after a connect that failed'],
    changes: [
      [/^(tcp\.set(?:NoDelay|KeepAlive)\(.*\)) -> -2 \[net::ERR_FAILED\]$/, '$1 -> 0'],
      ['tcp.secure(tcp#1) -> -15 [net::ERR_SOCKET_NOT_CONNECTED]', 'tcp.secure(tcp#1) -> 0'],
      [
        'tcp.getInfo(tcp#1) -> nothing [Socket not found]',
        'tcp.getInfo(tcp#1) -> {connected: true, localAddress: "127.0.0.1", localPort: <port 1>, paused: true, peerAddress: "127.0.0.1", peerPort: <rsa>, persistent: false, socketId: tcp#1}',
      ],
      [/^(tcp\.getInfo\(tcp#2\).*)<port 1>/, '$1<port 2>'],
    ],
  },
  {
    reason:
      'Plain bytes that were not received come before the handshake and break it. Chromium drops them and waits for more.',
    scenarios: ['sockets.tcp: plain bytes that nobody has received before secure'],
    changes: [
      [
        /^(tcp\.getInfo\(tcp#1\)) -> \{connected: true.*$/,
        'tcp.secure(tcp#1) -> -107 [net::ERR_SSL_PROTOCOL_ERROR]\n$1 -> nothing [Socket not found]',
      ],
      ['tcp.secure(tcp#1) is never answered', undefined],
    ],
  },
]
