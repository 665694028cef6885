/**
 * The host names that Chromium resolves. Every name below localhost is one of this host, so a result shows only whether the name
 * was asked for. Chromium url/url_canon_host.cc and net/base/url_util.cc
 */
import type { Scenario, Stage } from '../../scenario.ts'

const escaped: readonly string[] = [
  'loc%61lhost',
  '%6Cocalhost%2E',
  'a%5fb.localhost',
  '127%2e0.0.1',
  '%31%32%37.1',
  '127%E3%80%820.0.1',
  '%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1',
  '%3A%3A1',
  '%5B::1%5D',
  'localhost%',
  'localhost%2',
  'loc%2561lhost',
  'local%00host',
  'local%20host',
  'local%2Fhost',
  'localhost%3A80',
  'localhost%23',
  '%C3%A4.localhost',
  '%ff.localhost',
]

const label = (length: number): string => 'x'.repeat(length)
/** A name of 253 characters, the most that are allowed. */
const longest = `${[label(63), label(63), label(63), label(51)].join('.')}.localhost`

const others: readonly string[] = [
  ...[
    '!',
    '"',
    '$',
    '&',
    "'",
    '(',
    ')',
    '*',
    '+',
    ',',
    ';',
    '<',
    '=',
    '>',
    '^',
    '_',
    '`',
    '{',
    '|',
    '}',
    '~',
    '\u007f',
  ].map((each) => `a${each}b.localhost`),
  '*.localhost',
  '_.localhost',
  '-.localhost',
  'ä.localhost',
  'xn--4ca.localhost',
  'xn--a.localhost',
  'XN--A.LocalHost',
  'xn--.localhost',
  'ab--c.localhost',
  '0x7f.1.',
  'a.1',
  'a.0x',
  'a..localhost',
  '.localhost',
  'localhost..',
  `${label(63)}.localhost`,
  `${label(64)}.localhost`,
  longest,
  `${longest}.`,
  `x${longest}`,
  `x${longest}.`,
]

async function connectTo(names: readonly string[], { call, start, tcp, peers, sockets }: Stage): Promise<void> {
  for (const name of names) {
    const socket = await tcp()
    await call('connect', socket, name, peers['echo'])
    start('destroy', socket)
    const successor = await sockets.tcp()
    await call('tcp.connect', successor, name, peers['echo'])
    start('tcp.close', successor)
  }
}

async function sendTo(names: readonly string[], { call, bound, bytes, peers, sockets }: Stage): Promise<void> {
  const { socketId } = await bound()
  const successor = await sockets.bound()
  for (const name of names) {
    await call('sendTo', socketId, bytes('x'), name, peers['udpSink'])
    await call('udp.send', successor.socketId, bytes('x'), name, peers['udpSink'], 'ipv4')
  }
}

export const hostNameScenarios: readonly Scenario[] = [
  {
    name: 'addresses: percent-encoded host names of connect',
    why: 'A host name is read as that of a URL, so its escapes are decoded.',
    needs: ['sockets'],
    play: (stage) => connectTo(escaped, stage),
  },
  {
    name: 'addresses: percent-encoded host names of a datagram',
    why: 'The same names as the target of a datagram.',
    needs: ['datagram', 'sockets'],
    play: (stage) => sendTo(escaped, stage),
  },
  {
    name: 'addresses: percent-encoded literals',
    why: 'A literal has no escapes where a name cannot stand.',
    needs: ['datagram', 'listen', 'sockets'],
    async play({ call, bound, bytes, tcp, udp, sockets }) {
      for (const literal of ['127%2e0.0.1', '%31%32%37.1', '127.0.0.1%']) {
        await call('listen', await tcp(), literal, 0)
        await call('bind', await udp(), literal, 0)
        await call('tcpServer.listen', await sockets.server(), literal, 0)
        await call('udp.bind', await sockets.udp(), literal, 0)
      }
      const { socketId } = await bound()
      await call('joinGroup', socketId, '%32%32%34.0.0.251')
      await call('sendTo', socketId, bytes('x'), '%31', 0)
    },
  },
  {
    name: 'addresses: characters and lengths of host names of connect',
    why: 'A name with other characters than letters, digits, hyphens and underscores is not asked for, nor is one that is too long.',
    needs: ['sockets'],
    play: (stage) => connectTo(others, stage),
  },
  {
    name: 'addresses: characters and lengths of host names of a datagram',
    why: 'The same names as the target of a datagram.',
    needs: ['datagram', 'sockets'],
    play: (stage) => sendTo(others, stage),
  },
]
