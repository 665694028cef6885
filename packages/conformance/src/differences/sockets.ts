/** Where this project's `chrome.sockets` differs from Chromium's on purpose. */
import type { Difference } from '../compare.ts'

const wrongPort = '-4 [net::ERR_INVALID_ARGUMENT]'

/** Where `chrome.sockets` of `@chrome-socket/api` is meant to differ from Chromium, on any backend. */
export const socketsDifferences: readonly Difference[] = [
  {
    reason: "An event has no dispatch. It would call the app's own listeners, and no app is known to need that.",
    scenarios: ['sockets: the namespaces themselves'],
    changes: [[/"dispatch", /, '']],
  },
  {
    reason: 'hasListener names its signature, as every function does, where Chromium has texts of its own.',
    scenarios: ['sockets events: listeners are added and removed'],
    changes: [
      [
        /^(hasListener\(.*\)) throws TypeError: .*$/,
        '$1 throws TypeError: Error in invocation of sockets.udp.onReceiveError.hasListener(function listener): No matching signature.',
      ],
    ],
  },
  {
    reason: "A listener is called without a this. Chromium gives it the page's global object, even in strict code.",
    scenarios: ['sockets events: order, arguments and this'],
    changes: [['this is the global object: true, 1 argument', 'this is the global object: false, 1 argument']],
  },
  {
    reason:
      'What a listener throws goes to the global error handler, where Node, Deno and Bun let an app see it; Chromium only writes it to the console.',
    scenarios: ['sockets events: a listener that throws'],
    changes: [[/^console: Error in event handler: /, 'uncaught: ']],
  },
  {
    reason: 'A port outside 0 to 65535 is an error; Chromium takes it modulo 65536.',
    scenarios: ['sockets.tcpServer: ports outside 0 to 65535', 'sockets.udp: ports outside 0 to 65535'],
    changes: [
      [/^((?:tcpServer\.listen|udp\.bind)\(.*\)) -> 0$/, `$1 -> ${wrongPort}`],
      [/localAddress: "127.0.0.1", localPort: <port \d>, /, ''],
    ],
  },
]
