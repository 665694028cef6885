/** chrome.sockets.tcp.secure. Chromium extensions/browser/api/{sockets_tcp/sockets_tcp_api,socket/tls_socket}.cc */
import type { Scenario, Stage } from '../../scenario.ts'

/** Connected by name and paused before that, so that no read is outstanding: secure then works. */
export async function pausedConnection(
  { call, peers, sockets }: Stage,
  peer: string,
  properties?: object,
): Promise<number> {
  const socket = await sockets.tcp(properties)
  await call('tcp.setPaused', socket, true)
  await call('tcp.connect', socket, 'localhost', peers[peer])
  return socket
}

/** Secures a connection to the peer, and exchanges a few bytes when that went well. */
async function secureAndEcho(stage: Stage, peer: string): Promise<void> {
  const { call, hear, bytes, quiet } = stage
  hear('tcp.onReceive')
  hear('tcp.onReceiveError')
  const socket = await pausedConnection(stage, peer)
  await call('tcp.secure', socket)
  await call('tcp.setPaused', socket, false)
  await call('tcp.send', socket, bytes('over TLS'))
  await quiet()
  await call('tcp.getInfo', socket)
}

const peersToSecure: readonly string[] = [
  'rsa',
  'ecdsa',
  'TLSv1.2',
  'TLSv1.3',
  'selfSigned',
  'expired',
  'wrongName',
  'unknownAuthority',
  'TLSv1',
  'echo',
  'tlsHttp',
  'tlsCloses',
  'tlsResets',
  'alert40',
]

