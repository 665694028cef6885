/** chrome.sockets.tcp: how a connection ends. Chromium extensions/browser/api/sockets_tcp/{sockets_tcp_api,tcp_socket_event_dispatcher}.cc */
import type { Scenario, Stage } from '../../scenario.ts'

/** Both ends of a connection. The client was paused before it connected, so that it reads nothing at all. */
async function pairThatDoesNotRead({
  call,
  hear,
  next,
  sockets,
}: Pick<Stage, 'call' | 'hear' | 'next' | 'sockets'>): Promise<{ readonly client: number; readonly accepted: number }> {
  hear('tcpServer.onAccept')
  const { port } = await sockets.listening()
  const client = await sockets.tcp()
  await call('tcp.setPaused', client, true)
  await call('tcp.connect', client, '127.0.0.1', port)
  const { clientSocketId = 0 } = await next('tcpServer.onAccept')
  return { client, accepted: clientSocketId }
}

/** Closes the client while sends of the other end are pending. */
async function closeWithSendsPending(stage: Stage, client: number, accepted: number): Promise<void> {
  const { call, start, bytes, quiet } = stage
  start('tcp.send', accepted, bytes(20_000_000))
  start('tcp.send', accepted, bytes('behind it'))
  await quiet()
  await call('tcp.close', client)
  await quiet()
  await call('tcp.getInfo', accepted)
}

/** One of the peers that end a connection once they are spoken to. */
async function peerEnds({ call, hear, next, bytes, peers, quiet, sockets }: Stage, peer: string): Promise<void> {
  hear('tcp.onReceive')
  hear('tcp.onReceiveError')
  const socket = await sockets.connected(peer)
  await call('tcp.send', socket, bytes('go'))
  await next('tcp.onReceiveError')
  await quiet()
  await call('tcp.getInfo', socket)
  await call('tcp.send', socket, bytes('x'))
  await call('tcp.setNoDelay', socket, true)
  await call('tcp.connect', socket, '127.0.0.1', peers['echo'])
  await call('tcp.getInfo', socket)
  await call('tcp.send', socket, bytes('silent'))
  await quiet()
  await call('tcp.setPaused', socket, false)
  await quiet()
  await call('tcp.disconnect', socket)
  await quiet()
}

/** `end` is disconnect or close. */
async function endOfConnected({ call, hear, quiet, peers, bytes, sockets }: Stage, end: string): Promise<void> {
  hear('tcp.onReceive')
  hear('tcp.onReceiveError')
  const unpaused = await sockets.connected('echo')
  await call(`tcp.${end}`, unpaused)
  await quiet()
  await call('tcp.getInfo', unpaused)
  await call('tcp.connect', unpaused, '127.0.0.1', peers['greeter'])
  await quiet()
  await call('tcp.setPaused', unpaused, false)
  await quiet()
  const paused = await sockets.tcp()
  await call('tcp.setPaused', paused, true)
  await call('tcp.connect', paused, '127.0.0.1', peers['echo'])
  await call(`tcp.${end}`, paused)
  await quiet()
  await call('tcp.getInfo', paused)
  const pausedLater = await sockets.connected('echo')
  await call('tcp.setPaused', pausedLater, true)
  await call('tcp.send', pausedLater, bytes('takes the outstanding read'))
  await quiet()
  await call(`tcp.${end}`, pausedLater)
  await quiet()
}

/** `end` and how long the send before it is. */
async function sendThenEnd(
  { call, start, bytes, collect, received, sockets }: Stage,
  parameter: string,
): Promise<void> {
  const [end = '', length] = parameter.split(' ')
  collect()
  const { client, accepted } = await sockets.pair()
  await call('tcp.setPaused', accepted, false)
  start('tcp.send', client, bytes(Number(length)))
  start(`tcp.${end}`, client)
  await received(accepted, 1_000_000_000)
}

/** The connect callback, and the end in the same script or once the connect is under way. */
async function endWhileConnecting(
  { call, start, hear, peers, quiet, sockets }: Stage,
  parameter: string,
): Promise<void> {
  const [end = '', when] = parameter.split(' ')
  hear('tcp.onReceiveError')
  for (const [host, peer] of [
    ['127.0.0.1', 'echo'],
    ['127.0.0.1', 'unanswered'],
    ['127.0.0.1', 'refused'],
    ['nosuch..invalid', 'echo'],
  ] as const) {
    const socket = await sockets.tcp()
    start('tcp.connect', socket, host, peers[peer])
    if (when === 'later') await quiet()
    start(`tcp.${end}`, socket)
    await quiet()
    await call('tcp.getInfo', socket)
    await call('tcp.connect', socket, '127.0.0.1', peers['sink'])
    await call('tcp.getInfo', socket)
  }
}

