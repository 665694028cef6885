/** Disconnect and destroy right after another call. Chromium extensions/browser/api/socket/udp_socket.cc */
import type { Scenario, Stage } from '../../scenario.ts'

/** `end` is the call that ends the socket's work: disconnect or destroy. */
async function endRightAfterConnect({ call, start, udp, peers, quiet }: Stage, end: string): Promise<void> {
  const socket = await udp()
  start('connect', socket, '127.0.0.1', peers['udpEcho'])
  start(end, socket)
  await quiet()
  await call('getInfo', socket)
}

async function endRightAfterBind({ call, start, udp, quiet }: Stage, end: string): Promise<void> {
  const socket = await udp()
  start('bind', socket, '127.0.0.1', 0)
  start(end, socket)
  start('getInfo', socket)
  await quiet()
  await call('getInfo', socket)
}

async function endRightAfterSendTo({ start, bytes, bound, peers, quiet }: Stage, end: string): Promise<void> {
  const { socketId } = await bound()
  start('sendTo', socketId, bytes('x'), '127.0.0.1', peers['udpSink'])
  start(end, socketId)
  await quiet()
}

async function endRightAfterWrite({ call, start, bytes, udp, peers, quiet }: Stage, end: string): Promise<void> {
  const socket = await udp()
  await call('connect', socket, '127.0.0.1', peers['udpSink'])
  start('write', socket, bytes('x'))
  start(end, socket)
  await quiet()
}

const endings: readonly Pick<Scenario, 'play' | 'name' | 'why'>[] = [
  {
    play: endRightAfterConnect,
    name: 'endRightAfterConnect',
    why: 'The end in the script of connect: in Chromium the socket may or may not be connected before.',
  },
  {
    play: endRightAfterBind,
    name: 'endRightAfterBind',
    why: 'The end in the script of bind: the result is a race in Chromium.',
  },
  {
    play: endRightAfterSendTo,
    name: 'endRightAfterSendTo',
    why: 'The end in the script of sendTo: in Chromium the datagram may or may not leave before.',
  },
  {
    play: endRightAfterWrite,
    name: 'endRightAfterWrite',
    why: 'The end in the script of a write: in Chromium the datagram may or may not leave before.',
  },
]

export const udpEndingScenarios: readonly Scenario[] = endings.flatMap(({ play, name, why }) =>
  ['disconnect', 'destroy'].map((parameter) => ({
    name: `udp: ${name} (${parameter})`,
    why,
    needs: ['datagram'] as const,
    unordered: true,
    varies: true,
    parameter,
    play,
  })),
)