export const successorSecureScenarios: readonly Scenario[] = [
  ...peersToSecure.map((parameter): Scenario => ({
    name: `sockets.tcp: secure with ${parameter}`,
    why: 'secure gives the verdicts of chrome.socket, as number and as text. A failed secure destroys the socket.',
    parameter,
    play: secureAndEcho,
  })),
  {
    name: 'sockets.tcp: a secured socket keeps and loses',
    why: 'paused and persistent are kept. Chromium loses name and bufferSize, which is a listed difference.',
    async play(stage) {
      const { call, hear, bytes, quiet, peers } = stage
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const socket = await pausedConnection(stage, 'rsa', { name: 'named', bufferSize: 3, persistent: true })
      await call('tcp.secure', socket, {})
      await call('tcp.getInfo', socket)
      await call('tcp.send', socket, bytes('held back'))
      await quiet()
      await call('tcp.update', socket, { bufferSize: 4 })
      await call('tcp.setPaused', socket, false)
      await quiet()
      await call('tcp.getInfo', socket)
      await call('tcp.setNoDelay', socket, true)
      await call('tcp.setKeepAlive', socket, true, 5)
      await call('tcp.secure', socket)
      await call('tcp.disconnect', socket)
      await quiet()
      await call('tcp.getInfo', socket)
      await call('tcp.send', socket, bytes('x'))
      await call('tcp.connect', socket, '127.0.0.1', peers['echo'])
    },
  },
  {
    name: 'sockets.tcp: secure with a read outstanding',
    why: 'secure fails while a read is outstanding, and destroys the socket.',
    async play({ call, hear, peers, quiet, sockets }) {
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      for (const pausesAfterConnect of [false, true]) {
        const socket = await sockets.tcp()
        await call('tcp.connect', socket, 'localhost', peers['rsa'])
        if (pausesAfterConnect) await call('tcp.setPaused', socket, true)
        await call('tcp.secure', socket)
        await quiet()
        await call('tcp.getInfo', socket)
      }
    },
  },
  {
    name: 'sockets.tcp: secure after plain text (STARTTLS)',
    why: "Mail clients pause after connect: the peer's answer takes the outstanding read, and then secure works.",
    async play({ call, hear, next, bytes, peers, quiet, sockets }) {
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const socket = await sockets.tcp()
      await call('tcp.connect', socket, 'localhost', peers['startTls'])
      await next('tcp.onReceive')
      await call('tcp.setPaused', socket, true)
      await call('tcp.send', socket, bytes('STARTTLS\r\n'))
      await next('tcp.onReceive')
      await call('tcp.secure', socket)
      await call('tcp.setPaused', socket, false)
      await call('tcp.send', socket, bytes('over TLS'))
      await next('tcp.onReceive')
      await quiet()
    },
  },
  {
    name: 'sockets.tcp: secure where there is no client connection',
    why: 'secure has its own error text for each state, and destroys only an accepted socket.',
    async play({ call, hear, quiet, sockets }) {
      hear('tcp.onReceiveError')
      await call('tcp.secure', 99_999)
      const fresh = await sockets.tcp()
      await call('tcp.secure', fresh)
      await call('tcp.getInfo', fresh)
      const ended = await sockets.connected('rsa')
      await call('tcp.disconnect', ended)
      await call('tcp.secure', ended)
      const { accepted } = await sockets.pair()
      await call('tcp.secure', accepted)
      await quiet()
      await call('tcp.getInfo', accepted)
    },
  },
  {
    name: 'sockets.tcp: calls in the callback of a secure that failed',
    why: 'A failed secure has destroyed the socket before its callback runs.',
    async play(stage) {
      const { callThen, call, start, hear, bytes, peers, quiet, sockets } = stage
      hear('tcp.onReceiveError')
      for (const each of ['getInfo', 'secure', 'send', 'setPaused', 'close']) {
        const args = { send: [bytes('x')], setPaused: [false] }[each] ?? []
        // One whose handshake fails, and one that is refused since it is receiving.
        const failing = await pausedConnection(stage, 'selfSigned')
        await callThen(() => start(`tcp.${each}`, failing, ...args), 'tcp.secure', failing)
        await quiet()
        const receiving = await sockets.tcp()
        await call('tcp.connect', receiving, 'localhost', peers['rsa'])
        await callThen(() => start(`tcp.${each}`, receiving, ...args), 'tcp.secure', receiving)
        await quiet()
      }
    },
  },
  {
    name: 'sockets.tcp: options and secure after a connect that failed',
    why: 'Chromium does not find the next connection before a disconnect, which is a listed difference.',
    async play({ call, peers, sockets }) {
      for (const isDisconnected of [false, true]) {
        const socket = await sockets.tcp()
        await call('tcp.setPaused', socket, true)
        await call('tcp.connect', socket, 'localhost', peers['refused'])
        if (isDisconnected) await call('tcp.disconnect', socket)
        await call('tcp.connect', socket, 'localhost', peers['rsa'])
        await call('tcp.setNoDelay', socket, true)
        await call('tcp.setKeepAlive', socket, true, 5)
        await call('tcp.secure', socket)
        await call('tcp.getInfo', socket)
      }
    },
  },
  {
    name: 'sockets.tcp: options after a connect of a connected socket',
    why: 'A connect of a connected socket fails and leaves the connection as it was.',
    async play({ call, bytes, hear, peers, quiet, sockets }) {
      hear('tcp.onReceive')
      const socket = await sockets.connected('echo')
      await call('tcp.connect', socket, '127.0.0.1', peers['sink'])
      await call('tcp.setNoDelay', socket, true)
      await call('tcp.setKeepAlive', socket, true, 5)
      await call('tcp.send', socket, bytes('x'))
      await quiet()
    },
  },
  {
    name: 'sockets.tcp: secure when the peer has closed',
    why: 'The handshake cannot begin on a connection that the peer has closed.',
    async play({ call, bytes, peers, quiet, sockets }) {
      const socket = await sockets.tcp()
      await call('tcp.setPaused', socket, true)
      await call('tcp.connect', socket, '127.0.0.1', peers['bye'])
      await call('tcp.send', socket, bytes('go'))
      await quiet()
      await call('tcp.secure', socket)
      await call('tcp.getInfo', socket)
    },
  },
  {
    name: 'sockets.tcp: plain bytes that nobody has received before secure',
    why: 'Chromium drops the plain bytes, which is a listed difference.',
    async play({ call, start, hear, peers, quiet, sockets }) {
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const socket = await sockets.tcp()
      await call('tcp.setPaused', socket, true)
      await call('tcp.connect', socket, '127.0.0.1', peers['greeter'])
      await quiet()
      start('tcp.secure', socket)
      await quiet()
      await call('tcp.getInfo', socket)
    },
  },
  {
    name: 'sockets.tcp: calls during the handshake',
    why: 'A peer that never answers keeps the handshake going: sends fail, and unpausing reports -15.',
    async play(stage) {
      const { call, start, hear, bytes, quiet } = stage
      hear('tcp.onReceive')
      hear('tcp.onReceiveError')
      const socket = await pausedConnection(stage, 'tlsNever')
      start('tcp.secure', socket)
      await quiet()
      await call('tcp.getInfo', socket)
      await call('tcp.send', socket, bytes('x'))
      await call('tcp.setNoDelay', socket, true)
      await call('tcp.setPaused', socket, false)
      await quiet()
      await call('tcp.getInfo', socket)
    },
  },
  {
    name: 'sockets.tcp: a second secure during the handshake',
    why: 'In Chromium the second secure fails and destroys the socket, and the first is never answered.',
    async play(stage) {
      const { call, start, hear, quiet } = stage
      hear('tcp.onReceiveError')
      const socket = await pausedConnection(stage, 'tlsNever')
      start('tcp.secure', socket)
      await quiet()
      start('tcp.secure', socket)
      await quiet()
      await call('tcp.getInfo', socket)
    },
  },
  ...['disconnect', 'close'].map((parameter): Scenario => ({
    name: `sockets.tcp: ${parameter} during the handshake`,
    why: 'The callback of secure never comes if the socket ends during the handshake.',
    parameter,
    async play(stage, end) {
      const { call, start, hear, quiet } = stage
      hear('tcp.onReceiveError')
      const socket = await pausedConnection(stage, 'tlsNever')
      start('tcp.secure', socket)
      await quiet()
      await call(`tcp.${end}`, socket)
      await quiet()
      await call('tcp.getInfo', socket)
    },
  })),
  {
    name: 'sockets.tcp: tlsVersion of secure',
    why: 'tlsVersion limits the range of versions, as in chrome.socket.',
    async play(stage) {
      const { call } = stage
      for (const [peer, tlsVersion] of [
        ['TLSv1.2', { min: 'tls1.3' }],
        ['TLSv1.3', { max: 'tls1.2' }],
        ['TLSv1.2', { min: 'tls1', max: 'tls1.2' }],
        ['TLSv1.3', { min: 'tls1.3', max: 'tls1.2' }],
        ['TLSv1.2', { min: 'x', max: 'y' }],
        ['TLSv1.3', null],
      ] as const) {
        const socket = await pausedConnection(stage, peer)
        await call('tcp.secure', socket, { tlsVersion })
        await call('tcp.close', socket)
      }
    },
  },
  {
    name: 'sockets.tcp: much data over TLS',
    why: 'Many records go both ways, in events of bufferSize.',
    async play(stage) {
      const { call, bytes, collect, received } = stage
      collect()
      const socket = await pausedConnection(stage, 'rsa')
      await call('tcp.secure', socket)
      await call('tcp.setPaused', socket, false)
      await call('tcp.send', socket, bytes(300_000))
      await received(socket, 300_000)
    },
  },
]