/** Calls in the event of the last bytes, when the end behind them has come, too. */
async function callsInTheLastEvent(
  { call, start, hear, bytes, peers, quiet, sockets }: Stage,
  name: string,
): Promise<void> {
  const socket = await sockets.tcp()
  hear('tcp.onReceiveError')
  hear('tcp.onReceive', () => {
    start('tcp.getInfo', socket)
    if (name === 'connect') start('tcp.connect', socket, '127.0.0.1', peers['echo'])
    if (name === 'setPaused') start('tcp.setPaused', socket, false)
    if (name === 'disconnect' || name === 'close') start(`tcp.${name}`, socket)
    if (name === 'send') start('tcp.send', socket, bytes('x'))
  })
  await call('tcp.setPaused', socket, true)
  await call('tcp.connect', socket, '127.0.0.1', peers['bye'])
  await call('tcp.send', socket, bytes('go'))
  await quiet()
  await call('tcp.setPaused', socket, false)
  await quiet()
  await call('tcp.getInfo', socket)
  if (name === 'setPaused') await call('tcp.connect', socket, '127.0.0.1', peers['greeter'])
  await quiet()
  await call('tcp.getInfo', socket)
}

export const tcpEndScenarios: readonly Scenario[] = [
  ...['bye', 'half', 'reset', 'dataThenReset', 'drop'].map((parameter) => ({
    name: `sockets.tcp: the peer ends (${parameter})`,
    why: 'Every end is -100, after all bytes. The socket is then unconnected and paused, so that the next connection is silent.',
    parameter,
    play: peerEnds,
  })),
  ...['disconnect', 'close'].map((parameter) => ({
    name: `sockets.tcp: ${parameter} of a connected socket`,
    why: 'The outstanding read ends with -100, after the callback. A paused socket without a read gets no event.',
    parameter,
    play: endOfConnected,
  })),
  ...['disconnect 10', 'close 10', 'disconnect 0', 'close 0'].map((parameter) => ({
    name: `sockets.tcp: send, and the end in the same script (${parameter})`,
    why: 'Apps send and close at once: short sends still arrive.',
    unordered: true,
    varies: true,
    parameter,
    play: sendThenEnd,
  })),
  ...['disconnect now', 'disconnect later', 'close now', 'close later'].map((parameter) => ({
    name: `sockets.tcp: the end while connecting (${parameter})`,
    why: 'The progress of the connect at the end decides whether its callback ever comes.',
    unordered: true,
    varies: true,
    parameter,
    play: endWhileConnecting,
  })),
  {
    name: 'sockets.tcp: a long send, its callback, and then close',
    why: 'A send that was answered reaches the peer.',
    async play({ call, bytes, collect, received, sockets }) {
      collect()
      for (const end of ['close', 'disconnect']) {
        const { client, accepted } = await sockets.pair()
        await call('tcp.setPaused', accepted, false)
        await call('tcp.send', client, bytes(1_048_576))
        await call(`tcp.${end}`, client)
        await received(accepted, 2_000_000)
      }
    },
  },
  {
    name: 'sockets.tcp: sends that are pending at disconnect and close',
    why: 'The callbacks of pending sends never come after disconnect or close.',
    async play({ start, hear, bytes, quiet, sockets }) {
      hear('tcp.onReceiveError')
      for (const end of ['disconnect', 'close']) {
        const socket = await sockets.connected('silent')
        start('tcp.send', socket, bytes(20_000_000))
        start('tcp.send', socket, bytes('behind it'))
        await quiet()
        start(`tcp.${end}`, socket)
        await quiet()
      }
    },
  },
  {
    name: 'sockets.tcp: the peer goes with sends pending, and the socket is paused',
    why: 'The send under way fails with -2, and the queued send with -15. No event comes.',
    unordered: true,
    async play(stage) {
      stage.hear('tcp.onReceiveError')
      const { client, accepted } = await pairThatDoesNotRead(stage)
      await closeWithSendsPending(stage, client, accepted)
    },
  },
  {
    name: 'sockets.tcp: the peer goes with sends pending, and the socket is not paused',
    why: 'The event comes. In Chromium the callbacks of the sends are a race.',
    unordered: true,
    async play(stage) {
      stage.hear('tcp.onReceiveError')
      const { client, accepted } = await pairThatDoesNotRead(stage)
      await stage.call('tcp.setPaused', accepted, false)
      await closeWithSendsPending(stage, client, accepted)
    },
  },
  {
    name: 'sockets.tcp: disconnect more than once, and before connect',
    why: 'disconnect fails only for an unknown id.',
    async play({ call, hear, peers, quiet, sockets }) {
      hear('tcp.onReceiveError')
      const socket = await sockets.tcp({ name: 'kept', persistent: true, bufferSize: 7 })
      await call('tcp.disconnect', socket)
      await call('tcp.disconnect', socket)
      await call('tcp.connect', socket, '127.0.0.1', peers['sink'])
      await call('tcp.disconnect', socket)
      await call('tcp.disconnect', socket)
      await quiet()
      await call('tcp.getInfo', socket)
      await call('tcp.connect', socket, '127.0.0.1', peers['sink'])
      await call('tcp.getInfo', socket)
    },
  },
  ...['send', 'setPaused', 'connect', 'disconnect', 'close'].map((parameter): Scenario => ({
    name: `sockets.tcp: ${parameter} in the event of the last bytes`,
    why: 'The end behind the bytes has paused and disconnected the socket before a listener runs.',
    unordered: true,
    parameter,
    play: callsInTheLastEvent,
  })),
]
