/** Which programs there are: fast-check's arbitraries, so that one that fails becomes a small one. */
import fc from 'fast-check'
import type { Action, Program } from './program.ts'

const address = fc.oneof(
  { weight: 8, arbitrary: fc.constant('127.0.0.1') },
  { weight: 2, arbitrary: fc.constantFrom('::1', 'localhost', '0.0.0.0', '127.1', '::') },
  { weight: 1, arbitrary: fc.constantFrom('', 'nosuch.invalid', '::ffff:127.0.0.1', '127.0.0.1 ', '[::1]', '256.0.0.1', '192.0.2.77') },
)
const group = fc.constantFrom('224.0.0.251', '224.0.0.252', '239.1.2.3', 'ff02::fb', '127.0.0.1', '::1', 'x', '224.251')
const socket = fc.oneof(
  { weight: 20, arbitrary: fc.nat({ max: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(4, 99) },
)
const tcpPeer = fc.constantFrom('echo', 'echo', 'sink', 'bye', 'half', 'silent', 'greeter', 'echoBoth', 'refused', 'source', 'rsa', 'expired')
const udpPeer = fc.constantFrom('udpEcho', 'udpEcho', 'udpSink', 'udpMixed', 'udpEcho6')
const oddPort = fc.constantFrom(0, -1, 65_536)
const port = fc.oneof(
  { weight: 6, arbitrary: fc.record({ peer: tcpPeer }) },
  { weight: 3, arbitrary: fc.record({ peer: udpPeer }) },
  { weight: 4, arbitrary: fc.record({ portOf: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: oddPort },
)
const ownPort = fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.record({ portOf: fc.nat({ max: 3 }) }) })
const size = fc.constantFrom(undefined, null, 0, -1, 1, 2, 3, 5, 10, 4096, 65_536)
const data = fc.record({ data: fc.constantFrom<(string | number)[]>('a', 'hello', 'xy', 1, 100, 4097) })
const datagram = fc.record({ data: fc.constantFrom<(string | number)[]>('', 'a', 'hello', 100, 4097, 65_508) })
const flag = fc.boolean()

function action(name: string, ...args: readonly fc.Arbitrary<unknown>[]): fc.Arbitrary<Action> {
  return fc.record({ name: fc.constant(name), on: socket, args: fc.tuple(...args) })
}

const weighted: readonly (readonly [number, fc.Arbitrary<Action>])[] = [
  [6, action('create', fc.constantFrom('tcp', 'udp'))],
  [8, action('connect', address, port)],
  [5, action('listen', address, ownPort, fc.constantFrom(undefined, null, 5, 1))],
  [5, action('accept')],
  [5, action('bind', address, ownPort)],
  [8, action('read', size)],
  [8, action('write', data)],
  [6, action('recvFrom', size)],
  [7, action('sendTo', datagram, address, port)],
  [4, action('disconnect')],
  [2, action('destroy')],
  [3, action('getInfo')],
  [2, action('setNoDelay', flag)],
  [2, action('setKeepAlive', flag, fc.constantFrom(undefined, 0, 5, -1))],
  [2, action('joinGroup', group)],
  [1, action('leaveGroup', group)],
  [1, action('getJoinedGroups')],
  [1, action('setMulticastTimeToLive', fc.constantFrom(0, 1, 255, 256, -1))],
  [1, action('setMulticastLoopbackMode', flag)],
  [1, action('secure')],
]

const anyAction: fc.Arbitrary<Action> = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })))

/** A step of several actions, each on a socket of its own: what they do to one socket is not in Chromium's hands alone. */
const script = fc.uniqueArray(anyAction, { minLength: 2, maxLength: 3, selector: ({ on }) => on })

const step = fc.oneof(
  { weight: 6, arbitrary: anyAction.map((one) => [one]) },
  { weight: 1, arbitrary: script },
)

/** Begins with a few sockets, since nothing happens without. */
export const programs: fc.Arbitrary<Program> = fc
  .tuple(
    fc.array(fc.constantFrom('tcp', 'tcp', 'udp'), { minLength: 1, maxLength: 3 }),
    fc.array(step, { minLength: 4, maxLength: 14 }),
  )
  .map(([types, steps]) => [...types.map((type) => [{ name: 'create', on: 0, args: [type] }]), ...steps])
