/** Which programs there are: fast-check's arbitraries, so that one that fails becomes a small one. */
import fc from 'fast-check'
import type { Action, Program } from './program.ts'

type Kind = 'tcp' | 'udp'

/** A beginning that brings a few sockets into a state worth going on from. `on` counts from 0 within it. */
interface Opening {
  readonly kinds: readonly Kind[]
  readonly actions: readonly Action[]
}

const act = (name: string, on: number, ...args: readonly unknown[]): Action => ({ name, on, args })
const create = (kind: Kind): Action => act('create', 0, kind)
const anywhere = '127.0.0.1'

const tcpPeers = ['echo', 'sink', 'bye', 'half', 'silent', 'greeter', 'source', 'echoBoth'] as const
const udpPeers = ['udpEcho', 'udpSink', 'udpMixed'] as const

const openings: readonly Opening[] = [
  { kinds: ['tcp'], actions: [create('tcp')] },
  { kinds: ['udp'], actions: [create('udp')] },
  { kinds: ['tcp'], actions: [create('tcp'), act('connect', 0, anywhere, { peer: 'refused' })] },
  { kinds: ['tcp'], actions: [create('tcp'), act('listen', 0, anywhere, 0)] },
  {
    kinds: ['tcp', 'tcp', 'tcp'],
    actions: [
      create('tcp'),
      act('listen', 0, anywhere, 0),
      create('tcp'),
      act('connect', 1, anywhere, { portOf: 0 }),
      act('accept', 0),
    ],
  },
  { kinds: ['udp'], actions: [create('udp'), act('bind', 0, anywhere, 0)] },
  {
    kinds: ['udp', 'udp'],
    actions: [create('udp'), act('bind', 0, anywhere, 0), create('udp'), act('bind', 1, anywhere, 0)],
  },
  { kinds: ['tcp'], actions: [create('tcp'), act('connect', 0, 'localhost', { peer: 'rsa' }), act('secure', 0)] },
  ...tcpPeers.map((peer): Opening => ({
    kinds: ['tcp'],
    actions: [create('tcp'), act('connect', 0, anywhere, { peer })],
  })),
  ...udpPeers.map((peer): Opening => ({
    kinds: ['udp'],
    actions: [create('udp'), act('connect', 0, anywhere, { peer })],
  })),
]

const address = fc.oneof(
  { weight: 8, arbitrary: fc.constant(anywhere) },
  { weight: 2, arbitrary: fc.constantFrom('::1', 'localhost', '0.0.0.0', '127.1', '::') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      'nosuch.invalid',
      '::ffff:127.0.0.1',
      '127.0.0.1 ',
      '[::1]',
      '256.0.0.1',
      '192.0.2.77',
    ),
  },
)
const group = fc.constantFrom('224.0.0.251', '224.0.0.252', '239.1.2.3', 'ff02::fb', anywhere, '::1', 'x', '224.251')
const oddPort = fc.constantFrom(0, -1, 65_536)
const size = fc.constantFrom(undefined, null, 0, -1, 1, 2, 3, 5, 10, 4096, 65_536)
const data = fc.record({ data: fc.constantFrom<(string | number)[]>('a', 'hello', 'xy', 1, 100, 4097) })
const datagram = fc.record({ data: fc.constantFrom<(string | number)[]>('', 'a', 'hello', 100, 4097, 65_508) })
const flag = fc.boolean()
const backlog = fc.constantFrom(undefined, null, 5, 1, 0)
const delay = fc.constantFrom(undefined, 0, 5, -1)
const timeToLive = fc.constantFrom(0, 1, 255, 256, -1)

type Weighted = readonly [weight: number, name: string, ...args: fc.Arbitrary<unknown>[]]

