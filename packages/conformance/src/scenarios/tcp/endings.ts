/** Disconnect and destroy right after another call, and while it is pending. Chromium extensions/browser/api/socket/tcp_socket.cc */
import type { Scenario, Stage } from '../../scenario.ts'

/** `end` is the call that ends the socket's work: disconnect or destroy. */
async function endWhileConnecting({ call, start, tcp, peers, quiet }: Stage, end: string): Promise<void> {
  const socket = await tcp()
  start('connect', socket, '127.0.0.1', peers['unanswered'])
  await quiet()
  start(end, socket)
  await call('getInfo', socket)
  await quiet()
  await call('connect', socket, '127.0.0.1', peers['echo'])
  await call('getInfo', socket)
}

async function endRightAfterConnect({ call, start, tcp, peers, quiet }: Stage, end: string): Promise<void> {
  const socket = await tcp()
  start('connect', socket, '127.0.0.1', peers['echo'])
  start(end, socket)
  start('getInfo', socket)
  await quiet()
  await call('getInfo', socket)
}

async function endWhileReading({ call, start, connected, quiet }: Stage, end: string): Promise<void> {
  const socket = await connected('silent')
  start('read', socket)
  await quiet()
  start(end, socket)
  start('getInfo', socket)
  await quiet()
  await call('read', socket)
  await call('getInfo', socket)
}

async function endAtOnce({ call, bytes, start, tcp, peers, quiet }: Stage, end: string): Promise<void> {
  const socket = await tcp()
  start(end, socket)
  await quiet()
  await call('getInfo', socket)
  await call('connect', socket, '127.0.0.1', peers['echo'])
  await call('write', socket, bytes('x'))
}

const endings: readonly Pick<Scenario, 'play' | 'name' | 'why'>[] = [
  {
    play: endWhileConnecting,
    name: 'endWhileConnecting',
    why: 'The end gives up an unanswered connect. After disconnect the socket can connect again.',
  },
  {
    play: endRightAfterConnect,
    name: 'endRightAfterConnect',
    why: 'The end in the script of connect: in Chromium the connect may or may not be answered.',
  },
  { play: endWhileReading, name: 'endWhileReading', why: 'The end answers the read that is pending.' },
  { play: endAtOnce, name: 'endAtOnce', why: 'The end of a socket that has done nothing yet.' },
]

export const tcpEndingScenarios: readonly Scenario[] = endings.flatMap(({ play, name, why }) =>
  ['disconnect', 'destroy'].map((parameter) => ({
    name: `tcp: ${name} (${parameter})`,
    why,
    unordered: play === endRightAfterConnect,
    varies: play === endRightAfterConnect,
    parameter,
    play,
  })),
)
