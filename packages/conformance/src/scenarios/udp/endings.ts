/** Disconnect and destroy right after another call. Chromium extensions/browser/api/socket/udp_socket.cc */
import type { Scenario, Stage } from '../../scenario.ts'

/** `end` is one of the two calls that end what is going on. */
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
    why: 'The end in the script of connect: whether the socket is connected before is a race in Chromium.',
  },
  { play: endRightAfterBind, name: 'endRightAfterBind', why: 'The same for bind.' },
  {
    play: endRightAfterSendTo,
    name: 'endRightAfterSendTo',
    why: 'Whether the datagram leaves before the end is a race in Chromium.',
  },
  { play: endRightAfterWrite, name: 'endRightAfterWrite', why: 'The same for a write of a connected socket.' },
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