/** What a program with so many sockets may do to one of a kind, the things that its kind is made for more often. */
function actionsFor(kind: Kind, count: number): readonly Weighted[] {
  const portOf = fc.record({ portOf: fc.nat({ max: count - 1 }) })
  const ownPort = fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: portOf })
  const tcpPort = fc.oneof(
    { weight: 6, arbitrary: fc.record({ peer: fc.constantFrom(...tcpPeers, 'refused', 'rsa', 'expired') }) },
    { weight: 4, arbitrary: portOf },
    { weight: 1, arbitrary: oddPort },
  )
  const udpPort = fc.oneof(
    { weight: 6, arbitrary: fc.record({ peer: fc.constantFrom(...udpPeers, 'udpEcho6') }) },
    { weight: 4, arbitrary: portOf },
    { weight: 1, arbitrary: oddPort },
  )
  const [tcp, udp] = kind === 'tcp' ? [8, 1] : [1, 8]
  return [
    [8, 'connect', address, kind === 'tcp' ? tcpPort : udpPort],
    [tcp, 'listen', address, ownPort, backlog],
    [tcp, 'accept'],
    [udp, 'bind', address, ownPort],
    [10, 'read', size],
    [10, 'write', data],
    [udp, 'recvFrom', size],
    [udp, 'sendTo', datagram, address, udpPort],
    [5, 'disconnect'],
    [2, 'destroy'],
    [3, 'getInfo'],
    [2, 'setNoDelay', flag],
    [2, 'setKeepAlive', flag, delay],
    [udp / 4, 'joinGroup', group],
    [udp / 4, 'leaveGroup', group],
    [udp / 8, 'getJoinedGroups'],
    [udp / 8, 'setMulticastTimeToLive', timeToLive],
    [udp / 8, 'setMulticastLoopbackMode', flag],
    [1, 'secure'],
  ]
}

function actionOn(on: number, kind: Kind, count: number): fc.Arbitrary<Action> {
  return fc.oneof(
    ...actionsFor(kind, count).map(([weight, name, ...args]) => ({
      weight: Math.ceil(weight * 4),
      arbitrary: fc.tuple(...args).map((values): Action => ({ name, on, args: values })),
    })),
  )
}

function stepsFor(kinds: readonly Kind[]): fc.Arbitrary<Program> {
  const known = kinds.map((kind, on) => ({ weight: 10, arbitrary: actionOn(on, kind, kinds.length) }))
  const stranger = { weight: 1, arbitrary: actionOn(99, 'tcp', kinds.length) }
  const newcomer = { weight: 1, arbitrary: fc.constantFrom<Kind[]>('tcp', 'udp').map(create) }
  const action = fc.oneof(...known, stranger, newcomer)
  // In one script only one call for each socket: what several do to one depends on who is faster.
  const script = fc.uniqueArray(action, {
    minLength: 2,
    maxLength: 3,
    selector: ({ on, args }) => `${on} ${JSON.stringify(args)}`,
  })
  const oneForEach = script.map((actions) =>
    actions.filter(({ on }, index) => actions.findIndex((each) => each.on === on) === index),
  )
  const step = fc.oneof({ weight: 6, arbitrary: action.map((one) => [one]) }, { weight: 1, arbitrary: oneForEach })
  return fc.array(step, { minLength: 4, maxLength: 14 })
}

export const programs: fc.Arbitrary<Program> = fc
  .array(fc.constantFrom(...openings), { minLength: 1, maxLength: 2 })
  .chain((chosen) => {
    const kinds = chosen.flatMap((opening) => opening.kinds)
    const begin = chosen.flatMap(({ actions }, index) => {
      const before = chosen.slice(0, index).flatMap((opening) => opening.kinds).length
      return actions.map((action) => [shifted(action, before)])
    })
    return stepsFor(kinds).map((steps): Program => begin.concat(steps as Action[][]))
  })

/** The same action on sockets that come after `by` others. */
function shifted({ name, on, args }: Action, by: number): Action {
  const moved = args.map((arg) => {
    const { portOf } = (typeof arg === 'object' && arg !== null ? arg : {}) as { portOf?: number }
    return portOf === undefined ? arg : { portOf: portOf + by }
  })
  return { name, on: on + by, args: moved }
}
