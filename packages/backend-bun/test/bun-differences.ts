/** The differences of `chrome.socket` on Bun's sockets and TLS from Chromium, with their reasons. */
import { nodeTlsDifferences } from '@chrome-socket/conformance'
import type { Difference } from '@chrome-socket/conformance'

/** The scenarios with differences of Node's TLS that Bun's TLS does not have. */
const nodeOnly: ReadonlySet<string> = new Set(['secure: client certificate clientRequired TLSv1.2'])

export const bunDifferences: readonly Difference[] = [
  ...nodeTlsDifferences.filter(({ scenarios }) => !scenarios.some((name) => nodeOnly.has(name))),
  {
    reason: 'An Error of JavaScriptCore has its line and column as own properties.',
    scenarios: ['arguments: the namespace itself', 'callbacks: promises of create, getInfo and getNetworkList'],
    changes: [[/^(.*: .*true )(message stack"?)$/, '$1column line $2']],
  },
  {
    reason: 'Bun refuses the multicast TTL 0, so datagrams leave through the loopback interface, with its address.',
    scenarios: ['multicast: what is sent to a group comes to its members'],
    changes: [[/^(recvFrom\(#1, 50\) -> \{address: )<this host>(.*)$/, '$1"127.0.0.1"$2']],
  },
  {
    reason: 'Bun delivers up to 512 KiB at a time, so a read of more than 64 KiB may give more than 64 KiB.',
    scenarios: ['states: reads around the size of the pipe, which is filled up after each'],
    changes: [
      [
        'read(#1, 65537) -> {data: <65536 bytes, sum 3451464848>, resultCode: 65536}',
        'read(#1, 65537) -> {data: <65537 bytes, sum 3916195355>, resultCode: 65537}',
      ],
      [
        'read(#1, 10) -> {data: bytes("3456789:;<"), resultCode: 10}',
        'read(#1, 10) -> {data: bytes("456789:;<="), resultCode: 10}',
      ],
      [
        'read(#1, 1000000) -> {data: <65536 bytes, sum 2475316685>, resultCode: 65536}',
        'read(#1, 1000000) -> {data: <68916 bytes, sum 777511066>, resultCode: 68916}',
      ],
      [
        'read(#1, 65536) -> {data: <3381 bytes, sum 3546169311>, resultCode: 3381}',
        'read(#1, 65536) is waited for in vain\nread(#1, 65536) is never answered',
      ],
    ],
  },
]
